package io.github.cicdmonitor.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Goes some times as fast as time does, for tests in which several threads wait for one another: the
 * services and the program look at the same one, and what waits by it waits so much less.
 */
final class FastClock extends Clock {
  private static final int TIMES = 10;

  private final Instant began = Instant.now();
  private final long nanos = System.nanoTime();

  @Override
  public Instant instant() {
    return began.plusNanos((System.nanoTime() - nanos) * TIMES);
  }

  void sleep(Duration wait) throws InterruptedException {
    Thread.sleep(wait.toMillis() / TIMES);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
