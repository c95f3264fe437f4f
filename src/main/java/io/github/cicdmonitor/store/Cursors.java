package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far a repository has been observed: its window, the pages' ETags, the runs still going. */
public final class Cursors {
  /** Begins a name in {@code meta}, of when a repository was last asked for in vain, as milliseconds. */
  private static final String FAILED = "failed:";

  /** Begins a name in {@code meta}, of GitHub's own name for a repository that is configured by another. */
  private static final String NEW_NAME = "new_name:";

  private final Database database;

  public Cursors(Database database) {
    this.database = database;
  }

  /**
   * @param filter the branch pattern under which it was scanned; another one makes ETags worthless
   * @param windowStart the start of the first look-back: nothing older is ever looked at
   * @param scannedAt when the last whole scan ended
   */
  public record Cursor(
      long githubId,
      String defaultBranch,
      String filter,
      Instant windowStart,
      Optional<Instant> scannedAt) {}

  /** A page of the listing as last answered; {@code bound}: older runs on it were passed over. */
  public record Page(String etag, Instant oldestCreated, boolean hasNext, Instant bound) {}

  public Optional<Cursor> find(RepositoryName repository) {
    return database.sql().first("""
            SELECT github_id, default_branch, filter, window_start, scanned_at
            FROM repository WHERE key = ?""", RecordReader.of(Cursor.class), repository.key());
  }

  /** When the last whole scan of each repository ended, by its key; those never scanned are not there. */
  public Map<String, Instant> scannedAt() {
    Map<String, Instant> times = new HashMap<>();
    database
        .sql()
        .each(
            "SELECT key, scanned_at FROM repository WHERE scanned_at IS NOT NULL",
            row -> times.put(row.text("key"), row.time("scanned_at")));
    return times;
  }

  /**
   * When each repository was last asked for in vain, by its key; those whose last scan was whole are
   * not there, nor are those that were not asked for because of another's trouble.
   */
  public Map<String, Instant> failedAt() {
    Map<String, Instant> times = new HashMap<>();
    AuditLog.metaUnder(database.sql(), FAILED)
        .forEach(
            (repository, at) -> times.put(repository, Instant.ofEpochMilli(Long.parseLong(at))));
    return times;
  }

  public void failed(Transaction in, RepositoryName repository, Instant at) {
    AuditLog.setMeta(in.sql(), FAILED + repository.key(), Long.toString(at.toEpochMilli()));
  }

  public void works(Transaction in, RepositoryName repository) {
    AuditLog.dropMeta(in.sql(), FAILED + repository.key());
  }

  public void begin(Transaction in, RepositoryName repository, Cursor cursor) {
    in.sql()
        .update(
            """
            INSERT INTO repository (key, name, github_id, default_branch, filter, window_start)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING""",
            repository.key(),
            repository.toString(),
            cursor.githubId(),
            cursor.defaultBranch(),
            cursor.filter(),
            cursor.windowStart());
    in.audit(
        "repository.added", AuditContext.of(repository), Map.of("github_id", cursor.githubId()));
  }

  /** A start by another clock; pages that were passed over as older than the former are read again. */
  public void startAt(Transaction in, RepositoryName repository, Instant windowStart) {
    in.sql()
        .update(
            "UPDATE repository SET window_start = ? WHERE key = ?", windowStart, repository.key());
  }

  /** Another branch pattern: what a 304 would hide is looked at again. */
  public void changeFilter(Transaction in, RepositoryName repository, String filter) {
    in.sql().update("UPDATE repository SET filter = ? WHERE key = ?", filter, repository.key());
    in.sql().update("DELETE FROM run_page WHERE repository = ?", repository.key());
  }

  /** GitHub's own name of a repository whose name in the configuration is an older one, once known. */
  public Optional<String> newName(RepositoryName repository) {
    return Optional.of(AuditLog.meta(database.sql(), NEW_NAME + repository.key(), ""))
        .filter(name -> !name.isEmpty());
  }

  public void isCalled(Transaction in, RepositoryName repository, String newName) {
    AuditLog.setMeta(in.sql(), NEW_NAME + repository.key(), newName);
  }

  /** What concerns the name and not the repository: another one may have it from now on. */
  void forgetName(Transaction in, RepositoryName repository) {
    AuditLog.dropMeta(in.sql(), FAILED + repository.key());
    AuditLog.dropMeta(in.sql(), NEW_NAME + repository.key());
    NextLooks.forget(in, repository);
  }

  /**
   * A name under which a repository is scanned.
   *
   * @param newName GitHub's own, where it is another one and that is known; else empty
   */
  public record Known(RepositoryName repository, long githubId, String newName) {}

  public List<Known> known() {
    return database.sql().list("""
            SELECT r.name AS repository, r.github_id, coalesce(m.value, '') AS new_name
            FROM repository r LEFT JOIN meta m ON m.key = CAST(? AS TEXT) || r.key
            WHERE r.key NOT LIKE '%#%' ORDER BY r.key""", RecordReader.of(Known.class), NEW_NAME);
  }

  /** The name under which a repository of that number is scanned; the last one where there are more. */
  public Optional<RepositoryName> nameOf(long githubId) {
    return database.sql().first("""
            SELECT name FROM repository WHERE github_id = ? AND key NOT LIKE '%#%'
            ORDER BY coalesce(scanned_at, 0) DESC LIMIT 1""", row -> row.repository("name"), githubId);
  }

  public Optional<Page> page(RepositoryName repository, int page) {
    return database
        .sql()
        .first(
            "SELECT etag, oldest_created, has_next, bound FROM run_page WHERE repository = ? AND page = ?",
            RecordReader.of(Page.class),
            repository.key(),
            page);
  }

  public void savePage(Transaction in, RepositoryName repository, int number, Page page) {
    in.sql()
        .update(
            """
            INSERT INTO run_page (repository, page, etag, oldest_created, has_next, bound)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (repository, page) DO UPDATE SET
              etag = excluded.etag, oldest_created = excluded.oldest_created,
              has_next = excluded.has_next, bound = excluded.bound""",
            repository.key(),
            number,
            page.etag(),
            page.oldestCreated(),
            page.hasNext(),
            page.bound());
  }

  /** The newest attempt of a run that has been dealt with; 0 for an unknown run. */
  public int attemptDone(RepositoryName repository, long runId) {
    return (int) database
        .sql()
        .number(
            "SELECT attempt_done FROM run WHERE repository = ? AND run_id = ?",
            repository.key(),
            runId);
  }

  /** Whether there is a row of this run: one that failed, was re-run, or was seen in progress. */
  public boolean isKnown(RepositoryName repository, long runId) {
    return database
            .sql()
            .number(
                "SELECT count(*) FROM run WHERE repository = ? AND run_id = ?",
                repository.key(),
                runId)
        > 0;
  }

  /** A run, and the newest attempt of it that has been dealt with. */
  public record SeenRun(long runId, int attemptDone, boolean inProgress, Instant createdAt) {}

  public void saveRun(Transaction in, RepositoryName repository, SeenRun run) {
    in.sql()
        .update(
            """
            INSERT INTO run (repository, run_id, attempt_done, in_progress, created_at)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT (repository, run_id) DO UPDATE SET
              attempt_done = CASE WHEN excluded.attempt_done > run.attempt_done
                THEN excluded.attempt_done ELSE run.attempt_done END,
              in_progress = excluded.in_progress""",
            repository.key(),
            run.runId(),
            run.attemptDone(),
            run.inProgress(),
            run.createdAt());
  }

  /** Runs seen in progress that a page listing back to {@code bound} no longer shows. */
  public List<Long> followed(RepositoryName repository, Instant bound) {
    return database.sql().list("""
            SELECT run_id FROM run WHERE repository = ? AND in_progress = 1 AND created_at < ?
            ORDER BY run_id""", row -> row.number("run_id"), repository.key(), bound);
  }

  public void forgetRun(Transaction in, RepositoryName repository, long runId) {
    in.sql()
        .update(
            "UPDATE run SET in_progress = 0 WHERE repository = ? AND run_id = ?",
            repository.key(),
            runId);
  }

  public void finish(Transaction in, RepositoryName repository, Instant at) {
    in.sql().update("UPDATE repository SET scanned_at = ? WHERE key = ?", at, repository.key());
  }
}
