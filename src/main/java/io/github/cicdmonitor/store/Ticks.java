package io.github.cicdmonitor.store;

import java.time.Instant;
import java.util.Optional;

/** When each command last ended, and how, and when it last ended well: exit code 0 or 1. */
public final class Ticks {
  private static final int DONE_IN_PART = 1;

  private Ticks() {}

  public static void record(Transaction in, String command, int exitCode) {
    Expiry.seen(in.sql(), in.now());
    Optional<Instant> goodAt = exitCode <= DONE_IN_PART ? Optional.of(in.now()) : Optional.empty();
    in.sql().update("""
            INSERT INTO tick (command, finished_at, exit_code, good_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (command) DO UPDATE SET
              finished_at = excluded.finished_at, exit_code = excluded.exit_code,
              good_at = coalesce(excluded.good_at, tick.good_at)""", command, in.now(), exitCode, goodAt);
  }
}
