package io.github.cicdmonitor.check;

import io.github.cicdmonitor.store.ReportRows.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether cron still runs: a scan came to an end within three polling intervals. */
record LastScanCheck(Optional<Tick> lastScan, Duration pollingInterval, Instant now)
    implements SetUpCheck {
  private static final int INTERVALS = 3;

  @Override
  public String name() {
    return "last scan";
  }

  @Override
  public CheckResult run() {
    if (lastScan.isEmpty()) {
      return CheckResult.holds(name(), "none yet");
    }
    Tick scan = lastScan.get();
    Duration age = Duration.between(scan.finishedAt(), now);
    // A clock that was set back makes the age negative: that is no reason to cry.
    String told = minutes(age.isNegative() ? Duration.ZERO : age) + " ago"
        + (scan.exitCode() == 0 ? "" : ", ended with exit code " + scan.exitCode());
    Duration limit = pollingInterval.multipliedBy(INTERVALS);
    return age.compareTo(limit) <= 0
        ? CheckResult.holds(name(), told)
        : CheckResult.fails(
            name(),
            told + ", more than " + INTERVALS + " polling intervals (" + minutes(limit) + ")",
            "See that cron or the scheduled workflow still runs 'cicd-monitor scan'");
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
