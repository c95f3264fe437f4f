package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Diagnoses;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.StoryRows;
import java.util.Optional;

/**
 * An incident as it stands.
 *
 * @param waitsFor what its decision waits for; empty where there is one
 */
public record IncidentView(
    Incidents.Incident incident,
    Optional<Diagnosis> diagnosis,
    Optional<GateDecision> decision,
    Optional<PullRequests.PullRequest> pullRequest,
    Optional<String> waitsFor) {

  /** Empty when there is no such incident. */
  public static Optional<IncidentView> of(Database database, long id) {
    return new Incidents(database)
        .find(id)
        .map(incident -> new IncidentView(
            incident,
            new Diagnoses(database).newest(id),
            new Proposals(database).newest(id).map(Proposals.Stored::decision),
            new PullRequests(database).of(id),
            new StoryRows(database).waitsFor(id)));
  }
}
