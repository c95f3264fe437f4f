package io.github.cicdmonitor.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a model takes a question. One that refuses something is asked again in the next poorer manner,
 * so that after a few refusals at most it is asked in a manner that it takes, or refuses for another
 * reason.
 *
 * @param format how the form of the answer is asked for
 * @param completionTokens whether the limit is called {@code max_completion_tokens}
 * @param temperature whether a temperature of 0 is asked for
 */
public record Manner(Format format, boolean completionTokens, boolean temperature) {
  /** What every model is tried with first. */
  public static final Manner FIRST = new Manner(Format.SCHEMA, false, true);

  private static final Set<Integer> REFUSALS = Set.of(400, 404, 422, 501);
  /** Codes and types, in small letters. */
  private static final Set<String> OF_THE_QUESTION = Set.of(
      "model_not_found", // OpenAI
      "unknown_model", // GitHub Models
      "unavailable_model",
      "notfounderror", // vLLM
      "not_found_error", // Ollama
      "deploymentnotfound", // Azure
      "resourcenotfound",
      "operationnotsupported",
      "context_length_exceeded", // OpenAI
      "string_above_max_length",
      "exceed_context_size_error", // llama.cpp
      "tokens_limit_reached", // GitHub Models
      "content_policy_violation",
      "content_filter"); // Azure

  /** Where the code is only a number. */
  private static final List<String> WORDS_OF_THE_QUESTION = List.of(
      "maximum context length",
      "context size",
      "context window",
      "context length",
      "try pulling it",
      "no such model",
      "model not found",
      "unknown model",
      "invalid model",
      "not a valid model",
      "does not exist");

  /** From the strictest to what every model can do. */
  public enum Format {
    /** The gateway holds the model to the schema. */
    SCHEMA,
    /** The gateway holds the model to JSON, the prompt says the schema. */
    JSON_OBJECT,
    /** The prompt alone says the schema, and asks for a fenced block. */
    PLAIN
  }

  /**
   * The manner to try after a refusal; empty where the refusal has another reason.
   *
   * @param body of the refusal, read for hints and never quoted
   */
  Optional<Manner> after(int status, Optional<JsonNode> body, GatewayKind kind) {
    if (!REFUSALS.contains(status) || body.isEmpty()) {
      return Optional.empty(); // a page instead of an answer is a wrong address
    }
    JsonNode error =
        body.get().path("error").isMissingNode() ? body.get() : body.get().path("error");
    String words = (error.path("param").asText() + " " + error).toLowerCase(Locale.ROOT);
    if (isOfTheQuestion(error, words)) {
      return Optional.empty();
    }
    if (!completionTokens && words.contains("max_tokens")) {
      return Optional.of(new Manner(format, true, temperature));
    }
    if (completionTokens && words.contains("max_completion_tokens")) {
      return Optional.empty();
    }
    if (temperature && words.contains("temperature")) {
      return Optional.of(new Manner(format, completionTokens, false));
    }
    boolean ofFormat = words.contains("response_format")
        || words.contains("json")
        || words.contains("schema")
        || words.contains("structured");
    // OpenRouter names no parameter when no provider takes all of them.
    if (!ofFormat && kind == GatewayKind.OPENROUTER && temperature) {
      return words.contains("data policy") || words.contains("privacy")
          ? Optional.empty()
          : Optional.of(new Manner(format, completionTokens, false));
    }
    return switch (format) {
      case SCHEMA -> Optional.of(new Manner(Format.JSON_OBJECT, completionTokens, temperature));
      case JSON_OBJECT -> Optional.of(new Manner(Format.PLAIN, completionTokens, temperature));
      case PLAIN -> Optional.empty();
    };
  }

  private static boolean isOfTheQuestion(JsonNode error, String words) {
    return Stream.of("code", "type")
            .map(field -> error.path(field).asText().toLowerCase(Locale.ROOT))
            .anyMatch(OF_THE_QUESTION::contains)
        || WORDS_OF_THE_QUESTION.stream().anyMatch(words::contains);
  }
}
