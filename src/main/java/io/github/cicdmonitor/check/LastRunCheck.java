package io.github.cicdmonitor.check;

import io.github.cicdmonitor.store.ReportRows.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether cron still runs, and well: a {@code command} came to a good end (exit code 0, or 1 for "in
 * part") within three polling intervals.
 */
record LastRunCheck(String command, Optional<Tick> last, Duration pollingInterval, Instant now)
    implements SetUpCheck {
  private static final int INTERVALS = 3;

  @Override
  public String name() {
    return "last " + command;
  }

  @Override
  public CheckResult run() {
    if (last.isEmpty()) {
      return CheckResult.holds(name(), "none yet");
    }
    Tick newest = last.get();
    boolean endedWell = newest.goodAt().equals(Optional.of(newest.finishedAt()));
    String told = ago(newest.finishedAt())
        + (newest.exitCode() == 0 ? "" : ", ended with exit code " + newest.exitCode())
        + (endedWell
            ? ""
            : newest
                .goodAt()
                .map(at -> ", the last good one " + ago(at))
                .orElse(", none was good"));
    Duration limit = pollingInterval.multipliedBy(INTERVALS);
    boolean recent = newest.goodAt().filter(at -> !at.plus(limit).isBefore(now)).isPresent();
    return recent
        ? CheckResult.holds(name(), told)
        : CheckResult.fails(
            name(),
            told + ": none ended well within " + INTERVALS + " polling intervals (" + minutes(limit)
                + ")",
            "Check that cron or the scheduled workflow still runs 'cicd-monitor " + command
                + "', and what it says");
  }

  /** A clock that was set back makes the age negative: that is no reason to cry. */
  private String ago(Instant at) {
    Duration age = Duration.between(at, now);
    return minutes(age.isNegative() ? Duration.ZERO : age) + " ago";
  }

  private static String minutes(Duration span) {
    if (span.toHours() >= 48) {
      return span.toDays() + " days";
    }
    return span.toMinutes() >= 120
        ? span.toHours() + " hours"
        : span.toMinutes() + (span.toMinutes() == 1 ? " minute" : " minutes");
  }
}
