package io.github.cicdmonitor.store;

/** When each command last ended, and how, and when it last ended well: exit code 0 or 1. */
public final class Ticks {
  private static final int DONE_IN_PART = 1;

  private Ticks() {}

  public static void record(Transaction in, String command, int exitCode) {
    Expiry.seen(in.sql(), in.now());
    in.sql().update("""
            INSERT INTO tick (command, finished_at, exit_code, good_at)
            VALUES (?, ?, ?, CASE WHEN ? THEN ? END)
            ON CONFLICT (command) DO UPDATE SET
              finished_at = excluded.finished_at, exit_code = excluded.exit_code,
              good_at = coalesce(excluded.good_at, good_at)""", command, in.now(), exitCode, exitCode <= DONE_IN_PART, in.now());
  }
}
