package io.github.cicdmonitor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewaySandboxTest {
  private final Sandbox sandbox = Sandbox.start();
  private final GatewaySandbox gateway = sandbox.gateway();
  private final OkHttpClient http = new OkHttpClient();

  @AfterEach
  void stop() {
    sandbox.stop();
  }

  private static ObjectNode question() {
    ObjectNode schema = Json.object(
        "type",
        "object",
        "properties",
        Json.object("class", Json.object("type", "string")),
        "required",
        List.of("class"),
        "additionalProperties",
        false);
    return Json.object(
        "model",
        "openai/gpt-4o",
        "messages",
        List.of(Json.object("role", "user", "content", "why?")),
        "max_tokens",
        500,
        "response_format",
        Json.object(
            "type",
            "json_schema",
            "json_schema",
            Json.object("name", "diagnosis", "strict", true, "schema", schema)));
  }

  private JsonNode ask(JsonNode question, int expectedStatus) throws IOException {
    okhttp3.Request request = new okhttp3.Request.Builder()
        .url(gateway.url() + "/chat/completions")
        .header("Authorization", "Bearer " + Sandbox.OPENROUTER_API_KEY)
        .post(RequestBody.create(question.toString(), MediaType.get("application/json")))
        .build();
    try (Response response = http.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(expectedStatus);
      return Json.parse(response.body().string()).orElseThrow();
    }
  }

  @Test
  void queued_answers_come_first_then_the_model_is_asked() throws IOException {
    gateway.queue("{\"class\":\"DEVOPS\"}");
    gateway.model(
        request -> java.util.Optional.of("asked with " + request.path("model").asText()));

    JsonNode first = ask(question(), 200);
    JsonNode second = ask(question(), 200);

    assertThat(first.at("/choices/0/message/content").asText()).isEqualTo("{\"class\":\"DEVOPS\"}");
    assertThat(first.at("/usage/cost").asDouble()).isPositive();
    assertThat(second.at("/choices/0/message/content").asText())
        .isEqualTo("asked with openai/gpt-4o");
    sandbox.verify();
  }

  @Test
  void a_request_that_a_strict_provider_would_refuse_fails_the_test() throws IOException {
    ObjectNode unbounded = question();
    unbounded.remove("max_tokens");
    ObjectNode loose = question();
    ((ObjectNode) loose.at("/response_format/json_schema/schema")).remove("additionalProperties");

    assertThat(ask(unbounded, 400).at("/error/message").asText()).contains("max_tokens");
    assertThat(ask(loose, 400).at("/error/message").asText()).contains("additionalProperties");
    assertThatThrownBy(sandbox::verify).hasMessageContaining("max_tokens is missing");
  }

  @Test
  void errors_have_the_gateway_s_form() throws IOException {
    gateway
        .faults()
        .once("POST /api/v1/chat/completions", GatewaySandbox.error(402, "Insufficient credits"));

    assertThat(ask(question(), 402).at("/error/code").asInt()).isEqualTo(402);
    gateway.plainOpenAi();
    ObjectNode foreign = question();
    foreign.set("models", Json.node(List.of("a")));
    assertThat(ask(foreign, 400).at("/error/message").asText()).contains("models");
  }
}
