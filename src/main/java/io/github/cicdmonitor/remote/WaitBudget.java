package io.github.cicdmonitor.remote;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long this run may sleep in total ({@code --max-wait}), all services together. A wait that
 * does not fit is not begun: the caller ends with what it has.
 */
public final class WaitBudget {
  /** The default of {@code --max-wait}. */
  private final Sleeper sleeper;

  private final Clock clock;
  private Duration left;

  public WaitBudget(Duration total, Sleeper sleeper, Clock clock) {
    this.left = total.isNegative() ? Duration.ZERO : total;
    this.sleeper = sleeper;
    this.clock = clock;
  }

  /** Sleeps if the budget allows it; false, at once, if not (or when the thread is interrupted). */
  public boolean sleep(Duration wait) {
    if (wait.isZero() || wait.isNegative()) {
      return true;
    }
    synchronized (this) {
      if (wait.compareTo(left) > 0) {
        return false;
      }
      left = left.minus(wait);
    }
    try {
      sleeper.sleep(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public synchronized Duration left() {
    return left;
  }

  public Instant now() {
    return clock.instant();
  }
}
