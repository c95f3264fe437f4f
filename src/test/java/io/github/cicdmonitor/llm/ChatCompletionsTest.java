package io.github.cicdmonitor.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.analyze.LanguageModel;
import io.github.cicdmonitor.analyze.LanguageModel.Outcome;
import io.github.cicdmonitor.analyze.LanguageModel.Question;
import io.github.cicdmonitor.analyze.LanguageModel.Reply;
import io.github.cicdmonitor.check.CheckedServices.Finding;
import io.github.cicdmonitor.check.NetworkUse;
import io.github.cicdmonitor.remote.Loopback;
import io.github.cicdmonitor.remote.Loopback.Told;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChatCompletionsTest {
  private static final String KEY = "sk-or-v1-samplesamplesample";
  private static final String CHAT = "POST /api/v1/chat/completions";
  private static final Question QUESTION =
      new Question(List.of("a/one"), "be brief", "why?", "diagnosis", "{\"type\":\"object\"}", 500);
  private static final Question TWO =
      new Question(List.of("a/one", "b/two"), "s", "u", "diagnosis", "{}", 500);

  private final Loopback gateway = new Loopback();
  private final Transport transport = new Transport();
  private final SlowClock clock = new SlowClock();

  /** Money enough for so many requests. */
  private static final class Paid implements LanguageModel.Purse {
    private final int most;
    private final List<List<String>> reserved = new ArrayList<>();
    private final List<Outcome> settled = new ArrayList<>();

    Paid() {
      this(Integer.MAX_VALUE);
    }

    Paid(int most) {
      this.most = most;
    }

    @Override
    public boolean reserve(List<String> models) {
      if (reserved.size() >= most) {
        return false;
      }
      reserved.add(models);
      return true;
    }

    @Override
    public void settle(Reply reply) {
      settled.add(reply.outcome());
    }
  }

  @Test
  void every_request_is_paid_for_by_itself() {
    gateway.on(
        CHAT,
        Told.of(429, "{}", "Retry-After", "3"),
        Told.of(503, "{}"),
        Told.of(200, answered("b/two")));
    Paid purse = new Paid();

    model(false).ask(TWO, purse);

    assertThat(purse.reserved)
        .containsExactly(List.of("a/one"), List.of("a/one"), List.of("b/two"));
    assertThat(purse.settled)
        .containsExactly(Outcome.UNAVAILABLE, Outcome.UNAVAILABLE, Outcome.ANSWERED);
  }

  @Test
  void what_cannot_be_paid_is_not_sent() {
    gateway.on(CHAT, Told.of(503, "{}"));

    assertThat(model(false).ask(TWO, new Paid(1)).outcome()).isEqualTo(Outcome.UNPAID);

    assertThat(gateway.seen()).hasSize(1);
  }

  @Test
  void the_price_list_is_read_where_there_is_one() {
    gateway.on("GET /api/v1/models", Told.of(200, """
        {"data":[{"id":"a/one","pricing":{"prompt":"0.0000025","completion":0.00001}},
        {"id":"b/auto","pricing":{"prompt":"-1","completion":"-1"}},{"id":"c/none"}]}"""));

    assertThat(model(true).prices())
        .isEqualTo(Map.of("a/one", new LanguageModel.Price(0.0000025, 0.00001)));
  }

  private ChatCompletions model(boolean routes) {
    return new ChatCompletions(
        settings(routes), transport, new WaitBudget(Duration.ofSeconds(60), clock, clock));
  }

  private GatewaySettings settings(boolean routes) {
    return GatewaySettings.of(
        KEY, gateway.url() + "/api/v1", routes ? GatewayKind.OPENROUTER : GatewayKind.OTHER);
  }

  @AfterEach
  void close() {
    transport.close();
    gateway.close();
  }

  @Test
  void an_answer_comes_with_its_model_tokens_and_cost() throws IOException {
    gateway.on(
        CHAT,
        Told.of(
            200,
            "{\"model\":\"a/one\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"{}\"}}],"
                + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":3,\"cost\":0.002}}"));

    assertThat(model(false).ask(QUESTION, new Paid()))
        .isEqualTo(new Reply(
            Outcome.ANSWERED,
            "{}",
            Optional.of("a/one"),
            10,
            3,
            OptionalDouble.of(0.002),
            "",
            "a/one"));

    JsonNode body = body(0);
    assertThat(gateway.seen().get(0).header("authorization")).isEqualTo("Bearer " + KEY);
    assertThat(body.path("model").asText()).isEqualTo("a/one");
    assertThat(body.path("max_tokens").asInt()).isEqualTo(500);
    assertThat(body.path("response_format").path("type").asText()).isEqualTo("json_schema");
    JsonNode schema = body.path("response_format").path("json_schema");
    assertThat(schema.path("name").asText()).isEqualTo("diagnosis");
    assertThat(schema.path("strict").asBoolean()).isTrue();
    assertThat(schema.path("schema").path("type").asText()).isEqualTo("object");
    assertThat(body.has("models") || body.has("provider")).isFalse();
  }

  @Test
  void openrouter_is_asked_to_fall_back_itself_and_to_keep_nothing() throws IOException {
    gateway.on(CHAT, Told.of(200, answered("b/two")));

    assertThat(model(true).ask(TWO, new Paid()).outcome()).isEqualTo(Outcome.ANSWERED);

    assertThat(body(0).path("models").toString()).isEqualTo("[\"a/one\",\"b/two\"]");
    assertThat(body(0).path("provider").toString())
        .isEqualTo("{\"require_parameters\":true,\"data_collection\":\"deny\",\"zdr\":true}");
    assertThat(gateway.seen()).hasSize(1);
  }

  @Test
  void routing_fields_are_for_openrouter_alone() {
    assertThat(GatewaySettings.of("k", "https://openrouter.ai/api/v1").routes()).isTrue();
    assertThat(GatewaySettings.of("k", "https://api.openai.com/v1").routes()).isFalse();
    assertThat(GatewaySettings.of("k", "https://openrouter.ai.example.com/v1").routes())
        .isFalse();
    assertThat(GatewaySettings.of("k", "https://notopenrouter.ai/v1").routes()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"a/one,ANSWERED", "a/one-2026-01-01,ANSWERED", "c/three,UNAVAILABLE"})
  void on_openrouter_a_model_that_was_not_asked_is_rejected(String served, Outcome outcome) {
    gateway.on(CHAT, Told.of(200, answered(served)));

    assertThat(model(true).ask(QUESTION, new Paid()).outcome()).isEqualTo(outcome);
  }

  @Test
  void elsewhere_the_models_are_tried_in_order() throws IOException {
    gateway.on(CHAT, Told.of(503, "{}"), Told.of(200, answered("b/two")));

    Reply reply = model(false).ask(TWO, new Paid());

    assertThat(reply.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(body(1).path("model").asText()).isEqualTo("b/two");
    assertThat(clock.slept()).isEmpty();
  }

  @Test
  void a_short_retry_after_is_waited_for_once_then_the_next_model_is_tried() {
    gateway.on(
        CHAT,
        Told.of(429, "{}", "Retry-After", "3"),
        Told.of(429, "{}", "Retry-After", "3"),
        Told.of(429, "{}", "Retry-After", "3"));

    assertThat(model(false).ask(TWO, new Paid()).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(clock.slept()).containsExactly(Duration.ofSeconds(3));
    assertThat(gateway.seen()).hasSize(3);
  }

  @Test
  void a_long_retry_after_is_not_waited_for() {
    gateway.on(CHAT, Told.of(429, "{}", "Retry-After", "600"));

    assertThat(model(false).ask(QUESTION, new Paid()).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(clock.slept()).isEmpty();
    assertThat(gateway.seen()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "401|{\"error\":{\"code\":401,\"message\":\"SECRET\"}}|CREDENTIALS",
        "401|{\"error\":{\"message\":\"SECRET\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}|CREDENTIALS",
        "402|{\"error\":{\"code\":402,\"message\":\"SECRET\",\"metadata\":{\"limit_source\":\"key\"}}}|NO_CREDIT",
        "403|{\"error\":{\"code\":403,\"message\":\"SECRET\",\"metadata\":{\"reasons\":[\"x\"]}}}|REFUSED",
        "400|{\"error\":{\"message\":\"SECRET\",\"param\":\"models\",\"code\":null}}|UNAVAILABLE",
        "404|{\"error\":{\"message\":\"SECRET\",\"code\":\"model_not_found\"}}|UNAVAILABLE",
        "408|{\"error\":{\"code\":408}}|UNAVAILABLE",
        "429|{\"error\":{\"code\":429}}|UNAVAILABLE",
        "500|<html>SECRET</html>|UNAVAILABLE",
        "502|{\"error\":{\"code\":502}}|UNAVAILABLE",
        "503|{\"error\":{\"code\":503}}|UNAVAILABLE",
        "302|{}|UNAVAILABLE",
        "200|{\"error\":{\"code\":402,\"message\":\"SECRET\"}}|NO_CREDIT",
        "200|{\"error\":{\"code\":\"insufficient_quota\"}}|NO_CREDIT",
        "200|{\"error\":{\"code\":\"401\"}}|CREDENTIALS",
        "200|{\"error\":{\"type\":\"rate_limit_error\"}}|UNAVAILABLE",
        "200|{\"choices\":[{\"error\":{\"code\":502,\"message\":\"SECRET\"},\"message\":{\"content\":\"SECRET\"}}]}|UNAVAILABLE",
        "200|{\"choices\":[{\"finish_reason\":\"length\",\"message\":{\"content\":\"{SECRET\"}}]}|CUT",
        "200|{\"choices\":[{\"finish_reason\":\"content_filter\",\"message\":{\"content\":\"\"}}]}|REFUSED",
        "200|{\"choices\":[{\"finish_reason\":\"error\",\"message\":{\"content\":\"SECRET\"}}]}|UNAVAILABLE",
        "200|{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":null,\"refusal\":\"SECRET\"}}]}|REFUSED",
        "200|{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\" \"}}]}|UNAVAILABLE",
        "200|{\"choices\":[{\"finish_reason\":\"tool_calls\",\"message\":{\"content\":null}}]}|UNAVAILABLE",
        "200|{\"choices\":[]}|UNAVAILABLE",
        "200|{}|UNAVAILABLE",
        "200|[]|UNAVAILABLE",
        "200|<html>SECRET</html>|UNAVAILABLE",
        "200|{\"choices\":|UNAVAILABLE",
        "0|-|LOST"
      })
  void what_is_no_answer_is_told_by_outcome_without_any_text_of_it(
      int status, String body, Outcome outcome) {
    gateway.on(CHAT, Told.of(status, body));

    Reply reply = model(false).ask(QUESTION, new Paid());

    assertThat(reply.outcome()).isEqualTo(outcome);
    assertThat(reply.content()).isEmpty();
    assertThat(reply.detail()).isNotEmpty().doesNotContain("SECRET").doesNotContain(KEY);
  }

  @ParameterizedTest
  @CsvSource({"-1", "1e12", "\"0.1\"", "null"})
  void a_cost_that_is_absurd_is_none(String cost) {
    gateway.on(
        CHAT,
        Told.of(
            200,
            "{\"choices\":[{\"message\":{\"content\":\"{}\"}}],\"usage\":{\"cost\":" + cost
                + ",\"prompt_tokens\":-5}}"));

    Reply reply = model(false).ask(QUESTION, new Paid());

    assertThat(reply.costUsd()).isEmpty();
    assertThat(reply.promptTokens()).isZero();
  }

  @Test
  void nobody_listening_is_unavailable() {
    ChatCompletions nowhere = new ChatCompletions(
        GatewaySettings.of(KEY, "http://127.0.0.1:1/v1/"), transport, SlowClock.budget(60));

    assertThat(nowhere.ask(QUESTION, new Paid()).outcome()).isEqualTo(Outcome.UNAVAILABLE);
  }

  @Test
  void the_key_is_checked_without_spending_and_offline_without_asking() {
    gateway.on("GET /api/v1/key", Told.of(401, "{}"));
    GatewayChecks checks = new GatewayChecks(settings(true), transport);

    Finding offline = checks.key(NetworkUse.OFFLINE);
    assertThat(gateway.seen()).isEmpty();
    Finding asked = checks.key(NetworkUse.ONLINE);

    assertThat(offline.ok()).isTrue();
    assertThat(asked.ok()).isFalse();
    assertThat(asked.detail()).contains("OPENROUTER_API_KEY").doesNotContain(KEY);
  }

  private static String answered(String model) {
    return "{\"model\":\"" + model
        + "\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"{}\"}}]}";
  }

  private JsonNode body(int request) throws IOException {
    return new ObjectMapper().readTree(gateway.seen().get(request).body());
  }
}
