package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Failed jobs as observed, each once. */
public final class Failures {
  /** After so many attempts that failed for a reason of their own, an item is left aside. */
  public static final int MAX_ATTEMPTS = 3;

  /** How many of one repository come at most before it is the others' turn. */
  static final int SHARE = 25;

  private static final String COLUMNS = """
      f.id, r.name, f.run_id, f.attempt, f.job_id, f.github_id, f.workflow, f.workflow_path, f.job,
      f.branch, f.head_sha, f.conclusion, f.event, f.from_fork, f.author, f.url, f.steps,
      f.created_at, f.failed_at
      FROM failure f JOIN repository r ON r.key = f.repository
      """;

  private final Database database;

  public Failures(Database database) {
    this.database = database;
  }

  /** A failure and its number in the state. */
  public record Stored(long id, Failure failure) {}

  /** Adds it unless it is there already; empty when it was. */
  public Optional<Stored> add(Transaction in, Failure failure) {
    FailureKey key = failure.key();
    Optional<Long> id = in.sql()
        .insertUnlessThere(
            """
                INSERT INTO failure (repository, github_id, run_id, attempt, job_id, workflow,
                  workflow_path, job, branch, head_sha, conclusion, event, from_fork, author, url,
                  steps, created_at, failed_at, seen_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (repository, run_id, attempt, job_id) DO NOTHING""",
            key.repository().key(),
            failure.repositoryId(),
            key.runId(),
            key.attempt(),
            key.jobId(),
            failure.workflow(),
            failure.workflowPath(),
            failure.job(),
            failure.branch(),
            failure.headSha(),
            failure.conclusion().word(),
            failure.event(),
            failure.fromFork(),
            failure.author(),
            failure.url(),
            JsonColumn.write(failure.steps()),
            failure.createdAt(),
            failure.failedAt(),
            in.now());
    if (id.isEmpty()) {
      return Optional.empty();
    }
    in.audit(
        "failure.seen",
        AuditContext.of(key.repository()),
        Map.of(
            "failure", id.get(), "run", key.runId(), "attempt", key.attempt(), "job", key.jobId()));
    return Optional.of(new Stored(id.get(), failure));
  }

  /**
   * Not yet part of an incident, oldest first; those given up are left out. A repository has its
   * share of each round: what it has beyond that comes after everybody else's, so that one whose
   * every job fails keeps nobody waiting, and nothing is left undone where it is the only one. Of a
   * limit the share is an equal part, so that all have their turn within it if it is large enough.
   */
  public List<Stored> unanalysed(int limit) {
    long repositories = database
        .sql()
        .number(
            "SELECT count(DISTINCT repository) FROM failure WHERE incident IS NULL AND attempts < ?",
            MAX_ATTEMPTS);
    long share = Math.max(1, Math.min(SHARE, limit / Math.max(repositories, 1)));
    return all("""
                JOIN (SELECT id, (row_number() OVER (PARTITION BY repository, error IS NOT NULL
                        ORDER BY failed_at, id) - 1) / ? AS round
                      FROM failure WHERE incident IS NULL AND attempts < ?) turn ON turn.id = f.id
                ORDER BY f.error IS NOT NULL, turn.round, f.failed_at, f.id LIMIT ?""", share, MAX_ATTEMPTS, limit);
  }

  /** Given up: three attempts ended with the process. */
  public List<Stored> exhausted() {
    return all("WHERE f.incident IS NULL AND f.attempts >= ? ORDER BY f.id", MAX_ATTEMPTS);
  }

  /** Whether it is to be analysed still. */
  public boolean isUnanalysed(long id) {
    return isLeft(id, "attempts < ?");
  }

  /** Whether it is given up and has no incident yet. */
  public boolean isExhausted(long id) {
    return isLeft(id, "attempts >= ?");
  }

  private boolean isLeft(long id, String attempts) {
    return database
            .sql()
            .number(
                "SELECT count(*) FROM failure WHERE id = ? AND incident IS NULL AND " + attempts,
                id,
                MAX_ATTEMPTS)
        > 0;
  }

  /** Of one incident, oldest first. */
  public List<Stored> of(long incident) {
    return all("WHERE f.incident = ? ORDER BY f.failed_at, f.id", incident);
  }

  /** Counted before the attempt, so that an item that kills the process cannot do so for ever. */
  public void countAttempt(Transaction in, long id) {
    in.sql().update("UPDATE failure SET attempts = attempts + 1 WHERE id = ?", id);
  }

  /** An attempt that ended in an outage of somebody else's does not count against the item. */
  public void uncountAttempt(Transaction in, long id, String error) {
    in.sql()
        .update("UPDATE failure SET attempts = attempts - 1, error = ? WHERE id = ?", error, id);
  }

  private List<Stored> all(String condition, Object... values) {
    return database.sql().list("SELECT " + COLUMNS + condition, Failures::read, values);
  }

  private static Stored read(SqlRow row) {
    return new Stored(
        row.number("id"),
        new Failure(
            new FailureKey(
                row.repository("name"),
                row.number("run_id"),
                (int) row.number("attempt"),
                row.number("job_id")),
            row.number("github_id"),
            row.text("workflow"),
            row.text("workflow_path"),
            row.text("job"),
            row.text("branch"),
            row.text("head_sha"),
            Conclusion.ofWord(row.text("conclusion")).orElse(Conclusion.FAILURE),
            row.text("event"),
            row.flag("from_fork"),
            row.text("author"),
            row.text("url"),
            List.of(JsonColumn.read(row.text("steps"), Step[].class)),
            row.time("created_at"),
            row.time("failed_at")));
  }
}
