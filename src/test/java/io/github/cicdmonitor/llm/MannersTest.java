package io.github.cicdmonitor.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.analyze.LanguageModel;
import io.github.cicdmonitor.analyze.LanguageModel.Outcome;
import io.github.cicdmonitor.analyze.LanguageModel.Question;
import io.github.cicdmonitor.analyze.LanguageModel.Reply;
import io.github.cicdmonitor.check.NetworkUse;
import io.github.cicdmonitor.remote.Loopback;
import io.github.cicdmonitor.remote.Loopback.Told;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateways that want to be asked in another manner, by what they are recorded to answer. */
final class MannersTest {
  private static final String MAX_TOKENS =
      "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.\",\"type\":\"invalid_request_error\",\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}";
  private static final String TEMPERATURE =
      "{\"error\":{\"message\":\"Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"unsupported_value\"}}";
  private static final String NO_SCHEMA =
      "{\"error\":{\"message\":\"This response_format type is unavailable now\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_request_error\"}}";
  private static final String NO_ENDPOINTS =
      "{\"error\":{\"message\":\"No endpoints found that can handle the requested parameters.\",\"code\":404}}";
  private static final String NO_MODEL =
      "{\"error\":{\"message\":\"The model `x` does not exist\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"model_not_found\"}}";
  private static final String TOO_LONG =
      "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}";
  private static final String ANSWER =
      "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"{}\"}}]}";
  private static final String SCHEMA = "{\"type\":\"object\",\"title\":\"the schema\"}";
  private static final Question QUESTION =
      new Question(List.of("a/one"), "be brief", "why?", "diagnosis", SCHEMA, 500);
  private static final String CHAT = "POST /v1/chat/completions";

  private final Loopback gateway = new Loopback();
  private final Transport transport = new Transport();
  private final Manners manners = Manners.inMemory();

  private static final class Free implements LanguageModel.Purse {
    @Override
    public boolean reserve(List<String> models) {
      return true;
    }

    @Override
    public void settle(Reply reply) {}
  }

  private Reply ask(GatewaySettings settings) {
    return new ChatCompletions(settings, transport, SlowClock.budget(60), manners)
        .ask(QUESTION, new Free());
  }

  private Reply ask(GatewayKind kind) {
    return ask(GatewaySettings.of("key", gateway.url() + "/v1", kind));
  }

  @AfterEach
  void close() {
    transport.close();
    gateway.close();
  }

  @Test
  void what_a_model_refuses_is_left_out_and_that_is_remembered() throws IOException {
    gateway.on(CHAT, Told.of(400, MAX_TOKENS), Told.of(400, TEMPERATURE), Told.of(200, ANSWER));

    assertThat(ask(GatewayKind.OPENAI).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(ask(GatewayKind.OPENAI).outcome()).isEqualTo(Outcome.ANSWERED);

    assertThat(gateway.seen()).hasSize(4);
    assertThat(body(0).path("max_tokens").asInt()).isEqualTo(500);
    assertThat(body(0).path("temperature").asInt(-1)).isZero();
    assertThat(body(3).path("max_completion_tokens").asInt()).isEqualTo(500);
    assertThat(body(3).has("max_tokens")).isFalse();
    assertThat(body(3).has("temperature")).isFalse();
    assertThat(body(3).at("/response_format/json_schema/strict").asBoolean()).isTrue();
  }

  @Test
  void without_strict_schemas_the_prompt_says_the_schema() throws IOException {
    gateway.on(CHAT, Told.of(400, NO_SCHEMA), Told.of(200, ANSWER));

    assertThat(ask(GatewayKind.OTHER).outcome()).isEqualTo(Outcome.ANSWERED);

    assertThat(system(0)).isEqualTo("be brief");
    assertThat(body(1).path("response_format").toString()).isEqualTo("{\"type\":\"json_object\"}");
    assertThat(system(1)).startsWith("be brief\n").contains("JSON").endsWith(SCHEMA);
  }

  @Test
  void without_json_either_a_fenced_block_is_asked_for() throws IOException {
    gateway.on(CHAT, Told.of(422, NO_SCHEMA), Told.of(400, NO_SCHEMA), Told.of(200, ANSWER));

    assertThat(ask(GatewayKind.LOCAL).outcome()).isEqualTo(Outcome.ANSWERED);
    ask(GatewayKind.LOCAL);

    assertThat(body(2).has("response_format")).isFalse();
    assertThat(system(2)).contains("```json").endsWith(SCHEMA);
    assertThat(gateway.seen()).hasSize(4);
    assertThat(system(3)).isEqualTo(system(2));
  }

  @Test
  void on_openrouter_a_refusal_that_names_nothing_costs_the_temperature_first() throws IOException {
    gateway.on(CHAT, Told.of(404, NO_ENDPOINTS), Told.of(200, ANSWER));

    assertThat(ask(GatewayKind.OPENROUTER).outcome()).isEqualTo(Outcome.ANSWERED);

    assertThat(body(1).has("temperature")).isFalse();
    assertThat(body(1).at("/response_format/type").asText()).isEqualTo("json_schema");
  }

  @Test
  void an_end_comes_whatever_a_gateway_answers() {
    gateway.on(CHAT, Told.of(400, "{\"error\":{\"message\":\"no\"}}"));

    assertThat(ask(GatewayKind.OPENROUTER).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(gateway.seen()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {"404|model", "400|length", "404|page", "401|model"})
  void another_reason_is_not_met_by_another_manner(int status, String what) {
    String told =
        what.equals("model") ? NO_MODEL : what.equals("length") ? TOO_LONG : "<html>no</html>";
    gateway.on(CHAT, Told.of(status, told));

    ask(GatewayKind.OTHER);

    assertThat(gateway.seen()).hasSize(1);
    assertThat(manners.find(gateway.url() + "/v1", "a/one")).isEmpty();
  }

  @Test
  void azure_has_a_key_of_its_own_deployments_and_dated_versions() {
    String deployment = "POST /openai/deployments/a%2Fone/chat/completions";
    gateway.on(deployment, Told.of(200, ANSWER));

    ask(GatewaySettings.of("key", gateway.url(), GatewayKind.AZURE));
    ask(new GatewaySettings(
        "key", gateway.url() + "/openai", GatewayKind.AZURE, "2025-03-01-preview", true));

    assertThat(gateway.lines())
        .containsExactly(
            deployment + "?api-version=2024-10-21", deployment + "?api-version=2025-03-01-preview");
    assertThat(gateway.seen()).allSatisfy(seen -> {
      assertThat(seen.header("api-key")).isEqualTo("key");
      assertThat(seen.header("authorization")).isEmpty();
    });
  }

  @Test
  void azures_undated_interface_and_a_named_deployment_are_taken_as_they_are() {
    gateway
        .on("POST /openai/v1/chat/completions", Told.of(200, ANSWER))
        .on("POST /openai/deployments/mine/chat/completions", Told.of(200, ANSWER));

    ask(GatewaySettings.of("key", gateway.url() + "/openai/v1/", GatewayKind.AZURE));
    ask(GatewaySettings.of("key", gateway.url() + "/openai/deployments/mine", GatewayKind.AZURE));

    assertThat(gateway.lines())
        .containsExactly(
            "POST /openai/v1/chat/completions",
            "POST /openai/deployments/mine/chat/completions?api-version=2024-10-21");
  }

  @Test
  void a_server_of_ones_own_needs_no_key() {
    gateway.on(CHAT, Told.of(200, ANSWER)).on("GET /v1/models", Told.of(200, "{}"));
    GatewaySettings own = GatewaySettings.of("", gateway.url() + "/v1", GatewayKind.LOCAL);

    assertThat(ask(own).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(new GatewayChecks(own, transport).key(NetworkUse.ONLINE).ok()).isTrue();

    assertThat(gateway.seen().get(0).header("authorization")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://openrouter.ai/api/v1,OPENROUTER",
    "https://api.openai.com/v1,OPENAI",
    "https://acme.openai.azure.com,AZURE",
    "https://acme.services.ai.azure.com/openai/v1,AZURE",
    "https://models.github.ai/inference,GITHUB",
    "https://openai.azure.com.example.org,OTHER",
    "http://127.0.0.1:11434/v1,OTHER"
  })
  void a_gateway_is_known_by_its_host(String url, GatewayKind kind) {
    assertThat(GatewaySettings.of("k", url).kind()).isEqualTo(kind);
  }

  private JsonNode body(int request) throws IOException {
    return new ObjectMapper().readTree(gateway.seen().get(request).body());
  }

  private String system(int request) throws IOException {
    return body(request).at("/messages/0/content").asText();
  }
}
