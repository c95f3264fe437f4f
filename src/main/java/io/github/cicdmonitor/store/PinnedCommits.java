package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.util.Optional;

/** Where pinned commits of actions stand in their repositories, as GitHub said when last asked. */
public final class PinnedCommits {
  // A tag can be moved; a day is short enough to notice, long enough not to ask at every tick.
  private static final Duration KEPT = Duration.ofDays(1);

  private final Database database;

  public PinnedCommits(Database database) {
    this.database = database;
  }

  public Optional<String> find(RepositoryName action, String commit) {
    return database
        .sql()
        .first(
            "SELECT reach FROM pinned_commit WHERE repository = ? AND commit_id = ? AND at > ?",
            row -> row.text("reach"),
            action.key(),
            commit,
            database.clock().instant().minus(KEPT));
  }

  public void keep(Transaction in, RepositoryName action, String commit, String reach) {
    in.sql().update("""
            INSERT INTO pinned_commit (repository, commit_id, reach, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (repository, commit_id) DO UPDATE SET
              reach = excluded.reach, at = excluded.at""", action.key(), commit, reach, in.now());
  }
}
