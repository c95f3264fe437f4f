package io.github.cicdmonitor.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryTest {
  private final SlowClock clock = new SlowClock();
  private final WaitBudget budget = new WaitBudget(Duration.ofSeconds(60), clock, clock);
  private final Retry retry = new Retry(budget, new Random(1));
  private final Deque<HttpError> refusals = new ArrayDeque<>();
  private int attempts;

  private String attempt() {
    attempts++;
    if (refusals.isEmpty()) {
      return "done";
    }
    throw refusals.removeFirst();
  }

  @Test
  void a_read_is_tried_three_times_with_growing_pauses() {
    refusals.addAll(List.of(status(500), status(502), status(503)));

    HttpError refusal = catchThrowableOfType(HttpError.class, () -> retry.read(this::attempt));

    assertThat(refusal.status()).isEqualTo(503);
    assertThat(attempts).isEqualTo(3);
    assertThat(clock.slept().get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(clock.slept().get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void a_timeout_passes() {
    refusals.add(HttpError.network(new SocketTimeoutException()));

    assertThat(retry.read(this::attempt)).isEqualTo("done");
  }

  @Test
  void what_never_left_and_what_is_plainly_refused_is_not_repeated() {
    refusals.add(HttpError.unsent(new IOException()));
    assertThatThrownBy(() -> retry.read(this::attempt)).isInstanceOf(HttpError.class);
    refusals.add(status(404));
    assertThatThrownBy(() -> retry.read(this::attempt)).isInstanceOf(HttpError.class);

    assertThat(attempts).isEqualTo(2);
    assertThat(clock.slept()).isEmpty();
  }

  @Test
  void a_limit_that_fits_is_waited_for_and_one_that_does_not_closes_the_service() {
    refusals.add(limit("20"));
    assertThat(retry.read(this::attempt)).isEqualTo("done");
    refusals.add(limit("50"));

    HttpError first = catchThrowableOfType(HttpError.class, () -> retry.read(this::attempt));
    HttpError second = catchThrowableOfType(HttpError.class, () -> retry.read(this::attempt));

    assertThat(first.reason()).isEqualTo(HttpError.Reason.LIMITED);
    assertThat(second.reason()).isEqualTo(HttpError.Reason.LIMITED);
    assertThat(attempts).isEqualTo(3);
    assertThat(budget.left()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void the_service_is_open_again_when_the_limit_is_over() {
    assertThat(retry.noted(limit("30")).reason()).isEqualTo(HttpError.Reason.LIMITED);
    clock.sleep(Duration.ofSeconds(31));

    assertThat(retry.read(this::attempt)).isEqualTo("done");
  }

  @Test
  void of_several_limits_the_latest_end_holds_and_it_is_a_whole_second() {
    clock.sleep(Duration.ofMillis(300));

    assertThat(retry.noted(limit("120")).until()).contains(at("12:02:01"));
    clock.sleep(Duration.ofMillis(900));
    assertThat(retry.noted(limit("120")).until()).as("the same").contains(at("12:02:01"));
    assertThat(retry.noted(limit("300")).until()).as("a later one").contains(at("12:05:02"));
    assertThat(retry.noted(limit("60")).until()).as("an earlier one").contains(at("12:05:02"));
    clock.sleep(Duration.ofMinutes(6));
    assertThat(retry.noted(limit("1")).until()).as("a new one").contains(at("12:06:03"));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-22T" + time + "Z");
  }

  @Test
  void limits_without_end_end_as_a_limit_never_as_a_refused_permission() {
    refusals.addAll(List.of(limit("1"), limit("1"), limit("1"), limit("1")));

    HttpError refusal = catchThrowableOfType(HttpError.class, () -> retry.read(this::attempt));

    assertThat(refusal.reason()).isEqualTo(HttpError.Reason.LIMITED);
    assertThat(attempts).isEqualTo(3);
  }

  @Test
  void after_limits_repeats_nothing_else() {
    refusals.addAll(List.of(limit("1"), status(500)));

    HttpError refusal =
        catchThrowableOfType(HttpError.class, () -> retry.afterLimits(this::attempt));

    assertThat(refusal.status()).isEqualTo(500);
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void twenty_writes_go_at_once_and_then_one_a_second() {
    WritePace pace = new WritePace(budget);
    for (int i = 0; i < 20; i++) {
      pace.await();
    }
    assertThat(clock.slept()).isEmpty();

    pace.await();
    pace.await();

    assertThat(clock.slept()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void a_pause_gives_the_burst_back() {
    WritePace pace = new WritePace(budget);
    for (int i = 0; i < 20; i++) {
      pace.await();
    }
    clock.sleep(Duration.ofSeconds(5));
    int before = clock.slept().size();

    for (int i = 0; i < 5; i++) {
      pace.await();
    }

    assertThat(clock.slept()).hasSize(before);
    pace.await();
    assertThat(clock.slept()).hasSize(before + 1);
  }

  @Test
  void a_limit_in_the_past_by_the_servers_clock_is_a_second() {
    Head head = new Head(
        403,
        Map.of(
            "x-ratelimit-remaining", "0",
            "x-ratelimit-reset",
                String.valueOf(Instant.parse("2026-11-22T10:00:00Z").getEpochSecond()),
            "Date", "Sun, 22 Nov 2026 10:00:30 GMT"),
        false);

    assertThat(RateLimits.waitAfter(head, clock.instant(), 0)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_retry_after_goes_before_the_reset_and_may_be_a_date() {
    Head head = new Head(
        429,
        Map.of(
            "retry-after", "Sun, 22 Nov 2026 12:00:45 GMT",
            "x-ratelimit-remaining", "0",
            "x-ratelimit-reset", "99999999999"),
        false);

    assertThat(RateLimits.waitAfter(head, clock.instant(), 0)).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void single_sign_on_names_the_organisation_and_no_address() {
    Head head = new Head(
        403,
        Map.of(
            "X-GitHub-SSO",
            "required; url=https://github.com/orgs/acme/sso?authorization_request=zz"),
        false);
    Service service = new Service("GitHub", "the token in GITHUB_TOKEN", "renew");

    HttpFailure failure = HttpFailure.ofRead(service, "could not look", HttpError.status(head));

    assertThat(failure.explanation().line())
        .contains("acme asks for single sign-on")
        .doesNotContain("zz");
  }

  private static HttpError status(int status) {
    return HttpError.status(new Head(status, Map.of(), false));
  }

  private static HttpError limit(String seconds) {
    return HttpError.status(new Head(429, Map.of("Retry-After", seconds), false));
  }
}
