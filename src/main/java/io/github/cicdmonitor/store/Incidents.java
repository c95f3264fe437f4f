package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Failures of one repository with one signature, until they are over. */
public final class Incidents {
  static final String COLUMNS = """
      i.id, r.name, i.signature, i.lines_digest, i.generation, i.state, i.action, i.workflow,
      i.workflow_path, i.job, i.branch, i.occurrences, i.attempts, i.opened_at, i.last_failed_at,
      i.changed_at, i.resolved_at
      FROM incident i JOIN repository r ON r.key = i.repository
      """;

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
    return all(
        "WHERE i.repository = ? AND i.signature = ? ORDER BY i.id", repository.key(), signature);
  }

  /** Not over. */
  public List<Incident> open(RepositoryName repository) {
    return all("WHERE i.repository = ? AND i.over = 0 ORDER BY i.id", repository.key());
  }

  public List<Incident> in(IncidentState state) {
    return all("WHERE i.state = ? ORDER BY i.id", state.word());
  }

  /** Opened then or later, oldest first. */
  public List<Incident> openedSince(Instant since) {
    return all("WHERE i.opened_at >= ? ORDER BY i.id", since);
  }

  /** Not over, that failed in this workflow on this branch, for the last time before then. */
  public List<Incident> failedOn(
      RepositoryName repository, String workflowPath, String branch, Instant before) {
    return all("""
                WHERE i.repository = ? AND i.over = 0 AND ? > (SELECT max(f.failed_at) FROM failure f
                  WHERE f.incident = i.id AND f.workflow_path = ? AND f.branch = ?)
                ORDER BY i.id""", repository.key(), before, workflowPath, branch);
  }

  private List<Incident> all(String condition, Object... values) {
    return database.sql().list("SELECT " + COLUMNS + condition, Incidents::read, values);
  }

  /** Whether an incident of the signature is not over. */
  public boolean isOpen(RepositoryName repository, Signature signature) {
    return database.sql().number("""
                SELECT count(*) FROM incident
                WHERE repository = ? AND signature = ? AND over = 0""", repository.key(), signature.value()) > 0;
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
        AuditContext.of(incident),
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

  /** Back to the beginning: {@code analyze --id}, or an approval that went stale. */
  public void reopen(Transaction in, Incident incident) {
    in.sql().update("""
        UPDATE incident SET state = 'new', action = NULL, waits_for = NULL, attempts = 0, over = 0,
          resolved_at = NULL, changed_at = ? WHERE id = ?""", in.now(), incident.id());
    cancelWork(in, incident, "analysed anew");
    in.audit(
        "incident.new",
        AuditContext.of(incident),
        Map.of("from", incident.state().word()));
  }

  /** Nothing that was planned or asked for in this incident's name is wanted any more. */
  public void cancelWork(Transaction in, Incident incident, String why) {
    Effects effects = new Effects(database);
    effects.of(incident.id()).stream()
        .filter(effect -> effect.kind() == Effect.Kind.PULL_REQUEST)
        .filter(effect -> effect.state() == Effect.State.PLANNED)
        .forEach(effect -> effects.refused(in, effect, why));
    Approvals approvals = new Approvals(database);
    approvals
        .newest(incident.id())
        .ifPresent(approval -> approvals.decide(
            in,
            incident,
            approval,
            new Approvals.Ruling(Approvals.State.STALE, AuditLog.SELF, Optional.of(why))));
  }

  static Incident read(SqlRow row) {
    return new Incident(
        row.number("id"),
        row.repository("name"),
        new Signature(row.text("signature"), row.text("lines_digest")),
        (int) row.number("generation"),
        row.word("state", IncidentState.class),
        row.optionalText("action").map(Action::ofWord),
        row.text("workflow"),
        row.text("workflow_path"),
        row.text("job"),
        row.text("branch"),
        (int) row.number("occurrences"),
        (int) row.number("attempts"),
        row.time("opened_at"),
        row.time("last_failed_at"),
        row.time("changed_at"),
        row.optionalTime("resolved_at"));
  }
}
