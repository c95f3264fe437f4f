package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.store.StoryRows;
import io.github.cicdmonitor.store.StoryRows.IncidentRow;
import io.github.cicdmonitor.store.StoryRows.PullRequestRow;
import java.util.Optional;

/** An incident as it stands: what contract §4 tells of it. */
public record IncidentView(
    IncidentRow incident,
    Optional<Diagnosis> diagnosis,
    Optional<GateDecision> decision,
    Optional<PullRequestRow> pullRequest) {

  /** Empty when there is no such incident. */
  public static Optional<IncidentView> of(StoryRows rows, long id) {
    return rows.incident(id)
        .map(incident -> new IncidentView(
            incident, rows.diagnosis(id), rows.decision(id), rows.pullRequest(id)));
  }
}
