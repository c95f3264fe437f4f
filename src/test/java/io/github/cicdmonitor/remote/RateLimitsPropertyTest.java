package io.github.cicdmonitor.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cicdmonitor.error.MonitorException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import okhttp3.HttpUrl;

final class RateLimitsPropertyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Provide
  Arbitrary<String> headerValues() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.bigIntegers().map(String::valueOf),
        Arbitraries.longs()
            .between(-4_000_000_000L, 40_000_000_000L)
            .map(RateLimitsPropertyTest::httpDate));
  }

  @Property(tries = 500)
  void every_wait_lies_between_a_second_and_an_hour(
      @ForAll("headerValues") String retryAfter,
      @ForAll("headerValues") String reset,
      @ForAll("headerValues") String date,
      @ForAll boolean named,
      @ForAll int earlier) {
    Map<String, String> headers = new HashMap<>();
    headers.put("x-ratelimit-remaining", "0");
    headers.put("x-ratelimit-reset", reset);
    headers.put("date", date);
    if (named) {
      headers.put("retry-after", retryAfter);
    }

    Duration wait = RateLimits.waitAfter(new Head(429, headers, false), NOW, earlier);

    assertThat(wait).isBetween(SECOND, HOUR);
  }

  @Property(tries = 200)
  void seconds_and_the_same_time_as_a_date_mean_the_same(
      @ForAll @LongRange(min = 1, max = 3600) long seconds) {
    Duration bySeconds = RateLimits.retryAfter(String.valueOf(seconds), NOW);
    Duration byDate = RateLimits.retryAfter(httpDate(NOW.getEpochSecond() + seconds), NOW);

    assertThat(bySeconds).isEqualTo(Duration.ofSeconds(seconds)).isEqualTo(byDate);
  }

  @Property(tries = 300)
  void all_sleeping_together_never_exceeds_the_budget(
      @ForAll @Size(max = 60) List<@LongRange(min = -5, max = 40_000) Long> waits) {
    SlowClock clock = new SlowClock();
    WaitBudget budget = new WaitBudget(Duration.ofSeconds(60), clock, clock);

    waits.forEach(wait -> budget.sleep(Duration.ofMillis(wait)));

    Duration slept = clock.slept().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(slept).isLessThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(budget.left()).isEqualTo(Duration.ofSeconds(60).minus(slept));
  }

  @Property(tries = 200)
  void a_retry_ends_within_the_budget_whatever_the_service_says(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 400, max = 599) Integer> statuses,
      @ForAll("headerValues") String retryAfter) {
    SlowClock clock = new SlowClock();
    Retry retry = new Retry(new WaitBudget(Duration.ofSeconds(60), clock, clock), new Random(7));
    int[] attempts = {0};

    try {
      retry.read(() -> {
        int status = statuses.get(attempts[0]++ % statuses.size());
        throw HttpError.status(new Head(status, Map.of("retry-after", retryAfter), false));
      });
    } catch (HttpError refusal) {
      assertThat(refusal.reason()).isIn(HttpError.Reason.STATUS, HttpError.Reason.LIMITED);
    }

    assertThat(attempts[0]).isBetween(1, 3);
    assertThat(Duration.between(NOW, clock.instant())).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Property(tries = 300)
  void the_pace_never_lets_more_than_the_burst_and_one_a_second_through(
      @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 0, max = 3_000) Integer> pauses) {
    SlowClock clock = new SlowClock();
    WritePace pace = new WritePace(new WaitBudget(Duration.ofHours(1), clock, clock));
    List<Instant> writes = new ArrayList<>();

    for (int pause : pauses) {
      clock.sleep(Duration.ofMillis(pause));
      pace.await();
      writes.add(clock.instant());
    }

    for (int i = 20; i < writes.size(); i++) {
      assertThat(Duration.between(writes.get(i - 20), writes.get(i)))
          .isGreaterThanOrEqualTo(SECOND);
    }
  }

  @Property(tries = 300)
  void a_refusal_in_words_is_one_line_without_what_strangers_sent(
      @ForAll @IntRange(min = 300, max = 599) int status, @ForAll String stranger) {
    String marked = "MARK" + stranger + "MARK";
    Head head = new Head(
        status,
        Map.of("x-accepted-github-permissions", marked, "x-github-sso", marked, "location", marked),
        false);
    Service service = new Service("GitHub", "the token in GITHUB_TOKEN", "renew it");

    HttpFailure read = HttpFailure.ofRead(service, "could not look", HttpError.status(head));
    HttpFailure write = HttpFailure.ofWrite(service, "could not look", HttpError.status(head));

    assertThat(read.explanation().line()).doesNotContain("MARK").doesNotContain("\n");
    assertThat(write.kind() == Kind.TOKEN).isEqualTo(status == 401);
    assertThat(read.kind()).isIn(Kind.TOKEN, Kind.CREDENTIALS, Kind.UNAVAILABLE);
  }

  @Property(tries = 100)
  void a_body_is_read_whole_or_refused(
      @ForAll @IntRange(min = 0, max = 50_000) int size,
      @ForAll @IntRange(min = 0, max = 50_000) int most)
      throws IOException {
    try {
      byte[] read = BoundedBody.read(new ByteArrayInputStream(new byte[size]), most, HOUR);
      assertThat(read).hasSize(size);
      assertThat(size).isLessThanOrEqualTo(most);
    } catch (HttpError refusal) {
      assertThat(refusal.reason()).isEqualTo(HttpError.Reason.NONSENSE);
      assertThat(size).isGreaterThan(most);
    }
  }

  /** A service that streams without end costs no more memory than the limit and one chunk. */
  @Example
  void an_endless_body_is_refused_soon_behind_the_limit() {
    long[] given = {0};
    InputStream endless = new InputStream() {
      @Override
      public int read() {
        given[0]++;
        return '[';
      }

      @Override
      public int read(byte[] into, int from, int length) {
        given[0] += length;
        return length;
      }
    };

    assertThatThrownBy(() -> BoundedBody.read(endless, 1_000_000, HOUR))
        .isInstanceOf(HttpError.class)
        .hasMessageContaining("longer than 1000000 bytes");
    assertThat(given[0]).isLessThan(1_100_000);
  }

  @Property(tries = 200)
  void plain_http_is_for_this_machine_only(@ForAll("hosts") String host) {
    HttpUrl url = HttpUrl.get("http://" + host + "/");

    assertThat(Endpoints.isAllowed(url))
        .isEqualTo(host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]"));
    assertThat(Endpoints.isAllowed(url.newBuilder().scheme("https").build())).isTrue();
  }

  @Provide
  Arbitrary<String> hosts() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "localhost", "127.0.0.1", "127.9.9.9", "[::1]", "localhost.evil.example", "[::2]"),
        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8).map(name -> name + ".example"),
        Arbitraries.integers().between(1, 126).map(n -> n + ".0.0.1"));
  }

  private static String httpDate(long epochSecond) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC));
  }
}
