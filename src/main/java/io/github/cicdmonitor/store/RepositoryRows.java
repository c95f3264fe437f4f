package io.github.cicdmonitor.store;

import java.util.List;

/** All that stands under the key of a repository, as it goes to another key. */
final class RepositoryRows {
  /** All that is kept by the key of a repository, but pages, which only a scan needs. */
  static final List<String> TABLES = List.of(
      "run",
      "last_success",
      "incident",
      "failure",
      "pull_request",
      "rerun",
      "mute",
      "green_log",
      "preview");

  private RepositoryRows() {}

  /**
   * The listing is read anew under the new key: an ETag belongs to one address.
   *
   * @param to a key that nothing stands under
   * @param name what people know it by from then on
   */
  static void move(Sql sql, String from, String to, String name) {
    sql.update("""
        INSERT INTO repository (key, name, github_id, default_branch, filter, window_start, scanned_at)
        SELECT ?, ?, github_id, default_branch, filter, window_start, scanned_at
        FROM repository WHERE key = ?""", to, name, from);
    for (String table : TABLES) {
      sql.update("UPDATE " + table + " SET repository = ? WHERE repository = ?", to, from);
    }
    sql.update("DELETE FROM run_page WHERE repository = ?", from);
    sql.update("DELETE FROM repository WHERE key = ?", from);
  }
}
