package io.github.cicdmonitor.llm;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.analyze.LanguageModel.Outcome;
import io.github.cicdmonitor.analyze.LanguageModel.Reply;
import io.github.cicdmonitor.remote.HttpError;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a gateway's answer means. Takes OpenRouter's errors ({@code code} is a status) and OpenAI's
 * ({@code code} is a word), also inside a 200 and on a choice; never quotes a body.
 */
final class GatewayAnswers {
  private static final double MOST_BELIEVABLE_USD = 1_000;

  private GatewayAnswers() {}

  static Reply read(int httpStatus, Optional<JsonNode> body) {
    JsonNode node = body.orElseGet(Gateway.MAPPER::createObjectNode);
    JsonNode choice = node.path("choices").path(0);
    JsonNode error = node.path("error").isObject() ? node.path("error") : choice.path("error");
    if (httpStatus < 200 || httpStatus > 299) {
      boolean filtered = httpStatus == 400 && statusOf(error) == 403;
      return filtered
          ? none(node, Outcome.REFUSED, "the question was filtered")
          : none(node, outcomeOf(httpStatus), "the gateway answered " + httpStatus);
    }
    if (error.isObject()) {
      int status = statusOf(error);
      return none(node, outcomeOf(status), "the gateway reported an error" + inBrackets(status));
    }
    if (body.isEmpty()) {
      return none(node, Outcome.UNAVAILABLE, "the gateway's answer is no JSON object");
    }
    return ofChoice(node, choice);
  }

  /** No answer came, although the request may have arrived. */
  static Reply failed(HttpError refusal) {
    Outcome outcome = refusal.mayHaveHappened() ? Outcome.LOST : Outcome.UNAVAILABLE;
    return none(Gateway.MAPPER.createObjectNode(), outcome, "the gateway: " + refusal.words());
  }

  static Reply unpaid() {
    return none(Gateway.MAPPER.createObjectNode(), Outcome.UNPAID, "the daily budget is used up");
  }

  static Reply unavailable(String detail) {
    return none(Gateway.MAPPER.createObjectNode(), Outcome.UNAVAILABLE, detail);
  }

  private static Reply ofChoice(JsonNode node, JsonNode choice) {
    JsonNode message = choice.path("message");
    String finish = choice.path("finish_reason").asText("");
    String content = content(message.path("content"));
    if (!text(message.path("refusal")).isEmpty()) {
      return none(node, Outcome.REFUSED, "the model refused");
    }
    return switch (finish) {
      case "length" -> none(node, Outcome.CUT, "the answer was cut at the token limit");
      case "content_filter" -> none(node, Outcome.REFUSED, "the answer was filtered");
      case "error" -> none(node, Outcome.UNAVAILABLE, "the model broke off with an error");
      default ->
        content.isBlank()
            ? none(node, Outcome.UNAVAILABLE, "the answer is empty")
            : reply(node, Outcome.ANSWERED, content, "");
    };
  }

  /** Text, or the text parts of a list of parts. */
  private static String content(JsonNode content) {
    if (!content.isArray()) {
      return text(content);
    }
    StringBuilder joined = new StringBuilder();
    content.forEach(part -> joined.append(text(part.path("text"))));
    return joined.toString();
  }

  /** The status an error stands for; 0 where it names none. */
  private static int statusOf(JsonNode error) {
    JsonNode code = error.path("code");
    if (code.canConvertToInt() && code.isIntegralNumber()) {
      return code.intValue();
    }
    String word = text(code).isEmpty() ? text(error.path("type")) : text(code);
    return switch (word) {
      case "invalid_api_key", "authentication_error" -> 401;
      case "insufficient_quota", "billing_hard_limit_reached" -> 402;
      case "content_policy_violation", "content_filter", "moderation_blocked" -> 403;
      case "rate_limit_exceeded", "rate_limit_error" -> 429;
      default -> word.matches("[1-5]\\d\\d") ? Integer.parseInt(word) : 0;
    };
  }

  private static Outcome outcomeOf(int status) {
    return switch (status) {
      case 401 -> Outcome.CREDENTIALS;
      case 402 -> Outcome.NO_CREDIT;
      case 403 -> Outcome.REFUSED;
      default -> Outcome.UNAVAILABLE;
    };
  }

  private static String inBrackets(int status) {
    return status == 0 ? "" : " (" + status + ")";
  }

  private static Reply none(JsonNode node, Outcome outcome, String detail) {
    return reply(node, outcome, "", detail);
  }

  private static Reply reply(JsonNode node, Outcome outcome, String content, String detail) {
    JsonNode usage = node.path("usage");
    return new Reply(
        outcome,
        content,
        Optional.of(text(node.path("model"))).filter(model -> !model.isEmpty()),
        count(usage.path("prompt_tokens")),
        count(usage.path("completion_tokens")),
        cost(usage.path("cost")),
        detail);
  }

  private static int count(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt() ? Math.max(0, node.intValue()) : 0;
  }

  /** Absent where it is missing or absurd: the budget then charges the worst case. */
  private static OptionalDouble cost(JsonNode node) {
    double cost = node.isNumber() ? node.doubleValue() : -1;
    return cost >= 0 && cost <= MOST_BELIEVABLE_USD
        ? OptionalDouble.of(cost)
        : OptionalDouble.empty();
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }
}
