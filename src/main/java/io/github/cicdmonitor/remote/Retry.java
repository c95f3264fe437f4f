package io.github.cicdmonitor.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats reads of one service: after a rate limit as long as the service says, after a 5xx or a
 * lost connection with a growing, jittered pause; always within the wait budget. Once a limit does
 * not fit into the budget, the service is left alone until it is over: later calls are refused
 * without a request. Nothing that changes something may go through here.
 *
 * <p>A limit is one of the credentials, so all threads share one pace: while one waits it out, none
 * sends, and what several of them were told at the same time is waited for once. Any other fault
 * holds only who met it, also where the service names a time.
 */
public final class Retry {
  private static final int MOST_TRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** Answers to requests that were under way together differ by less: they tell of one limit. */
  private static final Duration SAME_LIMIT = Duration.ofSeconds(5);

  private final WaitBudget budget;
  private final RandomGenerator jitter;
  private final ReentrantLock pace = new ReentrantLock();
  private long waits;
  private volatile Instant closedUntil = Instant.MIN;

  public Retry(WaitBudget budget, RandomGenerator jitter) {
    this.budget = budget;
    this.jitter = jitter;
  }

  /** The attempt's value, or the last {@link HttpError}; LIMITED when a limit outlasts the budget. */
  public <T> T read(Supplier<T> attempt) {
    int limits = 0;
    for (int tries = 1; ; tries++) {
      Turn before = turn();
      try {
        return attempt.get();
      } catch (HttpError refusal) {
        if (isLimit(refusal)) {
          waitOut(refusal, limits++, tries >= MOST_TRIES, before);
        } else if (tries >= MOST_TRIES || !isPassing(refusal) || !paused(refusal, tries)) {
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
      Turn before = turn();
      try {
        return attempt.get();
      } catch (HttpError refusal) {
        if (!isLimit(refusal)) {
          throw refusal;
        }
        waitOut(refusal, limits, limits + 1 >= MOST_TRIES, before);
      }
    }
  }

  /** For writes: remembers a limit so that later calls leave the service alone. */
  public HttpError noted(HttpError refusal) {
    if (!isLimit(refusal)) {
      return refusal;
    }
    return closed(waitAfter(refusal, 0));
  }

  /** Throws LIMITED while a limit met earlier still holds. */
  public void refuseWhileClosed() {
    Instant until = closedUntil;
    if (budget.now().isBefore(until)) {
      throw HttpError.limited(until);
    }
  }

  /** Whether a limit met earlier still holds. */
  public boolean isClosed() {
    return budget.now().isBefore(closedUntil);
  }

  /** When a request began, and after how many of the waits that hold all. */
  private record Turn(long waits, Instant at) {}

  /** Waits for whoever waits for the service. */
  private Turn turn() {
    pace.lock();
    try {
      refuseWhileClosed();
      return new Turn(waits, budget.now());
    } finally {
      pace.unlock();
    }
  }

  private void waitOut(HttpError refusal, int earlier, boolean last, Turn before) {
    Duration wait = waitAfter(refusal, earlier);
    if (last || !holdAll(wait, before)) {
      throw closed(wait);
    }
  }

  /**
   * Until the latest end that the service named, in whole seconds: whoever is refused is told the same
   * end, so that people read it once.
   */
  private HttpError closed(Duration wait) {
    pace.lock();
    try {
      Instant end = budget.now().plus(wait);
      if (!isClosed() || end.isAfter(closedUntil.plus(SAME_LIMIT))) {
        Instant whole = end.truncatedTo(ChronoUnit.SECONDS);
        closedUntil = whole.equals(end) ? whole : whole.plusSeconds(1);
      }
      return HttpError.limited(closedUntil);
    } finally {
      pace.unlock();
    }
  }

  /** As long as the service names, or else we choose. */
  private boolean paused(HttpError refusal, int tries) {
    boolean named = refusal.head().flatMap(head -> head.header("retry-after")).isPresent();
    return budget.sleep(named ? waitAfter(refusal, 0) : pause(tries));
  }

  /**
   * Nobody sends for so long; false where the budget does not allow it. Of what another has waited
   * since our request began only the rest is waited for.
   */
  private boolean holdAll(Duration wait, Turn before) {
    pace.lock();
    try {
      Duration rest = waits == before.waits()
          ? wait
          : Duration.between(budget.now(), before.at().plus(wait));
      if (!budget.sleep(rest)) {
        return false;
      }
      waits++;
      return true;
    } finally {
      pace.unlock();
    }
  }

  private Duration waitAfter(HttpError refusal, int earlier) {
    return refusal
        .head()
        .map(head -> RateLimits.waitAfter(head, budget.now(), earlier))
        .orElse(FIRST_PAUSE);
  }

  private static boolean isLimit(HttpError refusal) {
    return refusal.head().filter(RateLimits::isLimit).isPresent();
  }

  /** Refused before connecting is not tried again: nothing listens, or the name is wrong. */
  private static boolean isPassing(HttpError refusal) {
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
