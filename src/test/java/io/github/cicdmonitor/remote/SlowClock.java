package io.github.cicdmonitor.remote;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by sleeping. */
public final class SlowClock extends Clock implements Sleeper {
  private final List<Duration> slept = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  public static WaitBudget budget(int seconds) {
    SlowClock clock = new SlowClock();
    return new WaitBudget(Duration.ofSeconds(seconds), clock, clock);
  }

  @Override
  public synchronized void sleep(Duration wait) {
    slept.add(wait);
    now = now.plus(wait);
  }

  public synchronized List<Duration> slept() {
    return List.copyOf(slept);
  }

  @Override
  public synchronized Instant instant() {
    return now;
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
