package io.github.cicdmonitor.store;

import java.time.Instant;
import java.util.Optional;

/** When each command last ended, and how. */
public final class Ticks {
  private final Database database;

  public Ticks(Database database) {
    this.database = database;
  }

  public void record(Transaction in, String command, int exitCode) {
    Expiry.seen(in.sql(), in.now());
    in.sql().update("""
            INSERT INTO tick (command, finished_at, exit_code) VALUES (?, ?, ?)
            ON CONFLICT (command) DO UPDATE SET
              finished_at = excluded.finished_at, exit_code = excluded.exit_code""", command, in.now(), exitCode);
  }

  public Optional<Instant> last(String command) {
    return database
        .sql()
        .first("SELECT finished_at FROM tick WHERE command = ?", row -> row.time(1), command);
  }
}
