package io.github.cicdmonitor.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Whether a deadline has passed, even if this machine's clock was changed. Ours is the latest time the
 * state has ever seen, so that a clock set back brings nothing back to life. Once something seems over,
 * a service is asked for its time, and where that differs by more than a few minutes it counts.
 */
public final class Expiry {
  /** Name in {@code meta} of the latest time the state has seen, as milliseconds. */
  static final String LATEST = "latest_time";

  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private final Database database;
  private final Supplier<Optional<Duration>> ahead;
  private final Consumer<String> warning;
  private boolean warned;

  /** @param ahead a service's clock less this machine's; empty where it cannot be had */
  public Expiry(Database database, Supplier<Optional<Duration>> ahead, Consumer<String> warning) {
    this.database = database;
    this.ahead = ahead;
    this.warning = warning;
  }

  /** By our own time alone. */
  private boolean seemsOver(Instant end) {
    return !ours().isBefore(end);
  }

  public boolean isOver(Instant end) {
    return seemsOver(end) && !agreed().isBefore(end);
  }

  /** Whether what this machine's clock dated {@code at} came too late. */
  public boolean wasOver(Instant at, Instant end) {
    if (at.isBefore(end)) {
      return false;
    }
    Duration correction =
        ahead.get().filter(span -> span.abs().compareTo(TOLERATED) > 0).orElse(Duration.ZERO);
    return !at.plus(correction).isBefore(end);
  }

  private synchronized Instant agreed() {
    Instant ours = ours();
    Optional<Instant> theirs = ahead.get().map(database.clock().instant()::plus);
    Duration apart = theirs.map(time -> Duration.between(time, ours)).orElse(Duration.ZERO);
    if (apart.abs().compareTo(TOLERATED) <= 0) {
      return ours;
    }
    if (!warned) {
      warned = true;
      warning.accept("our time (" + ours + ") is " + apart.abs().toMinutes() + " minutes "
          + (apart.isNegative() ? "behind" : "ahead of")
          + " GitHub's, which counts for what expires: set this machine's clock");
    }
    return theirs.orElse(ours);
  }

  private Instant ours() {
    Instant now = database.clock().instant();
    Instant latest = latest(database.sql());
    return latest.isAfter(now) ? latest : now;
  }

  private static Instant latest(Sql sql) {
    return Instant.ofEpochMilli(Long.parseLong(AuditLog.meta(sql, LATEST, "0")));
  }

  /** What stands under {@link #LATEST} when {@code at} has been seen as well. */
  static String later(String latest, Instant at) {
    return Long.toString(Math.max(Long.parseLong(latest), at.toEpochMilli()));
  }

  static void seen(Sql sql, Instant at) {
    if (at.isAfter(latest(sql))) {
      AuditLog.setMeta(sql, LATEST, Long.toString(at.toEpochMilli()));
    }
  }
}
