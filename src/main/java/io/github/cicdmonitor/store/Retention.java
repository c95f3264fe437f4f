package io.github.cicdmonitor.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Forgets what has been over for longer than the user wants to keep it. */
public final class Retention {
  private Retention() {}

  /** How many incidents were forgotten. */
  public static int apply(Transaction in, Instant before) {
    Sql sql = in.sql();
    List<Long> over = sql.list(
        "SELECT id FROM incident WHERE over = 1 AND changed_at < ?",
        row -> row.number("id"),
        before);
    for (long incident : over) {
      sql.update("UPDATE model_call SET incident = NULL WHERE incident = ?", incident);
      for (String table : List.of(
          "excerpt",
          "diagnosis",
          "approval",
          "proposal",
          "effect",
          "pull_request",
          "rerun",
          "outcome",
          "failure")) {
        sql.update("DELETE FROM " + table + " WHERE incident = ?", incident);
      }
      sql.update("DELETE FROM incident WHERE id = ?", incident);
    }
    sql.update(
        "DELETE FROM effect WHERE incident IS NULL AND state IN ('DONE', 'REFUSED') AND planned_at < ?",
        before);
    sql.update("DELETE FROM failure WHERE incident IS NULL AND seen_at < ?", before);
    sql.update("DELETE FROM model_answer WHERE at < ?", before);
    sql.update("DELETE FROM answer WHERE at < ?", before);
    sql.update("DELETE FROM model_call WHERE at < ?", before);
    sql.update("DELETE FROM last_success WHERE started_at < ?", before);
    sql.update("DELETE FROM green_log WHERE at < ?", before);
    sql.update("DELETE FROM preview WHERE at < ?", before);
    int runs = sql.update("DELETE FROM run WHERE in_progress = 0 AND created_at < ?", before);
    int audit = AuditLog.prune(sql, before);
    if (!over.isEmpty() || audit > 0) {
      in.audit(
          "retention.applied",
          AuditContext.PROGRAM,
          Map.of("incidents", over.size(), "runs", runs, "audit_rows", audit));
    }
    return over.size();
  }
}
