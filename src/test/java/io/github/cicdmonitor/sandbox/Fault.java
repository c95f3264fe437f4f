package io.github.cicdmonitor.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Something that goes wrong with one request.
 *
 * @param answer given instead of the service's own; the request then has no effect
 * @param pause before anything else happens
 * @param lost what becomes of the connection
 */
public record Fault(Optional<Canned> answer, Pause pause, Lost lost) {
  /** How long the service lets the caller wait. */
  public interface Pause {
    void await() throws InterruptedException;
  }

  private static final Pause NONE = () -> {};

  /** An answer written beforehand. */
  public record Canned(int status, Map<String, String> headers, String body) {}

  /** Whether the reply reaches the caller. */
  public enum Lost {
    /** It does. */
    NO,
    /** The connection is dropped and the request never had an effect. */
    BEFORE_PROCESSING,
    /** The effect happened, but the reply is lost: the caller cannot know. */
    AFTER_PROCESSING
  }

  public static Fault status(int status, String body) {
    return answer(status, Map.of(), body);
  }

  public static Fault answer(int status, Map<String, String> headers, String body) {
    return new Fault(Optional.of(new Canned(status, headers, body)), NONE, Lost.NO);
  }

  public static Fault delay(Duration delay) {
    return new Fault(Optional.empty(), () -> Thread.sleep(delay.toMillis()), Lost.NO);
  }

  /** The first request to come opens one latch and waits for the other. */
  public static Fault held(CountDownLatch asked, CountDownLatch until) {
    Pause pause = () -> {
      asked.countDown();
      until.await();
    };
    return new Fault(Optional.empty(), pause, Lost.NO);
  }

  public static Fault dropBeforeProcessing() {
    return new Fault(Optional.empty(), NONE, Lost.BEFORE_PROCESSING);
  }

  public static Fault dropAfterProcessing() {
    return new Fault(Optional.empty(), NONE, Lost.AFTER_PROCESSING);
  }

  /** GitHub's "slow down", which has nothing to do with the hourly limit. */
  public static Fault secondaryLimit(Duration retryAfter) {
    return answer(403, Map.of("Retry-After", Long.toString(retryAfter.toSeconds())), """
        {"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",\
        "documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",\
        "status":"403"}""");
  }

  /** Slack's and the gateway's "slow down". */
  public static Fault tooManyRequests(Duration retryAfter) {
    return answer(
        429,
        Map.of("Retry-After", Long.toString(retryAfter.toSeconds())),
        "{\"ok\":false,\"error\":\"ratelimited\"}");
  }
}
