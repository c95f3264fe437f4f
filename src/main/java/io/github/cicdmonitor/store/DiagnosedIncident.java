package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.List;

/**
 * All that is known of an incident when it is decided.
 *
 * @param failures oldest first, at least one
 * @param explained the one of them whose log gave the excerpt and the evidence
 */
public record DiagnosedIncident(
    Incident incident,
    Diagnosis diagnosis,
    List<Failure> failures,
    Failure explained,
    Excerpt excerpt) {
  public DiagnosedIncident {
    failures = List.copyOf(failures);
  }

  public Failure first() {
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
  public List<StepLine> evidenceInStep() {
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
  public record StepLine(FailureKey job, int step, int line) {}

  /** Names this incident on the outside: the same after a lost state file, new for a new incident. */
  public String key() {
    return incident.signature().first12()
        + "-"
        + first().key().runId()
        + "-"
        + first().key().attempt();
  }
}
