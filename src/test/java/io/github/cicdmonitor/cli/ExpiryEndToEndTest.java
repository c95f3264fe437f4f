package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SlackMessage;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a request is over, whatever this machine's clock has been through. */
@ExtendWith(CliExtension.class)
class ExpiryEndToEndTest {
  private static final String BEN = "U0BEN00001";

  private CliHarness cli;
  private SandboxRepository api;

  /** One request, number 1, waits for 24 hours. */
  @BeforeEach
  void aFixWaits(CliHarness fresh) {
    cli = fresh.watching("acme/api");
    SmallWorld.build(cli.sandbox());
    api = cli.sandbox().github().repository("acme/api");
    cli.configured(config -> {
      config.withArray("protected_repositories").add("acme/api");
      CliHarness.in(config, "approvers").withArray("slack_user_ids").add(BEN);
    });
    cli.tick();
  }

  private String state() {
    return cli.incident(1).path("state").asText();
  }

  /** This machine's clock is set; that of the others goes on as before. */
  private void setOurClock(Duration by) {
    cli.clock().advance(by);
    cli.sandbox().github().clockAhead(by.negated());
  }

  @ParameterizedTest
  @CsvSource({"PT23H59M59S, 0, pull_request_open", "PT24H, 1, expired", "PT24H1S, 1, expired"})
  @DisplayName("R-21: a word counts until a second before 24 hours, and not from then on")
  void a_word_counts_until_the_timeout(Duration after, int code, String stateThen) {
    cli.clock().advance(after);

    cli.run("approve", "1").exits(code);
    cli.run("analyze").exits(0);

    assertThat(api.pulls()).hasSize(code == 0 ? 1 : 0);
    assertThat(state()).isEqualTo(stateThen);
    assertThat(cli.critical()).hasSize(code == 0 ? 0 : 1);
  }

  @Test
  @DisplayName("R-17: a clock set back brings no request back to life")
  void a_clock_set_back_brings_nothing_back_to_life() {
    cli.clock().advance(Duration.ofHours(25));
    cli.run("scan").exits(0);
    setOurClock(Duration.ofHours(-10));

    cli.run("approve", "1").exits(1).complains("expired");
    assertThat(cli.run("approve").exits(0).out()).contains("nothing waits");
    SlackMessage request = cli.sandbox().slack().messages("ci-cd-approvals").get(0);
    cli.sandbox().slack().react(request, BEN, "white_check_mark");
    cli.tick();

    assertThat(state()).isEqualTo("expired");
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("R-17: a clock set back is noticed without GitHub's help as well")
  void a_clock_set_back_is_noticed_by_the_state_alone() {
    cli.clock().advance(Duration.ofHours(25));
    cli.run("scan").exits(0);
    cli.clock().advance(Duration.ofMinutes(-64)); // 23:56, within what clocks may differ of 24:00
    cli.sandbox().github().clockAhead(Duration.ofMinutes(61));

    cli.run("approve", "1").exits(1).complains("expired");
  }

  @Test
  @DisplayName("R-17: a clock two days ahead lets nothing expire early, and says so once")
  void a_clock_ahead_lets_nothing_expire_early() {
    setOurClock(Duration.ofDays(2));

    CliHarness.Ended analyzed =
        cli.run("analyze").exits(0).complains("minutes ahead of GitHub's", "2880");

    assertThat(analyzed.err().lines()).hasSize(1);
    assertThat(state()).isEqualTo("awaiting_approval");
    assertThat(cli.critical()).isEmpty();
    cli.run("approve", "1").exits(0).complains("minutes ahead of GitHub's");
    assertThat(api.pulls()).hasSize(1);
  }

  @Test
  void a_reaction_counts_by_github_s_time_where_our_clock_is_far_ahead() {
    setOurClock(Duration.ofDays(2));
    SlackMessage request = cli.sandbox().slack().messages("ci-cd-approvals").get(0);
    cli.sandbox().slack().react(request, BEN, "white_check_mark");

    cli.tick();

    assertThat(api.pulls()).hasSize(1);
  }

  @Test
  void a_clock_some_minutes_ahead_counts_as_it_is() {
    cli.clock().advance(Duration.ofHours(24).plusMinutes(2));
    cli.sandbox().github().clockAhead(Duration.ofMinutes(-4));

    assertThat(cli.run("approve", "1").exits(1).err().lines())
        .singleElement()
        .asString()
        .contains("expired");
  }

  @Test
  void nobody_is_asked_for_the_time_while_nothing_seems_over() {
    cli.clock().advance(Duration.ofHours(5));

    cli.tick();

    assertThat(cli.sandbox().ledger().like("GET /rate_limit")).isEmpty();
  }

  @Test
  void what_waits_is_listed_by_github_s_time_where_our_clock_is_far_ahead() {
    setOurClock(Duration.ofDays(2));

    assertThat(cli.run("approve", "--json").exits(0).json().path("approvals")).hasSize(1);
  }
}
