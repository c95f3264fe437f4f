package io.github.cicdmonitor.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** GitHub's primary limit, counted for each token. */
public final class RateLimit {
  private final Clock clock;
  private final Map<String, AtomicInteger> used = new ConcurrentHashMap<>();
  private final Instant reset;
  private volatile int limit = 5000;

  RateLimit(Clock clock) {
    this.clock = clock;
    this.reset = clock.instant().plus(Duration.ofHours(1));
  }

  /** Requests an hour. */
  public void limit(int requests) {
    limit = requests;
  }

  /** Leaves the token this many requests. */
  public void remaining(String token, int requests) {
    counter(token).set(limit - requests);
  }

  public int used(String token) {
    return counter(token).get();
  }

  public Instant reset() {
    return reset;
  }

  boolean exhausted(String token) {
    return used(token) >= limit && clock.instant().isBefore(reset);
  }

  void spend(String token) {
    counter(token).incrementAndGet();
  }

  private AtomicInteger counter(String token) {
    return used.computeIfAbsent(token, t -> new AtomicInteger());
  }

  Object[] members(String token) {
    int spent = used(token);
    return new Object[] {
      "limit",
      limit,
      "used",
      spent,
      "remaining",
      Math.max(0, limit - spent),
      "reset",
      reset.getEpochSecond()
    };
  }

  void stamp(String token, Answer answer) {
    Object[] members = members(token);
    for (int i = 0; i < members.length; i += 2) {
      answer.with("X-RateLimit-" + members[i], members[i + 1].toString());
    }
    answer.with("X-RateLimit-Resource", "core");
  }
}
