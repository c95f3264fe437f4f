package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.GatewaySandbox;
import io.github.cicdmonitor.sandbox.Sandbox;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the model costs is what the gateway charged; a gateway that fails is said once and asked again. */
@ExtendWith(CliExtension.class)
class MoneyEndToEndTest {
  private static final String CHAT = "POST /api/v1/chat/completions";

  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void aPuzzle(CliHarness fresh) {
    cli = fresh.watching("acme/gizmos");
    workshop = new Workshop(cli);
    workshop.fails(workshop.repository("acme/gizmos"), Workshop.GIZMO);
    gateway().model(request -> Optional.of(Workshop.moreTime()));
  }

  private GatewaySandbox gateway() {
    return cli.sandbox().gateway();
  }

  private JsonNode money() {
    return cli.run("report", "--format", "json").exits(0).json().path("llm");
  }

  private void reportsWhatWasCharged() {
    assertThat(money().path("cost_usd").asDouble()).isCloseTo(gateway().charged(), within(1e-5));
    assertThat(money().path("reserved_usd").asDouble()).isZero();
  }

  @Test
  void a_reported_cost_is_the_cost() {
    cli.tick();
    assertThat(gateway().charged()).isPositive();
    reportsWhatWasCharged();
  }

  @Test
  void where_no_cost_is_reported_the_price_list_gives_it() {
    gateway().withoutCosts();
    cli.tick();
    assertThat(gateway().charged()).isPositive();
    reportsWhatWasCharged();
  }

  @Test
  void without_a_price_list_the_configured_prices_give_it() {
    gateway().withoutCosts();
    gateway().withoutPrices();
    cli.configured(config -> CliHarness.in(config, "analyzer")
        .putObject("prices")
        .putObject("openai/gpt-4o")
        .put("input", 2.5)
        .put("output", 10));
    cli.tick();
    assertThat(gateway().charged()).isPositive();
    reportsWhatWasCharged();
  }

  @Test
  void where_nobody_says_a_price_the_money_is_reserved_and_not_called_spent() {
    gateway().withoutCosts();
    gateway().withoutPrices();
    cli.tick();

    assertThat(money().path("cost_usd").asDouble()).isZero();
    assertThat(money().path("reserved_usd").asDouble()).isEqualTo(5.0);
    assertThat(cli.run("report").out()).contains("$5.00 more reserved");
  }

  @Test
  void a_call_that_fails_costs_nothing_and_one_without_a_reply_stays_reserved() {
    gateway().faults().once(CHAT, Fault.status(503, "{}"));
    cli.tick();
    assertThat(money().path("calls").asInt()).isEqualTo(1);
    assertThat(money().path("cost_usd").asDouble()).isZero();
    assertThat(money().path("reserved_usd").asDouble()).isZero();

    gateway().faults().once(CHAT, Fault.dropAfterProcessing());
    cli.tick();
    assertThat(money().path("cost_usd").asDouble()).isZero();
    assertThat(money().path("reserved_usd").asDouble()).isBetween(0.001, 0.1);
  }

  @Test
  void fallback_models_cannot_spend_more_than_the_day_has() {
    cli.configured(config -> CliHarness.in(config, "analyzer")
        .put("daily_budget_usd", 0.03)
        .withArray("fallback_models")
        .add("openai/gpt-4o-mini")
        .add("anthropic/claude-sonnet-4"));
    gateway().faults().always(CHAT, Fault.dropAfterProcessing());

    cli.tick();

    assertThat(cli.modelCalls()).isEqualTo(1);
    assertThat(money().path("reserved_usd").asDouble()).isLessThanOrEqualTo(0.03);
  }

  @Test
  void a_refused_key_is_said_once_a_run_and_in_the_report_until_it_is_taken() {
    workshop.fails(cli.sandbox().github().repository("acme/gizmos"), Workshop.GIZMO + " again");
    gateway().revoke(Sandbox.OPENROUTER_API_KEY);
    cli.run("scan").exits(0);

    CliHarness.Ended ended = cli.run("analyze").exits(0).complains("OPENROUTER_API_KEY (401)");

    assertThat(ended.err().lines()).hasSize(1);
    assertThat(cli.run("report").out()).contains("The language model since");
    assertThat(cli.run("analyze", "-q").exits(0).err()).isEmpty();
    gateway().accept(Sandbox.OPENROUTER_API_KEY);
    cli.run("analyze").exits(0);
    assertThat(cli.run("report").out()).doesNotContain("The language model since");
  }

  @Test
  void what_the_model_would_improve_waits_for_two_more_runs() {
    gateway().faults().next(2, CHAT, Fault.status(503, "{}"));
    cli.tick();
    assertThat(cli.alerts()).isEmpty();
    assertThat(cli.run("report").out()).contains("waits for the language model");
    cli.clock().advance(Duration.ofMinutes(5));
    cli.tick();
    assertThat(cli.alerts()).isEmpty();
    cli.clock().advance(Duration.ofMinutes(5));
    cli.tick();

    assertThat(cli.incident(1).path("analyzer").asText()).isEqualTo("llm");
    assertThat(cli.alerts().size() + cli.approvals().size()).isPositive();
  }

  @Test
  void the_rules_have_the_word_when_three_runs_got_no_answer() {
    gateway().faults().always(CHAT, Fault.status(503, "{}"));
    cli.tick();
    cli.tick();
    cli.tick();

    assertThat(cli.incident(1).path("analyzer").asText()).isEqualTo("rules");
    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.modelCalls()).isEqualTo(3);
  }
}
