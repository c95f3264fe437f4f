package io.github.cicdmonitor.llm;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.analyze.LanguageModel;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.RateLimits;
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
 * are tried here, one after the other. A short {@code Retry-After} is waited for, once. A model that
 * refuses a parameter is asked again without it, and that is remembered ({@link Manner}).
 */
public final class ChatCompletions implements LanguageModel {
  private static final Set<Integer> BUSY = Set.of(408, 429, 502, 503);

  private static final Duration SHORT = Duration.ofSeconds(30); // beyond, a fallback is quicker

  private final GatewaySettings settings;
  private final Gateway gateway;
  private final WaitBudget budget;
  private final Manners manners;

  public ChatCompletions(GatewaySettings settings, Transport transport, WaitBudget budget) {
    this(settings, transport, budget, Manners.inMemory());
  }

  public ChatCompletions(
      GatewaySettings settings, Transport transport, WaitBudget budget, Manners manners) {
    this.settings = settings;
    this.gateway = new Gateway(settings, transport);
    this.budget = budget;
    this.manners = manners;
  }

  @Override
  public Reply ask(Question question, Purse purse) {
    if (settings.routes()) {
      Reply reply = patiently(question, question.models(), purse, new Waits());
      return rejectStrangers(question, reply);
    }
    Waits waits = new Waits();
    Reply reply = GatewayAnswers.unavailable("no model is configured");
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
    } catch (HttpError refusal) {
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
    Optional<Manner> known = manners.find(settings.baseUrl(), models.get(0));
    Manner manner = known.orElse(Manner.FIRST);
    while (true) {
      if (!purse.reserve(models)) {
        return GatewayAnswers.unpaid();
      }
      Reply reply;
      Optional<Duration> wait = Optional.empty();
      Optional<Manner> poorer = Optional.empty();
      try {
        Gateway.Answer answer =
            gateway.ask(models.get(0), ChatRequest.json(question, models, manner, settings));
        reply = GatewayAnswers.read(answer.status(), answer.body()).askedOf(asked(models, answer));
        wait = mayRepeat(answer, waits);
        poorer = manner.after(answer.status(), answer.body(), settings.kind());
        if (answer.status() == 200 && !known.equals(Optional.of(manner))) {
          manners.keep(settings.baseUrl(), models.get(0), manner);
        }
      } catch (HttpError refusal) {
        reply = GatewayAnswers.failed(refusal);
      }
      purse.settle(reply);
      if (poorer.isPresent()) {
        manner = poorer.get();
      } else if (wait.isEmpty() || !budget.sleep(wait.get())) {
        return reply;
      }
    }
  }

  /** Which of the models answered, by the name that it was asked by. */
  private static String asked(List<String> models, Gateway.Answer answer) {
    String served = answer.body().map(body -> body.path("model").asText()).orElse("");
    return models.stream()
        .filter(model -> models.size() > 1 && isSame(model, served))
        .findFirst()
        .orElse(models.get(0));
  }

  /** How long to wait before it is asked once more. */
  private Optional<Duration> mayRepeat(Gateway.Answer answer, Waits waits) {
    String retryAfter = answer.response().header("Retry-After");
    if (waits.used || retryAfter == null || !BUSY.contains(answer.status())) {
      return Optional.empty();
    }
    waits.used = true;
    return Optional.of(RateLimits.retryAfter(retryAfter, budget.now()))
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
        : reply.withOutcome(Outcome.UNAVAILABLE, "a model answered that was not asked");
  }

  private static boolean isSame(String asked, String served) {
    String plain = asked.toLowerCase(Locale.ROOT).replaceFirst(":[a-z]+$", "");
    return !served.isEmpty() && served.toLowerCase(Locale.ROOT).startsWith(plain);
  }
}
