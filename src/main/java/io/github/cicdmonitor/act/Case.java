package io.github.cicdmonitor.act;

import io.github.cicdmonitor.injection.InjectionSignals;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * All that is known of an incident when it is decided.
 *
 * @param failures oldest first, at least one
 * @param explained the one of them whose log gave the excerpt and the evidence
 */
public record Case(
    Incident incident,
    Diagnosis diagnosis,
    List<Failure> failures,
    Failure explained,
    Excerpt excerpt) {
  public Case {
    failures = List.copyOf(failures);
  }

  /** Signs of orders in all that the diagnosis was made from: a person decides where there are any. */
  List<InjectionSignal> signals(Function<String, SafeText> redaction) {
    Set<InjectionSignal> signals = new LinkedHashSet<>(excerpt.signals());
    failures.forEach(
        failure -> signals.addAll(InjectionSignals.inNames(failure, redaction)));
    signals.addAll(diagnosis.signals());
    return List.copyOf(signals);
  }

  Failure first() {
    return failures.get(0);
  }

  public Failure newest() {
    return failures.get(failures.size() - 1);
  }

  /**
   * Where the evidence stands in the failed step, counted as the page of a job counts: from 1 and in
   * each step anew. What other steps printed is left out, and all of it where the log does not show
   * where the step begins.
   */
  List<StepLine> evidenceInStep() {
    int from = excerpt.stepFrom();
    return explained.failedStep().stream()
        .filter(step -> from > 0)
        .flatMap(step -> diagnosis.evidence().stream()
            .map(Evidence::line)
            .filter(line -> line >= from && line <= excerpt.stepTo())
            .distinct()
            .map(line -> new StepLine(explained.key(), step.number(), line - from + 1)))
        .toList();
  }

  /** A line of a step's log. */
  record StepLine(FailureKey job, int step, int line) {}

  /** Names this incident on the outside: the same after a lost state file, new for a new incident. */
  String key() {
    return incident.signature().first12()
        + "-"
        + first().key().runId()
        + "-"
        + first().key().attempt();
  }
}
