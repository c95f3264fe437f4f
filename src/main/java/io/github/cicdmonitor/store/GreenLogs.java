package io.github.cicdmonitor.store;

import io.github.cicdmonitor.logs.GreenLines;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.Optional;

/** Lines of the last green runs, so that a log is fetched once for all failures after it: a cache. */
public final class GreenLogs {
  private final Database database;

  public GreenLogs(Database database) {
    this.database = database;
  }

  /** The job of a workflow, by whose name its green log is kept. */
  public record Job(RepositoryName repository, String workflowPath, String name) {}

  /** What is kept of a run's job; {@link GreenLines#NONE} where its log was not to be had. */
  public Optional<GreenLines> find(Job job, Successes.Run run) {
    return database
        .sql()
        .first(
            """
            SELECT keys FROM green_log WHERE repository = ? AND workflow_path = ? AND job = ?
              AND run_id = ? AND attempt = ?""",
            row -> GreenLines.ofBytes(row.bytes("keys")),
            job.repository().key(),
            job.workflowPath(),
            job.name(),
            run.runId(),
            run.attempt());
  }

  /** One green run of each job is kept, the one that was asked for last. */
  public void save(Transaction in, Job job, Successes.Run run, GreenLines lines) {
    in.sql()
        .update(
            """
            INSERT INTO green_log (repository, workflow_path, job, run_id, attempt, at, keys)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (repository, workflow_path, job) DO UPDATE SET
              run_id = excluded.run_id, attempt = excluded.attempt, at = excluded.at,
              keys = excluded.keys""",
            job.repository().key(),
            job.workflowPath(),
            job.name(),
            run.runId(),
            run.attempt(),
            in.now(),
            lines.toBytes());
  }
}
