package io.github.cicdmonitor.act;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.List;

/**
 * All that is known of an incident when it is decided.
 *
 * @param failures oldest first, at least one
 */
public record Case(
    Incident incident, Diagnosis diagnosis, List<Failure> failures, Excerpt excerpt) {
  public Case {
    failures = List.copyOf(failures);
  }

  Failure first() {
    return failures.get(0);
  }

  public Failure newest() {
    return failures.get(failures.size() - 1);
  }

  /** Names this incident on the outside: the same after a lost state file, new for a new incident. */
  String key() {
    return incident.signature().first12()
        + "-"
        + first().key().runId()
        + "-"
        + first().key().attempt();
  }
}
