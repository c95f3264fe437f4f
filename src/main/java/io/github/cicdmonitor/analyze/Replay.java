package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.analyze.Analyzer.Problem;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Diagnoses;
import io.github.cicdmonitor.store.Excerpts;
import io.github.cicdmonitor.store.Failures;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Diagnoses stored incidents again, as the rules, the recipes and the model of this run would, and
 * compares. Acts on nothing and stores nothing but what a model's answer cost and said.
 */
public final class Replay {
  private static final double SAME_CONFIDENCE = 0.1;

  private final LogExplainer explainer;
  private final Diagnostician diagnostician;
  private final Incidents incidents;
  private final Failures failures;
  private final Excerpts excerpts;
  private final Diagnoses diagnoses;
  private final Gate gate;

  /** What the safety gate said, and says now. */
  public interface Gate {
    /** When the incident was decided; empty where no fix was judged. */
    Optional<GateDecision> then(Incident incident);

    /** To the fix of this diagnosis; empty where there is none, or where it cannot be judged. */
    Optional<GateDecision> now(Incident incident, Diagnosis diagnosis);
  }

  public Replay(LogExplainer explainer, Diagnostician diagnostician, Gate gate, Database database) {
    this.gate = gate;
    this.explainer = explainer;
    this.diagnostician = diagnostician;
    this.incidents = new Incidents(database);
    this.failures = new Failures(database);
    this.excerpts = new Excerpts(database);
    this.diagnoses = new Diagnoses(database);
  }

  /** An incident that would be diagnosed otherwise; {@code differences} say how, at least one. */
  public record Change(
      Incident incident, Diagnosis before, Diagnosis after, List<String> differences) {}

  /**
   * @param replayed how many incidents were looked at
   * @param unsettled of these, how many only a model can settle, which was not asked
   */
  public record Result(
      int replayed,
      int unsettled,
      List<Change> changes,
      Verdicts verdicts,
      List<Problem> problems) {}

  /** Of the fixes that could be judged both times, how many the gate let through, then and now. */
  public record Verdicts(Map<Outcome, Integer> then, Map<Outcome, Integer> now) {
    public Verdicts {
      then = Collections.unmodifiableMap(then);
      now = Collections.unmodifiableMap(now);
    }

    static Verdicts none() {
      return new Verdicts(new EnumMap<>(Outcome.class), new EnumMap<>(Outcome.class));
    }

    /** One fix more, where it could be judged both times. */
    Verdicts with(Optional<GateDecision> before, Optional<GateDecision> after) {
      return before.isPresent() && after.isPresent()
          ? new Verdicts(
              plus(then, before.get().outcome()), plus(now, after.get().outcome()))
          : this;
    }

    private static Map<Outcome, Integer> plus(Map<Outcome, Integer> counts, Outcome one) {
      Map<Outcome, Integer> more = new EnumMap<>(Outcome.class);
      more.putAll(counts);
      more.merge(one, 1, Integer::sum);
      return more;
    }
  }

  /** @param scope with RULES no model is asked */
  public Result run(Scope scope, Instant since) {
    List<Change> changes = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    int replayed = 0;
    int unsettled = 0;
    Verdicts verdicts = Verdicts.none();
    for (Incident incident : incidents.openedSince(since)) {
      Optional<Diagnosis> before = diagnoses.newest(incident.id());
      Excerpt excerpt = excerpts.of(incident.id()).excerpt();
      if (!scope.takes(incident.repository())
          || before.isEmpty()
          || excerpt.lines().isEmpty()) {
        continue;
      }
      if (replayed >= scope.limit()) {
        break;
      }
      try {
        Diagnosis after = diagnose(incident, excerpt, scope.isOffline());
        replayed++;
        boolean stands = isForTheModel(scope, before.get(), after);
        unsettled += stands ? 1 : 0;
        Diagnosis counts = stands ? before.get() : after;
        List<String> differences = differences(before.get(), counts);
        Optional<GateDecision> then = gate.then(incident);
        Optional<GateDecision> now = gate.now(incident, counts);
        differences.addAll(differences(then, now));
        verdicts = verdicts.with(then, now);
        if (!differences.isEmpty()) {
          changes.add(new Change(incident, before.get(), counts, differences));
        }
      } catch (MonitorException e) {
        if (e.endsTheRun()) {
          throw e;
        }
        problems.add(new Problem("incident " + incident.id(), e));
      }
    }
    return new Result(replayed, unsettled, changes, verdicts, problems);
  }

  private Diagnosis diagnose(Incident incident, Excerpt excerpt, boolean offline) {
    List<Failures.Stored> of = failures.of(incident.id());
    Failure newest = of.get(of.size() - 1).failure();
    return diagnostician.diagnose(new Diagnostician.Asked(
        0, newest, excerpt, incident.signature(), explainer.byRules(excerpt), offline, false));
  }

  /** The model's word stands where the rules alone would not do, unless the operator has a rule. */
  private boolean isForTheModel(Scope scope, Diagnosis before, Diagnosis after) {
    return scope.isOffline()
        && before.analyzer() == Diagnosis.Analyzer.LLM
        && after.remediation().fix().isEmpty()
        && after.rule().filter(explainer::isOwn).isEmpty()
        && !Diagnostician.isEnough(after);
  }

  /** What people would notice, in words. */
  static List<String> differences(Diagnosis before, Diagnosis after) {
    List<String> said = new ArrayList<>();
    add(said, "class", before.failureClass().name(), after.failureClass().name());
    add(said, "category", before.category().word(), after.category().word());
    add(
        said,
        "transient",
        Boolean.toString(before.transientFault()),
        Boolean.toString(after.transientFault()));
    boolean tellable = before.confidence() >= Diagnosis.TELLABLE;
    if (Math.abs(before.confidence() - after.confidence()) > SAME_CONFIDENCE
        || tellable != after.confidence() >= Diagnosis.TELLABLE) {
      add(said, "confidence", number(before.confidence()), number(after.confidence()));
    }
    add(said, "fix", fix(before.remediation()), fix(after.remediation()));
    if (said.isEmpty()
        && (!before.remediation().edits().equals(after.remediation().edits())
            || !before.remediation().command().equals(after.remediation().command()))) {
      said.add("fix: another " + after.remediation().kind().word());
    }
    return said;
  }

  /** Of a fix that is judged now; what becomes of one that is not, its own line says. */
  static List<String> differences(Optional<GateDecision> then, Optional<GateDecision> now) {
    List<String> said = new ArrayList<>();
    if (now.isPresent()) {
      add(said, "gate", then.map(Replay::gate).orElse("no fix judged"), gate(now.get()));
      then.ifPresent(decision -> add(
          said,
          "risk",
          Integer.toString(decision.risk().value()),
          Integer.toString(now.get().risk().value())));
    }
    return said;
  }

  private static String gate(GateDecision decision) {
    return switch (decision.outcome()) {
      case AUTO -> "pull request";
      case APPROVAL -> "approval";
      case REPORT_ONLY -> "only reported";
      case BLOCK -> "blocked";
    };
  }

  private static void add(List<String> said, String what, String before, String after) {
    if (!before.equals(after)) {
      said.add(what + ": " + before + " → " + after);
    }
  }

  private static String fix(Remediation remediation) {
    return remediation
        .fix()
        .map(name -> "recipe " + name)
        .orElse(remediation.kind().word());
  }

  private static String number(double confidence) {
    return String.format(Locale.ROOT, "%.2f", confidence);
  }
}
