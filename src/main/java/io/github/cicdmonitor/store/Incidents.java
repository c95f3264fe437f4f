package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Failures of one repository with one signature, until they are over. */
public final class Incidents {
  private static final String COLUMNS = """
      i.id, r.name, i.signature, i.lines_digest, i.generation, i.state, i.action, i.workflow,
      i.workflow_path, i.job, i.branch, i.occurrences, i.attempts, i.opened_at, i.last_failed_at,
      i.changed_at, i.resolved_at
      FROM incident i JOIN repository r ON r.key = i.repository
      """;

  /** After so long without a word, the same failure is news again. */
  private static final Duration FORGOTTEN = Duration.ofDays(14);

  private static final Duration OUTAGE_SPAN = Duration.ofDays(1);

  private final Database database;

  public Incidents(Database database) {
    this.database = database;
  }

  /**
   * @param generation 1, and one more for each incident of the signature after a merged fix
   * @param attempts how often its diagnosis was begun
   */
  public record Incident(
      long id,
      RepositoryName repository,
      Signature signature,
      int generation,
      IncidentState state,
      Optional<Action> action,
      String workflow,
      String workflowPath,
      String job,
      String branch,
      int occurrences,
      int attempts,
      Instant openedAt,
      Instant lastFailedAt,
      Instant changedAt,
      Optional<Instant> resolvedAt) {}

  public Optional<Incident> find(long id) {
    return database.sql().first("SELECT " + COLUMNS + "WHERE i.id = ?", Incidents::read, id);
  }

  /** All of a signature, also those that are over; oldest first. */
  public List<Incident> of(RepositoryName repository, String signature) {
    return database
        .sql()
        .list(
            "SELECT " + COLUMNS + "WHERE i.repository = ? AND i.signature = ? ORDER BY i.id",
            Incidents::read,
            repository.key(),
            signature);
  }

  /** Not over. */
  public List<Incident> open(RepositoryName repository) {
    return database
        .sql()
        .list(
            "SELECT " + COLUMNS + "WHERE i.repository = ? AND i.over = 0 ORDER BY i.id",
            Incidents::read,
            repository.key());
  }

  public List<Incident> in(IncidentState state) {
    return database
        .sql()
        .list(
            "SELECT " + COLUMNS + "WHERE i.state = ? ORDER BY i.id", Incidents::read, state.word());
  }

  /** Opened then or later, oldest first. */
  public List<Incident> openedSince(Instant since) {
    return database
        .sql()
        .list("SELECT " + COLUMNS + "WHERE i.opened_at >= ? ORDER BY i.id", Incidents::read, since);
  }

  /** Not over, that failed in this workflow on this branch, for the last time before then. */
  public List<Incident> failedOn(
      RepositoryName repository, String workflowPath, String branch, Instant before) {
    return database
        .sql()
        .list(
            "SELECT " + COLUMNS + """
                WHERE i.repository = ? AND i.over = 0 AND ? > (SELECT max(f.failed_at) FROM failure f
                  WHERE f.incident = i.id AND f.workflow_path = ? AND f.branch = ?)
                ORDER BY i.id""",
            Incidents::read,
            repository.key(),
            before,
            workflowPath,
            branch);
  }

  /** What joining a failure to its incident did. */
  public record Joined(long incident, boolean opened) {}

  /** The incident of this signature that is not over, or a new one; the failure belongs to it. */
  public Joined join(
      Transaction in, long failureId, Failure failure, Signature signature, Excerpt excerpt) {
    Sql sql = in.sql();
    String repository = failure.key().repository().key();
    Optional<Incident> known = sql.first(
        "SELECT " + COLUMNS + "WHERE i.repository = ? AND i.signature = ? AND i.over = 0",
        Incidents::read,
        repository,
        signature.value());
    boolean past = known.filter(incident -> isPast(sql, incident, failure)).isPresent();
    known.filter(incident -> past).ifPresent(incident -> end(in, incident));
    Optional<Long> open = known.filter(incident -> !past).map(Incident::id);
    long id;
    if (open.isPresent()) {
      id = open.get();
      sql.update("""
          UPDATE incident SET occurrences = occurrences + 1,
            last_failed_at = CASE WHEN last_failed_at < ? THEN ? ELSE last_failed_at END
          WHERE id = ?""", failure.failedAt(), failure.failedAt(), id);
    } else {
      id = sql.insert(
          """
              INSERT INTO incident (repository, signature, lines_digest, generation, state, workflow,
                workflow_path, job, branch, occurrences, opened_at, last_failed_at, changed_at)
              VALUES (?, ?, ?, ?, 'new', ?, ?, ?, ?, 1, ?, ?, ?)""",
          repository,
          signature.value(),
          signature.linesDigest(),
          1 + mergedFixes(sql, repository, signature),
          failure.workflow(),
          failure.workflowPath(),
          failure.job(),
          failure.branch(),
          in.now(),
          failure.failedAt(),
          in.now());
      new Excerpts(database).add(in, id, failureId, excerpt);
    }
    sql.update("UPDATE failure SET incident = ?, error = NULL WHERE id = ?", id, failureId);
    in.audit(
        open.isPresent() ? "incident.counted" : "incident.opened",
        id,
        failure.key().repository().toString(),
        Map.of("failure", failureId, "signature", signature.value()));
    return new Joined(id, open.isEmpty());
  }

  /**
   * Whether a failure is another story: the fix was merged before its run began, or the incident has
   * long been told and nothing was heard of it since.
   */
  private static boolean isPast(Sql sql, Incident incident, Failure failure) {
    return switch (incident.state()) {
      case MERGED ->
        failure.createdAt().isAfter(incident.changedAt())
            || sql.number("""
                    SELECT count(*) FROM outcome
                    WHERE incident = ? AND kind = 'pull_request_merged' AND detail = ?""", incident.id(), failure.headSha()) > 0;
      case NOTIFIED, BLOCKED, OUTAGE, REJECTED, EXPIRED, CLOSED, FIX_FAILED ->
        failure.failedAt().isAfter(incident.lastFailedAt().plus(FORGOTTEN));
      default -> false;
    };
  }

  /** Ends those that were told of and not heard of for long: the next such failure is news. */
  public void endSilent(Transaction in) {
    List<Incident> silent =
        in.sql().list("SELECT " + COLUMNS + """
                WHERE i.over = 0 AND i.last_failed_at < ? AND i.state IN ('notified', 'blocked',
                  'outage', 'rejected', 'expired', 'closed', 'fix_failed') ORDER BY i.id""", Incidents::read, in.now().minus(FORGOTTEN));
    for (Incident incident : silent) {
      end(in, incident);
      in.audit(
          "incident.over",
          incident.id(),
          incident.repository().toString(),
          Map.of("state", incident.state().word()));
    }
  }

  /** A merged fix that did not help is a failed one; the others keep their last state. */
  private void end(Transaction in, Incident incident) {
    if (incident.state() == IncidentState.MERGED) {
      move(in, incident, IncidentState.FIX_FAILED);
    }
    in.sql()
        .update(
            "UPDATE incident SET over = 1, changed_at = ? WHERE id = ?", in.now(), incident.id());
  }

  private static int mergedFixes(Sql sql, String repository, Signature signature) {
    return (int) sql.number("""
            SELECT count(DISTINCT p.number) FROM pull_request p JOIN incident i ON i.id = p.incident
            WHERE i.repository = ? AND i.signature = ? AND p.state = 'merged'""", repository, signature.value());
  }

  /** Whether an incident of the signature is not over. */
  public boolean isOpen(RepositoryName repository, Signature signature) {
    return database.sql().number("""
                SELECT count(*) FROM incident
                WHERE repository = ? AND signature = ? AND over = 0""", repository.key(), signature.value()) > 0;
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
            WHERE i.lines_digest = ? AND i.last_failed_at BETWEEN ? AND ? ORDER BY r.name""", row -> row.text(1), linesDigest, from, to);
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

  public void countAttempt(Transaction in, long id) {
    in.sql().update("UPDATE incident SET attempts = attempts + 1 WHERE id = ?", id);
  }

  public void uncountAttempt(Transaction in, long id) {
    in.sql().update("UPDATE incident SET attempts = attempts - 1 WHERE id = ?", id);
  }

  public void move(Transaction in, Incident incident, IncidentState to) {
    in.sql().update("""
            UPDATE incident SET state = ?, changed_at = ?,
              resolved_at = CASE WHEN ? = 'resolved' THEN ? ELSE resolved_at END,
              over = CASE WHEN ? = 'resolved' THEN 1 ELSE over END, waits_for = NULL
            WHERE id = ?""", to.word(), in.now(), to.word(), in.now(), to.word(), incident.id());
    if (to == IncidentState.FIX_FAILED) {
      // Remembered with the fix itself: the incident may be analysed anew and forget its state.
      in.sql().update("""
          UPDATE proposal SET failed_at = ? WHERE incident = ? AND EXISTS (
            SELECT 1 FROM effect e WHERE e.incident = proposal.incident
              AND e.kind = 'pull_request' AND e.state = 'DONE'
              AND e.payload = CAST(proposal.id AS TEXT))""", in.now(), incident.id());
    }
    in.audit(
        "incident." + to.word(),
        incident.id(),
        incident.repository().toString(),
        Map.of("from", incident.state().word()));
  }

  public void decide(Transaction in, long id, Action action) {
    in.sql()
        .update("UPDATE incident SET action = ?, waits_for = NULL WHERE id = ?", action.word(), id);
  }

  /** Why its decision has to wait; whether that is another reason than before. */
  public boolean waitFor(Transaction in, long id, String what) {
    return in.sql()
            .update(
                "UPDATE incident SET waits_for = ? WHERE id = ? AND waits_for IS DISTINCT FROM ?",
                what,
                id,
                what)
        > 0;
  }

  /** Diagnosed still, but what was decided no longer fits: the next run decides anew. */
  public void decideAgain(Transaction in, Incident incident) {
    move(in, incident, IncidentState.DIAGNOSED);
    in.sql().update("UPDATE incident SET action = NULL WHERE id = ?", incident.id());
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

  /** Back to the beginning: {@code analyze --id}, or an approval that went stale. */
  public void reopen(Transaction in, Incident incident) {
    in.sql().update("""
        UPDATE incident SET state = 'new', action = NULL, waits_for = NULL, attempts = 0, over = 0,
          resolved_at = NULL, changed_at = ? WHERE id = ?""", in.now(), incident.id());
    cancelWork(in, incident, "analysed anew");
    in.audit(
        "incident.new",
        incident.id(),
        incident.repository().toString(),
        Map.of("from", incident.state().word()));
  }

  /** Nothing that was planned or asked for in this incident's name is wanted any more. */
  public void cancelWork(Transaction in, Incident incident, String why) {
    Effects effects = new Effects(database);
    effects.of(incident.id()).stream()
        .filter(effect -> effect.kind() == Effects.Kind.PULL_REQUEST)
        .filter(effect -> effect.state() == Effects.State.PLANNED)
        .forEach(effect -> effects.refused(in, effect, why));
    Approvals approvals = new Approvals(database);
    approvals
        .newest(incident.id())
        .ifPresent(approval -> approvals.decide(
            in, incident, approval, Approvals.State.STALE, AuditLog.SELF, Optional.of(why)));
  }

  private static Incident read(Sql.Row row) {
    return new Incident(
        row.number(1),
        RepositoryName.parse(row.text(2)).orElseThrow(),
        new Signature(row.text(3), row.text(4)),
        (int) row.number(5),
        IncidentState.ofWord(row.text(6)),
        row.optionalText(7).map(Action::ofWord),
        row.text(8),
        row.text(9),
        row.text(10),
        row.text(11),
        (int) row.number(12),
        (int) row.number(13),
        row.time(14),
        row.time(15),
        row.time(16),
        row.optionalTime(17));
  }
}
