package io.github.cicdmonitor.remote;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps writes within GitHub's secondary limits: twenty may follow each other at once, then one a
 * second. Its waits count against the wait budget.
 */
public final class WritePace {
  private static final int BURST = 20;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final WaitBudget budget;
  /** When the next write would be due if writes came one a second; lags behind now by the burst. */
  private Instant due = Instant.MIN;

  public WritePace(WaitBudget budget) {
    this.budget = budget;
  }

  /** Waits for the next write's turn; LIMITED when the budget does not allow the wait. */
  public synchronized void await() {
    Instant now = budget.now();
    Instant earliest = now.minus(BETWEEN.multipliedBy(BURST - 1));
    Instant slot = due.isBefore(earliest) ? earliest : due;
    Duration wait = Duration.between(now, slot);
    if (!wait.isNegative() && !budget.sleep(wait)) {
      throw HttpError.limited(slot);
    }
    due = slot.plus(BETWEEN);
  }
}
