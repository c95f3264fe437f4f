package io.github.cicdmonitor.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.analyze.LanguageModel.Question;
import java.util.List;

/** A question as JSON of the wire. */
final class ChatRequest {
  private ChatRequest() {}

  /** @param models one for most gateways; OpenRouter goes through all of them itself */
  static String json(
      Question question, List<String> models, Manner manner, GatewaySettings settings) {
    ObjectNode body = Gateway.MAPPER.createObjectNode();
    body.put("model", models.get(0));
    if (settings.routes()) {
      route(body, models, settings.zeroRetention());
    }
    ArrayNode messages = body.putArray("messages");
    messages
        .addObject()
        .put("role", "system")
        .put("content", question.system() + formSaid(question, manner.format()));
    messages.addObject().put("role", "user").put("content", question.user());
    // Without a limit a small balance answers 402.
    body.put(
        manner.completionTokens() ? "max_completion_tokens" : "max_tokens",
        question.maxAnswerTokens());
    if (manner.temperature()) {
      body.put("temperature", 0);
    }
    try {
      format(body, question, manner.format());
      return Gateway.MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the schema is no JSON", e);
    }
  }

  private static void format(ObjectNode body, Question question, Manner.Format format)
      throws JsonProcessingException {
    switch (format) {
      case SCHEMA -> {
        ObjectNode wanted = body.putObject("response_format");
        wanted.put("type", "json_schema");
        ObjectNode schema = wanted.putObject("json_schema");
        schema.put("name", question.schemaName());
        schema.put("strict", true);
        schema.set("schema", Gateway.MAPPER.readTree(question.schema()));
      }
      case JSON_OBJECT -> body.putObject("response_format").put("type", "json_object");
      case PLAIN -> {}
    }
  }

  /** What the prompt has to say where the gateway does not see to it. */
  private static String formSaid(Question question, Manner.Format format) {
    return switch (format) {
      case SCHEMA -> "";
      case JSON_OBJECT ->
        "\nAnswer with one JSON object that fits this JSON schema, and nothing else:\n"
            + question.schema();
      case PLAIN ->
        "\nAnswer with one JSON object that fits this JSON schema, in one block fenced by ```json"
            + " and ```, and nothing else:\n"
            + question.schema();
    };
  }

  private static void route(ObjectNode body, List<String> models, boolean zeroRetention) {
    if (models.size() > 1) {
      models.forEach(body.putArray("models")::add);
    }
    ObjectNode provider = body.putObject("provider");
    provider.put("require_parameters", true);
    provider.put("data_collection", "deny");
    if (zeroRetention) {
      provider.put("zdr", true);
    }
  }
}
