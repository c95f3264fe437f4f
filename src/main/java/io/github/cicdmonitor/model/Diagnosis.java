package io.github.cicdmonitor.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What went wrong and who has to move.
 *
 * @param confidence 0 to 1; below 0.5 means "cannot be told from this log"
 * @param transientFault whether the same commit may pass when run again
 * @param advice one sentence for a person: what to do
 * @param rule id of the winning rule, when rules answered
 * @param model the model that answered, as it named itself
 * @param costUsd what the answer cost, where known
 * @param note why the analyzer is not the one that was wanted (budget, no key, …)
 * @param signals of orders in what else the model was shown, and in what it said
 */
public record Diagnosis(
    Category category,
    double confidence,
    boolean transientFault,
    SafeText rootCause,
    SafeText advice,
    List<Evidence> evidence,
    Remediation remediation,
    Analyzer analyzer,
    Optional<String> rule,
    Optional<String> model,
    OptionalDouble costUsd,
    Optional<String> note,
    List<InjectionSignal> signals) {
  /** Who answered; spelled in lower case in JSON. */
  public enum Analyzer {
    RULES,
    LLM
  }

  public static final double TELLABLE = 0.5;

  public Diagnosis {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence is 0 to 1");
    }
    evidence = List.copyOf(evidence);
    signals = List.copyOf(signals);
  }

  /** By the rules: no model was asked. */
  public Diagnosis(
      Category category,
      double confidence,
      boolean transientFault,
      SafeText rootCause,
      SafeText advice,
      List<Evidence> evidence,
      Remediation remediation,
      Optional<String> rule) {
    this(
        category,
        confidence,
        transientFault,
        rootCause,
        advice,
        evidence,
        remediation,
        Analyzer.RULES,
        rule,
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        List.of());
  }

  /** As {@code other}, but for what is named here. */
  private Diagnosis(
      Diagnosis other,
      boolean transientFault,
      SafeText advice,
      Remediation remediation,
      Optional<String> note,
      List<InjectionSignal> signals) {
    this(
        other.category,
        other.confidence,
        transientFault,
        other.rootCause,
        advice,
        other.evidence,
        remediation,
        other.analyzer,
        other.rule,
        other.model,
        other.costUsd,
        note,
        signals);
  }

  public FailureClass failureClass() {
    return category.failureClass();
  }

  /** The same failure, against which a re-run is of no use; {@code newAdvice} says why. */
  public Diagnosis withoutRerun(SafeText newAdvice) {
    boolean rerun = remediation.kind() == Remediation.Kind.RERUN;
    Remediation left = rerun ? Remediation.NONE : remediation;
    return new Diagnosis(this, false, newAdvice, left, note, signals);
  }

  public Diagnosis withNote(String why) {
    return new Diagnosis(this, transientFault, advice, remediation, Optional.of(why), signals);
  }

  public Diagnosis withSignals(List<InjectionSignal> seen) {
    return new Diagnosis(this, transientFault, advice, remediation, note, seen);
  }
}
