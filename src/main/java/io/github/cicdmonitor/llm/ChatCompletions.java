package io.github.cicdmonitor.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.analyze.LanguageModel;
import io.github.cicdmonitor.remote.Limits;
import io.github.cicdmonitor.remote.Refusal;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chat completions of OpenRouter or any gateway of OpenAI's form. OpenRouter falls back over the
 * models itself, asked to use only providers that obey the schema and keep nothing; elsewhere they
 * are tried here, one after the other. A short {@code Retry-After} is waited for, once.
 */
public final class ChatCompletions implements LanguageModel {
  private static final Set<Integer> BUSY = Set.of(408, 429, 502, 503);

  private static final Duration SHORT = Duration.ofSeconds(30); // beyond, a fallback is quicker

  private final GatewaySettings settings;
  private final Gateway gateway;
  private final WaitBudget budget;

  public ChatCompletions(GatewaySettings settings, Transport transport, WaitBudget budget) {
    this.settings = settings;
    this.gateway = new Gateway(settings, transport);
    this.budget = budget;
  }

  @Override
  public Reply ask(Question question, Purse purse) {
    if (settings.routes()) {
      Reply reply = patiently(question, question.models(), purse, new Waits());
      return rejectStrangers(question, reply);
    }
    Waits waits = new Waits();
    Reply reply = Answers.unavailable("no model is configured");
    for (String model : question.models()) {
      reply = patiently(question, List.of(model), purse, waits);
      if (reply.outcome() != Outcome.UNAVAILABLE && reply.outcome() != Outcome.LOST) {
        return reply;
      }
    }
    return reply;
  }

  @Override
  public Map<String, Price> prices() {
    Map<String, Price> prices = new HashMap<>();
    try {
      Gateway.Answer answer = gateway.get("models");
      if (answer.status() == 200) {
        answer
            .body()
            .ifPresent(list -> list.path("data")
                .forEach(model ->
                    price(model).ifPresent(price -> prices.put(model.path("id").asText(), price))));
      }
    } catch (Refusal refusal) {
      return Map.of(); // the question itself will say so
    }
    return prices;
  }

  /** As texts or numbers, in USD a token; a negative one means "it depends". */
  private static Optional<Price> price(JsonNode model) {
    double input = model.path("pricing").path("prompt").asDouble(-1);
    double output = model.path("pricing").path("completion").asDouble(-1);
    return input < 0 || output < 0 ? Optional.empty() : Optional.of(new Price(input, output));
  }

  /** Whether this question has used up its one wait. */
  private static final class Waits {
    private boolean used;
  }

  private Reply patiently(Question question, List<String> models, Purse purse, Waits waits) {
    String body = body(question, models);
    Optional<Duration> wait = Optional.empty();
    while (true) {
      if (!purse.reserve(models)) {
        return Answers.unpaid();
      }
      Reply reply;
      try {
        Gateway.Answer answer = gateway.post("chat/completions", body);
        reply = Answers.read(answer.status(), answer.body());
        wait = mayRepeat(answer, waits);
      } catch (Refusal refusal) {
        reply = Answers.failed(refusal);
        wait = Optional.empty();
      }
      purse.settle(reply);
      if (wait.isEmpty() || !budget.sleep(wait.get())) {
        return reply;
      }
    }
  }

  /** How long to wait before it is asked once more. */
  private Optional<Duration> mayRepeat(Gateway.Answer answer, Waits waits) {
    String retryAfter = answer.response().header("Retry-After");
    if (waits.used || retryAfter == null || !BUSY.contains(answer.status())) {
      return Optional.empty();
    }
    waits.used = true;
    return Optional.of(Limits.retryAfter(retryAfter, budget.now()))
        .filter(wait -> wait.compareTo(SHORT) <= 0);
  }

  /**
   * On OpenRouter the model that answers is billed, so it must be one that was asked for; a dated
   * name of it counts as the same.
   */
  private static Reply rejectStrangers(Question question, Reply reply) {
    Optional<String> served = reply.model();
    if (reply.outcome() != Outcome.ANSWERED || served.isEmpty()) {
      return reply;
    }
    boolean known = question.models().stream()
        .anyMatch(asked -> asked.startsWith("openrouter/") || isSame(asked, served.get()));
    return known
        ? reply
        : new Reply(
            Outcome.UNAVAILABLE,
            "",
            served,
            reply.promptTokens(),
            reply.completionTokens(),
            reply.costUsd(),
            "a model answered that was not asked");
  }

  private static boolean isSame(String asked, String served) {
    String plain = asked.toLowerCase(Locale.ROOT).replaceFirst(":[a-z]+$", "");
    return served.toLowerCase(Locale.ROOT).startsWith(plain);
  }

  private String body(Question question, List<String> models) {
    ObjectNode body = Gateway.MAPPER.createObjectNode();
    body.put("model", models.get(0));
    if (settings.routes()) {
      route(body, models);
    }
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", question.system());
    messages.addObject().put("role", "user").put("content", question.user());
    body.put("max_tokens", question.maxAnswerTokens()); // without it a small balance answers 402
    ObjectNode format = body.putObject("response_format");
    format.put("type", "json_schema");
    ObjectNode schema = format.putObject("json_schema");
    schema.put("name", question.schemaName());
    schema.put("strict", true);
    try {
      schema.set("schema", Gateway.MAPPER.readTree(question.schema()));
      return Gateway.MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the schema is no JSON", e);
    }
  }

  private static void route(ObjectNode body, List<String> models) {
    if (models.size() > 1) {
      models.forEach(body.putArray("models")::add);
    }
    ObjectNode provider = body.putObject("provider");
    provider.put("require_parameters", true);
    provider.put("data_collection", "deny");
  }
}
