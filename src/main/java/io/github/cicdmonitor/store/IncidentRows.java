package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The incidents that {@code report} lists: which are open, since when, why, and where to look. */
public final class IncidentRows {
  /** An incident that was only told to people and did not fail for so long is over. */
  static final Duration SILENT = Duration.ofDays(14);

  /**
   * Whether the incident {@code i} is open; its one value is the time before which it is silent. Holds
   * whether or not a later {@code analyze} has marked it as over yet.
   */
  private static final String OPEN = """
      (i.over = 0
        AND i.state NOT IN ('resolved', 'rejected', 'expired', 'closed')
        AND (i.state NOT IN ('notified', 'blocked', 'outage', 'fix_failed') OR i.last_failed_at >= ?))
      """;

  private final Database database;

  public IncidentRows(Database database) {
    this.database = database;
  }

  /** Which ones to list when no state is named. */
  public enum Which {
    OPEN,
    ALL
  }

  /**
   * What to list. Open ones whatever their age; others when they failed since {@code since}.
   *
   * @param repositories empty: all
   * @param states empty: as {@code which} says
   */
  public record Filter(
      Which which, Set<RepositoryName> repositories, Set<IncidentState> states, Instant since) {
    public Filter {
      repositories = Set.copyOf(repositories);
      states = Set.copyOf(states);
    }
  }

  /** The newest pull request for an incident. */
  public record PullRequestRow(long number, String url, String state) {}

  /**
   * One line of the list. Names and cause are as strangers or a model wrote them.
   *
   * @param since its first failure
   * @param url the newest failure's page; empty where no failure is kept
   * @param mutedUntil set while its messages are silenced
   */
  public record IncidentRow(
      long id,
      String repository,
      String workflow,
      String job,
      String branch,
      String signature,
      IncidentState state,
      boolean open,
      Optional<String> failureClass,
      Optional<String> category,
      Optional<String> cause,
      Instant since,
      Instant lastFailedAt,
      long occurrences,
      Optional<String> url,
      Optional<PullRequestRow> pullRequest,
      Optional<Instant> mutedUntil) {}

  /** Newest failure first. */
  public List<IncidentRow> list(Filter filter, int limit) {
    List<Object> values = new ArrayList<>();
    values.add(silentBefore());
    String mute = "NULL";
    if (Mutes.areKept(database)) {
      mute = "(SELECT until FROM mute WHERE repository = i.repository AND signature = i.signature"
          + " AND until > ?)";
      values.add(database.clock().instant());
    }
    String where = where(filter, values);
    values.add(limit);
    return database
        .sql()
        .list(
            """
            SELECT i.id, r.name AS repository, i.workflow, i.job, i.branch, i.signature, i.state,
            """
                + "CASE WHEN " + OPEN
                + " THEN 1 ELSE 0 END AS open, d.class AS failure_class, d.category, " + """
                CASE WHEN json_valid(d.content) THEN json_extract(d.content, '$.rootCause.value') END AS cause,
                coalesce((SELECT min(failed_at) FROM failure WHERE incident = i.id), i.opened_at) AS since,
                i.last_failed_at, i.occurrences,
                (SELECT url FROM failure WHERE incident = i.id ORDER BY failed_at DESC, id DESC LIMIT 1) AS url,
                p.number, p.url AS pull_request, p.state AS pull_request_state,
                """
                + mute + """
                AS muted_until

                FROM incident i
                JOIN repository r ON r.key = i.repository
                LEFT JOIN diagnosis d ON d.id = (SELECT max(id) FROM diagnosis WHERE incident = i.id)
                LEFT JOIN pull_request p ON p.incident = i.id AND p.number = (
                  SELECT max(number) FROM pull_request WHERE incident = i.id)
                """
                + where + " ORDER BY i.last_failed_at DESC, i.id DESC LIMIT ?",
            IncidentRows::read,
            values.toArray());
  }

  /** How many the list would have without a limit. */
  public long count(Filter filter) {
    List<Object> values = new ArrayList<>();
    String where = where(filter, values);
    return database.sql().number("SELECT count(*) FROM incident i " + where, values.toArray());
  }

  /** How many are open now, whatever their age. */
  public long open() {
    return database.sql().number("SELECT count(*) FROM incident i WHERE " + OPEN, silentBefore());
  }

  /** Whether the incident is open now; false where there is none. */
  public boolean isOpen(long incident) {
    return database
            .sql()
            .number(
                "SELECT count(*) FROM incident i WHERE " + OPEN + " AND i.id = ?",
                silentBefore(),
                incident)
        > 0;
  }

  /** Whether a repository was ever scanned. */
  public boolean knows(RepositoryName repository) {
    return database.sql().number("SELECT count(*) FROM repository WHERE key = ?", repository.key())
        > 0;
  }

  private Instant silentBefore() {
    return database.clock().instant().minus(SILENT);
  }

  /** Adds its values in the order of its marks. */
  private String where(Filter filter, List<Object> values) {
    List<String> conditions = new ArrayList<>();
    values.add(silentBefore());
    if (filter.states().isEmpty() && filter.which() == Which.OPEN) {
      conditions.add(OPEN);
    } else {
      conditions.add("(i.last_failed_at >= ? OR " + OPEN + ")");
      values.add(values.size() - 1, filter.since());
    }
    if (!filter.states().isEmpty()) {
      conditions.add("i.state IN (" + marks(filter.states().size()) + ")");
      filter.states().forEach(state -> values.add(state.word()));
    }
    if (!filter.repositories().isEmpty()) {
      conditions.add("i.repository IN (" + marks(filter.repositories().size()) + ")");
      filter.repositories().forEach(repository -> values.add(repository.key()));
    }
    return "WHERE " + String.join(" AND ", conditions);
  }

  private static String marks(int number) {
    return String.join(", ", Collections.nCopies(number, "?"));
  }

  private static IncidentRow read(SqlRow row) {
    return new IncidentRow(
        row.number("id"),
        row.text("repository"),
        row.text("workflow"),
        row.text("job"),
        row.text("branch"),
        row.text("signature"),
        row.word("state", IncidentState.class),
        row.flag("open"),
        row.optionalText("failure_class"),
        row.optionalText("category"),
        row.optionalText("cause"),
        row.time("since"),
        row.time("last_failed_at"),
        row.number("occurrences"),
        row.optionalText("url"),
        row.optionalText("pull_request")
            .map(url ->
                new PullRequestRow(row.number("number"), url, row.text("pull_request_state"))),
        row.optionalTime("muted_until"));
  }
}
