package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last green run of each workflow and branch. */
public final class Successes {
  private final Database database;

  public Successes(Database database) {
    this.database = database;
  }

  /** A green run; only the newest one of a workflow and branch is kept. */
  public void save(Transaction in, RepositoryName repository, Green green) {
    in.sql()
        .update(
            """
            INSERT INTO last_success (repository, workflow_path, branch, run_id, attempt, started_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (repository, workflow_path, branch) DO UPDATE SET
              run_id = excluded.run_id, attempt = excluded.attempt,
              started_at = excluded.started_at
            WHERE excluded.started_at > last_success.started_at""",
            repository.key(),
            green.workflowPath(),
            green.branch(),
            green.run().runId(),
            green.run().attempt(),
            green.startedAt());
  }

  /** A run that passed. */
  public record Run(long runId, int attempt) {}

  /** Where it passed, and when it had started. */
  public record Green(String workflowPath, String branch, Run run, Instant startedAt) {}

  /** The last green run of a workflow on a branch. */
  public Optional<Run> last(RepositoryName repository, String workflowPath, String branch) {
    return database
        .sql()
        .first("""
            SELECT run_id, attempt FROM last_success
            WHERE repository = ? AND workflow_path = ? AND branch = ?""", RecordReader.of(Run.class), repository.key(), workflowPath, branch);
  }

  /**
   * Whether each branch on which these failed has had a green run of the workflow that started later.
   *
   * @param failures at least one
   */
  public boolean after(List<Failure> failures) {
    Map<String, Failure> newest = new HashMap<>();
    for (Failure failure : failures) {
      newest.merge(
          failure.workflowPath() + "\n" + failure.branch(),
          failure,
          (one, other) -> one.failedAt().isAfter(other.failedAt()) ? one : other);
    }
    return newest.values().stream().allMatch(this::isAfter);
  }

  private boolean isAfter(Failure failure) {
    return database
            .sql()
            .number(
                """
                SELECT count(*) FROM last_success
                WHERE repository = ? AND workflow_path = ? AND branch = ? AND started_at > ?""",
                failure.key().repository().key(),
                failure.workflowPath(),
                failure.branch(),
                failure.failedAt())
        > 0;
  }
}
