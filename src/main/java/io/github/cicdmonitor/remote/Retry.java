package io.github.cicdmonitor.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats reads of one service: after a rate limit as long as the service says, after a 5xx or a
 * lost connection with a growing, jittered pause; always within the wait budget. Once a limit does
 * not fit into the budget, the service is left alone until it is over: later calls are refused
 * without a request. Nothing that changes something may go through here.
 */
public final class Retry {
  private static final int MOST_TRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final WaitBudget budget;
  private final RandomGenerator jitter;
  private volatile Instant closedUntil = Instant.MIN;

  public Retry(WaitBudget budget, RandomGenerator jitter) {
    this.budget = budget;
    this.jitter = jitter;
  }

  /** The attempt's value, or the last {@link Refusal}; LIMITED when a limit outlasts the budget. */
  public <T> T read(Supplier<T> attempt) {
    int limits = 0;
    for (int tries = 1; ; tries++) {
      refuseWhileClosed();
      try {
        return attempt.get();
      } catch (Refusal refusal) {
        if (isLimit(refusal)) {
          waitOut(refusal, limits++, tries >= MOST_TRIES);
        } else if (tries >= MOST_TRIES || !isPassing(refusal) || !budget.sleep(pause(tries))) {
          throw refusal;
        }
      }
    }
  }

  /**
   * For requests that change something where a rate limit proves that nothing was done: repeated
   * after a limit, and after nothing else.
   */
  public <T> T afterLimits(Supplier<T> attempt) {
    for (int limits = 0; ; limits++) {
      refuseWhileClosed();
      try {
        return attempt.get();
      } catch (Refusal refusal) {
        if (!isLimit(refusal)) {
          throw refusal;
        }
        waitOut(refusal, limits, limits + 1 >= MOST_TRIES);
      }
    }
  }

  /** For writes: remembers a limit so that later calls leave the service alone. */
  public Refusal noted(Refusal refusal) {
    if (!isLimit(refusal)) {
      return refusal;
    }
    Instant until = budget.now().plus(waitAfter(refusal, 0));
    closedUntil = until;
    return Refusal.limited(until);
  }

  /** Throws LIMITED while a limit met earlier still holds. */
  public void refuseWhileClosed() {
    Instant until = closedUntil;
    if (budget.now().isBefore(until)) {
      throw Refusal.limited(until);
    }
  }

  /** Whether a limit met earlier still holds. */
  public boolean isClosed() {
    return budget.now().isBefore(closedUntil);
  }

  private void waitOut(Refusal refusal, int earlier, boolean last) {
    Duration wait = waitAfter(refusal, earlier);
    Instant until = budget.now().plus(wait);
    if (last || !budget.sleep(wait)) {
      closedUntil = until;
      throw Refusal.limited(until);
    }
  }

  private Duration waitAfter(Refusal refusal, int earlier) {
    return refusal
        .head()
        .map(head -> Limits.waitAfter(head, budget.now(), earlier))
        .orElse(FIRST_PAUSE);
  }

  private static boolean isLimit(Refusal refusal) {
    return refusal.head().filter(Limits::isLimit).isPresent();
  }

  /** Refused before connecting is not tried again: nothing listens, or the name is wrong. */
  private static boolean isPassing(Refusal refusal) {
    return switch (refusal.reason()) {
      case STATUS -> refusal.status() >= 500 || refusal.status() == 408;
      case NETWORK -> refusal.mayHaveHappened();
      case LIMITED, NONSENSE -> false;
    };
  }

  private Duration pause(int tries) {
    long millis = FIRST_PAUSE.toMillis() << (tries - 1);
    return Duration.ofMillis(millis / 2 + jitter.nextLong(millis / 2 + 1));
  }
}
