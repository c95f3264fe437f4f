package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.IncidentRows.Filter;
import io.github.cicdmonitor.store.IncidentRows.IncidentRow;
import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.ReportRows;
import io.github.cicdmonitor.store.StoryRows;
import io.github.cicdmonitor.store.StoryRows.WaitingApproval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report shows: the requests that wait, the incidents, and the numbers of a span.
 *
 * @param details more of those open incidents that a page has a section for, by their number
 */
public record Overview(
    Metrics metrics,
    IncidentList incidents,
    List<WaitingApproval> approvals,
    Map<Long, IncidentView> details) {
  public Overview {
    approvals = List.copyOf(approvals);
    details = Map.copyOf(details);
  }

  /**
   * @param limit how many incidents to list
   * @param detailed how many of the open ones get a section
   */
  public record Extent(Filter filter, int limit, int detailed) {}

  /** Of a state that may not be there yet. */
  public static Overview of(Optional<Database> state, Extent extent, Instant now) {
    Filter filter = extent.filter();
    if (state.isEmpty()) {
      return new Overview(
          Metrics.of(MetricRows.NOTHING, filter.since(), now),
          IncidentList.nothing(filter),
          List.of(),
          Map.of());
    }
    Database database = state.get();
    IncidentList incidents = IncidentList.of(database, filter, extent.limit());
    return new Overview(
        Metrics.of(new ReportRows(database).since(filter.since()), filter.since(), now),
        incidents,
        waiting(database, filter),
        details(database, incidents, extent.detailed()));
  }

  private static List<WaitingApproval> waiting(Database database, Filter filter) {
    return new StoryRows(database)
        .waitingApprovals().stream()
            .filter(approval -> filter.repositories().isEmpty()
                || RepositoryName.parse(approval.repository())
                    .filter(filter.repositories()::contains)
                    .isPresent())
            .toList();
  }

  /** The request objects of {@code approve --json}. */
  public void addTo(ObjectNode root) {
    incidents.addTo(root);
    ArrayNode waiting = root.putArray("waiting_approvals");
    for (WaitingApproval approval : approvals) {
      waiting
          .addObject()
          .put("id", approval.incident())
          .put("digest", approval.digest())
          .put("repository", approval.repository())
          .put("title", approval.title())
          .put("risk", approval.risk())
          .put("requested_at", approval.requestedAt().toString())
          .put("expires_at", approval.expiresAt().toString());
    }
  }

  private static Map<Long, IncidentView> details(
      Database database, IncidentList incidents, int most) {
    Map<Long, IncidentView> details = new LinkedHashMap<>();
    incidents.rows().stream()
        .filter(IncidentRow::open)
        .limit(most)
        .forEach(row ->
            IncidentView.of(database, row.id()).ifPresent(view -> details.put(row.id(), view)));
    return details;
  }
}
