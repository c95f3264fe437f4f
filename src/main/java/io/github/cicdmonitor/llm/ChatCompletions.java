package io.github.cicdmonitor.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.analyze.LanguageModel;
import io.github.cicdmonitor.remote.Limits;
import io.github.cicdmonitor.remote.Refusal;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
  public Reply ask(Question question) {
    if (settings.routes()) {
      return rejectStrangers(question, patiently(question, question.models(), new Waits()));
    }
    Waits waits = new Waits();
    Reply reply = Answers.unavailable("no model is configured");
    for (String model : question.models()) {
      reply = patiently(question, List.of(model), waits);
      if (reply.outcome() != Outcome.UNAVAILABLE) {
        return reply;
      }
    }
    return reply;
  }

  /** Whether this question has used up its one wait. */
  private static final class Waits {
    private boolean used;
  }

  private Reply patiently(Question question, List<String> models, Waits waits) {
    try {
      String body = body(question, models);
      Gateway.Answer answer = gateway.post("chat/completions", body);
      if (waits(answer, waits)) {
        answer = gateway.post("chat/completions", body);
      }
      return Answers.read(answer.status(), answer.body());
    } catch (Refusal refusal) {
      return Answers.unavailable("the gateway: " + refusal.words());
    }
  }

  private boolean waits(Gateway.Answer answer, Waits waits) {
    String retryAfter = answer.response().header("Retry-After");
    if (waits.used || retryAfter == null || !BUSY.contains(answer.status())) {
      return false;
    }
    Duration wait = Limits.retryAfter(retryAfter, budget.now());
    waits.used = true;
    return wait.compareTo(SHORT) <= 0 && budget.sleep(wait);
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
