package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Re-runs we asked for, and how they ended. */
public final class Reruns {
  private final Database database;

  public Reruns(Database database) {
    this.database = database;
  }

  /** @param attempt the attempt that failed; the re-run is a later one */
  public record Rerun(RepositoryName repository, long runId, int attempt, long incident) {}

  public void add(Transaction in, Rerun rerun) {
    in.sql()
        .update(
            """
            INSERT INTO rerun (repository, run_id, attempt, incident, requested_at)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT (repository, run_id, attempt, incident) DO NOTHING""",
            rerun.repository().key(),
            rerun.runId(),
            rerun.attempt(),
            rerun.incident(),
            in.now());
    in.audit(
        "rerun.requested",
        AuditContext.of(rerun.incident(), rerun.repository()),
        Map.of("run", rerun.runId(), "attempt", rerun.attempt()));
  }

  /** How many attempts of a run we have asked to be re-run. */
  public int ofRun(RepositoryName repository, long runId) {
    return (int) database.sql().number("""
            SELECT count(DISTINCT attempt) FROM rerun
            WHERE repository = ? AND run_id = ?""", repository.key(), runId);
  }

  /**
   * How earlier re-runs of a failure ended.
   *
   * @param failedAgain runs with more than one attempt that ended in this failure
   * @param recovered attempts that passed when we asked for them
   */
  public record Tally(int failedAgain, int recovered) {}

  /** Of the same signature, or of the same lines in the same job; the failure's own run is left out. */
  public Tally tally(Failure failure, Signature signature, Instant since) {
    String same =
        " AND (i.signature = ? OR (i.lines_digest <> '' AND i.lines_digest = ? AND i.job = ?))";
    Object[] values = {
      failure.key().repository().key(),
      failure.key().runId(),
      since,
      signature.value(),
      signature.linesDigest(),
      failure.job()
    };
    long failedAgain = database
        .sql()
        .number(
            """
            SELECT count(DISTINCT run_id) FROM (
              SELECT f.run_id AS run_id FROM failure f JOIN incident i ON i.id = f.incident
              WHERE f.repository = ? AND f.run_id <> ? AND f.failed_at >= ?""" + same + " GROUP BY f.run_id, f.job HAVING count(DISTINCT f.attempt) > 1) again",
            values);
    long recovered = database.sql().number("""
            SELECT count(*) FROM (
              SELECT DISTINCT n.run_id, n.attempt FROM rerun n JOIN incident i ON i.id = n.incident
              WHERE n.repository = ? AND n.run_id <> ? AND n.settled_at >= ?
                AND n.outcome = 'recovered'""" + same + ") passed", values);
    return new Tally((int) failedAgain, (int) recovered);
  }

  public boolean isPending(long incident, long runId) {
    return database
            .sql()
            .number(
                "SELECT count(*) FROM rerun WHERE incident = ? AND run_id = ? AND outcome IS NULL",
                incident,
                runId)
        > 0;
  }

  /** Those of one incident that have not ended. */
  public List<Rerun> pendingOf(Optional<Long> incident) {
    return database.sql().list("""
            SELECT r.name AS repository, n.run_id, n.attempt, n.incident FROM rerun n
            JOIN repository r ON r.key = n.repository
            WHERE n.incident = ? AND n.outcome IS NULL ORDER BY n.run_id""", RecordReader.of(Rerun.class), incident);
  }

  /** Whether this incident's re-run of this attempt has ended, however. */
  public boolean isSettled(long incident, long runId, int attempt) {
    return database.sql().number("""
                SELECT count(*) FROM rerun
                WHERE incident = ? AND run_id = ? AND attempt = ? AND outcome IS NOT NULL""", incident, runId, attempt) > 0;
  }

  /** Those of one failed attempt that have not ended: several incidents can share one request. */
  public List<Rerun> pending(RepositoryName repository, long runId, int attempt) {
    return pending(repository).stream()
        .filter(rerun -> rerun.runId() == runId && rerun.attempt() == attempt)
        .toList();
  }

  /** Not yet known to have ended. */
  public List<Rerun> pending(RepositoryName repository) {
    return database.sql().list("""
            SELECT r.name AS repository, n.run_id, n.attempt, n.incident FROM rerun n
            JOIN repository r ON r.key = n.repository
            WHERE n.repository = ? AND n.outcome IS NULL ORDER BY n.run_id""", RecordReader.of(Rerun.class), repository.key());
  }

  /** @param outcome {@code recovered}, {@code failed} or {@code gone} */
  public void settle(Transaction in, Rerun rerun, String outcome) {
    in.sql()
        .update(
            """
            UPDATE rerun SET outcome = ?, settled_at = ?
            WHERE repository = ? AND run_id = ? AND attempt = ? AND incident = ?""",
            outcome,
            in.now(),
            rerun.repository().key(),
            rerun.runId(),
            rerun.attempt(),
            rerun.incident());
    in.audit(
        "rerun." + outcome,
        AuditContext.of(rerun.incident(), rerun.repository()),
        Map.of("run", rerun.runId()));
  }
}
