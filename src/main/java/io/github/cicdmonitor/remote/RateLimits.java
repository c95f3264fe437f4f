package io.github.cicdmonitor.remote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Whether an answer is a rate limit, and how long to wait then. In GitHub's documented order:
 * {@code retry-after}, then {@code x-ratelimit-reset} when nothing remains, then a minute, doubled
 * each time. A limit comes as 403 or 429. Every wait lies between a second and an hour, whatever
 * the header says.
 */
public final class RateLimits {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration UNNAMED = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final int MOST_DIGITS = 15;

  private RateLimits() {}

  /** Whether the answer means "not now" rather than "not you". */
  public static boolean isLimit(Head head) {
    if (head.status() == 429) {
      return true;
    }
    return head.status() == 403
        && (head.header("retry-after").isPresent()
            || nothingRemains(head)
            || head.header("gh-limited-by").isPresent()
            || head.saysLimited());
  }

  /**
   * How long to wait after a limit.
   *
   * @param earlier how many limits were met before this one for the same request
   */
  public static Duration waitAfter(Head head, Instant now, int earlier) {
    Instant serverNow = head.header("date").flatMap(RateLimits::date).orElse(now);
    Optional<String> retryAfter = head.header("retry-after");
    if (retryAfter.isPresent()) {
      return retryAfter(retryAfter.get(), serverNow);
    }
    if (nothingRemains(head)) {
      return head.header("x-ratelimit-reset")
          .flatMap(RateLimits::seconds)
          .map(reset -> clamp(Duration.between(serverNow, Instant.ofEpochSecond(reset))))
          .orElse(UNNAMED);
    }
    return clamp(UNNAMED.multipliedBy(1L << Math.min(Math.max(earlier, 0), MOST_DOUBLINGS)));
  }

  /** Seconds or an HTTP date; what is neither counts as a minute. */
  public static Duration retryAfter(String value, Instant now) {
    Optional<Long> seconds = seconds(value.strip());
    if (seconds.isPresent()) {
      return clamp(Duration.ofSeconds(seconds.get()));
    }
    return date(value.strip()).map(at -> clamp(Duration.between(now, at))).orElse(UNNAMED);
  }

  private static boolean nothingRemains(Head head) {
    return head.header("x-ratelimit-remaining")
        .map(String::strip)
        .filter("0"::equals)
        .isPresent();
  }

  private static Duration clamp(Duration wait) {
    if (wait.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static Optional<Long> seconds(String value) {
    boolean digits = !value.isEmpty()
        && value.length() <= MOST_DIGITS
        && value.chars().allMatch(c -> '0' <= c && c <= '9');
    // an epoch far beyond any calendar would overflow Instant
    return digits ? Optional.of(Math.min(Long.parseLong(value), 1L << 40)) : Optional.empty();
  }

  /** An HTTP date; empty for anything else. */
  public static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
