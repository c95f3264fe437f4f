package io.github.cicdmonitor.store;

import static java.util.stream.Collectors.joining;

import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which incident a failure belongs to, and when an incident is over so that the next is news. */
public final class IncidentJoin {
  private final Database database;
  private final Incidents incidents;

  public IncidentJoin(Database database) {
    this.database = database;
    this.incidents = new Incidents(database);
  }

  /** What joining a failure to its incident did. */
  public record Joined(long incident, boolean opened) {}

  /** The incident of this signature that is not over, or a new one; the failure belongs to it. */
  public Joined join(Transaction in, Failures.Stored stored, Signature signature, Excerpt excerpt) {
    long failureId = stored.id();
    Failure failure = stored.failure();
    Sql sql = in.sql();
    String repository = failure.key().repository().key();
    Optional<Incident> known = sql.first(
        "SELECT " + Incidents.COLUMNS + "WHERE i.repository = ? AND i.signature = ? AND i.over = 0",
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
        AuditContext.of(id, failure.key().repository()),
        Map.of("failure", failureId, "signature", signature.value()));
    return new Joined(id, open.isEmpty());
  }

  /**
   * Whether a failure is another story: the fix was merged before its run began, or the incident has
   * long been told and nothing was heard of it since.
   */
  private static boolean isPast(Sql sql, Incident incident, Failure failure) {
    if (incident.state() == IncidentState.MERGED) {
      return failure.createdAt().isAfter(incident.changedAt())
          || sql.number("""
                  SELECT count(*) FROM outcome
                  WHERE incident = ? AND kind = 'pull_request_merged' AND detail = ?""", incident.id(), failure.headSha()) > 0;
    }
    return incident.state().isSettled()
        && failure.failedAt().isAfter(incident.lastFailedAt().plus(IncidentRows.SILENT));
  }

  /** Ends those that were told of and not heard of for long: the next such failure is news. */
  public void endSilent(Transaction in) {
    String settled = Arrays.stream(IncidentState.values())
        .filter(IncidentState::isSettled)
        .map(state -> "'" + state.word() + "'")
        .collect(joining(", "));
    List<Incident> silent = in.sql()
        .list(
            "SELECT " + Incidents.COLUMNS + "WHERE i.over = 0 AND i.last_failed_at < ?"
                + " AND i.state IN (" + settled + ") ORDER BY i.id",
            Incidents::read,
            in.now().minus(IncidentRows.SILENT));
    for (Incident incident : silent) {
      end(in, incident);
      in.audit(
          "incident.over",
          AuditContext.of(incident),
          Map.of("state", incident.state().word()));
    }
  }

  /** A merged fix that did not help is a failed one; the others keep their last state. */
  private void end(Transaction in, Incident incident) {
    if (incident.state() == IncidentState.MERGED) {
      incidents.move(in, incident, IncidentState.FIX_FAILED);
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
}
