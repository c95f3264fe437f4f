package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.IncidentRows;
import io.github.cicdmonitor.store.IncidentRows.Filter;
import io.github.cicdmonitor.store.IncidentRows.IncidentRow;
import io.github.cicdmonitor.store.IncidentRows.Which;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The incidents of a report, newest failure first.
 *
 * @param total how many the filter finds; the rows may be fewer
 */
public record IncidentList(Filter filter, long total, List<IncidentRow> rows) {
  public IncidentList {
    rows = List.copyOf(rows);
  }

  public static IncidentList of(Database database, Filter filter, int limit) {
    IncidentRows rows = new IncidentRows(database);
    return new IncidentList(filter, rows.count(filter), rows.list(filter, limit));
  }

  public static IncidentList nothing(Filter filter) {
    return new IncidentList(filter, 0, List.of());
  }

  long left() {
    return total - rows.size();
  }

  /** {@code Open incidents in acme/shop}; says what the list holds. */
  String title() {
    String states = filter.states().stream()
        .map(state -> HumanText.plain(state.word()))
        .sorted()
        .collect(Collectors.joining(" or "));
    String what = filter.states().isEmpty()
        ? filter.which() == Which.OPEN ? "Open incidents" : "Incidents, open and over"
        : "Incidents that are " + states;
    String where = filter.repositories().stream()
        .map(RepositoryName::toString)
        .sorted()
        .collect(Collectors.joining(", "));
    return where.isEmpty() ? what : what + " in " + where;
  }

  /** Said where the list is empty. */
  String none() {
    String title = title();
    return "No " + title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1) + ".";
  }

  /** Adds {@code incident_list} and how many there are without the limit. */
  public void addTo(ObjectNode root) {
    ArrayNode list = root.putArray("incident_list");
    rows.forEach(row -> list.add(json(row)));
    root.put("incident_list_total", total);
  }

  private static ObjectNode json(IncidentRow row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", row.id())
        .put("repository", row.repository())
        .put("workflow", row.workflow())
        .put("job", row.job())
        .put("branch", row.branch())
        .put("signature", row.signature())
        .put("class", row.failureClass().orElse(null))
        .put("category", row.category().orElse(null))
        .put("state", row.state().word())
        .put("open", row.open())
        .put("since", row.since().toString())
        .put("last_failed_at", row.lastFailedAt().toString())
        .put("cause", row.cause().orElse(null))
        .put("occurrences", row.occurrences())
        .put("url", row.url().orElse(null))
        .put("muted_until", row.mutedUntil().map(Instant::toString).orElse(null));
    row.pullRequest()
        .ifPresentOrElse(
            pull -> node.putObject("pull_request")
                .put("number", pull.number())
                .put("url", pull.url())
                .put("state", pull.state()),
            () -> node.putNull("pull_request"));
    return node;
  }
}
