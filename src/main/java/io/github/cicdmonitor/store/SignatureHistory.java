package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What else is known of the failure that an incident is about: elsewhere, earlier, and since. */
public final class SignatureHistory {
  private static final Duration OUTAGE_SPAN = Duration.ofDays(1);

  private final Database database;

  public SignatureHistory(Database database) {
    this.database = database;
  }

  /** Whether a person closed a pull request for this signature without merging it, or reverted it. */
  public boolean wasRefused(RepositoryName repository, Signature signature) {
    return database.sql().number("""
                SELECT count(*) FROM pull_request p JOIN incident i ON i.id = p.incident
                WHERE i.repository = ? AND i.signature = ? AND (p.state = 'closed'
                  OR 'reverted' = (SELECT o.kind FROM outcome o WHERE o.incident = i.id
                    AND o.kind IN ('reverted', 'revert_undone') ORDER BY o.id DESC LIMIT 1))""", repository.key(), signature.value()) > 0;
  }

  /** Fixes tried for this signature since then: pull requests opened. */
  public int fixesSince(RepositoryName repository, Signature signature, Instant since) {
    return (int) database.sql().number("""
                SELECT count(*) FROM pull_request p JOIN incident i ON i.id = p.incident
                WHERE i.repository = ? AND i.signature = ? AND p.opened_at >= ?""", repository.key(), signature.value(), since);
  }

  /** Repositories with a failure of these normalised lines between the two times. */
  public List<String> repositoriesWith(String linesDigest, Instant from, Instant to) {
    if (linesDigest.isEmpty()) {
      return List.of();
    }
    return database.sql().list("""
            SELECT DISTINCT r.name FROM incident i JOIN repository r ON r.key = i.repository
            WHERE i.lines_digest = ? AND i.last_failed_at BETWEEN ? AND ? ORDER BY r.name""", row -> row.text("name"), linesDigest, from, to);
  }

  /** How many stories an outage has, and how many of them go on. */
  public record Outage(int incidents, int failing) {}

  /** The outage that an incident belongs to: same lines, opened at most a day apart. */
  public Outage outage(Incident incident) {
    String of = "SELECT count(*) FROM incident WHERE lines_digest = ? AND action = 'outage'"
        + " AND opened_at BETWEEN ? AND ?";
    Object[] values = {
      incident.signature().linesDigest(),
      incident.openedAt().minus(OUTAGE_SPAN),
      incident.openedAt().plus(OUTAGE_SPAN)
    };
    return new Outage((int) database.sql().number(of, values), (int)
        database.sql().number(of + " AND state = 'outage'", values));
  }

  /** Whether the same failure of the same run was told by another incident, which is resolved. */
  public boolean isToldOfRun(Incident incident, long runId) {
    return database
            .sql()
            .number(
                """
                SELECT count(*) FROM failure f JOIN incident i ON i.id = f.incident
                WHERE i.repository = ? AND i.signature = ? AND i.id <> ? AND i.state = 'resolved'
                  AND f.run_id = ?""",
                incident.repository().key(),
                incident.signature().value(),
                incident.id(),
                runId)
        > 0;
  }

  /** Whether another incident of the same signature is going on. */
  public boolean isFollowed(Incident incident) {
    return database
            .sql()
            .number(
                "SELECT count(*) FROM incident WHERE repository = ? AND signature = ? AND over = 0 AND id <> ?",
                incident.repository().key(),
                incident.signature().value(),
                incident.id())
        > 0;
  }
}
