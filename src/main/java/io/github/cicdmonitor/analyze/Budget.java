package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.analyze.LanguageModel.Price;
import io.github.cicdmonitor.analyze.LanguageModel.Reply;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Digests;
import io.github.cicdmonitor.store.ModelCalls;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What may be spent on the model in a day (UTC). The most that a request can cost is reserved before it
 * leaves, so that a crash cannot make it free; where no price is known, that is all that is left.
 */
final class Budget {
  private static final double CHARACTERS_PER_TOKEN = 3.5;

  private final Database database;
  private final ModelCalls calls;
  private final Prices prices;
  private final double dailyUsd;

  Budget(Database database, Prices prices, double dailyUsd) {
    this.database = database;
    this.calls = new ModelCalls(database);
    this.prices = prices;
    this.dailyUsd = dailyUsd;
  }

  /** @param prompt all that is sent, for its length and its digest */
  Purse purse(long incident, String prompt, int maxAnswerTokens) {
    return new Purse(incident, prompt, maxAnswerTokens);
  }

  /** Spends on one question. */
  final class Purse implements LanguageModel.Purse {
    private final long incident;
    private final double promptTokens;
    private final String promptDigest;
    private final int answerTokens;
    private List<String> asked = List.of();
    private long call;

    private Purse(long incident, String prompt, int answerTokens) {
      this.incident = incident;
      this.promptTokens = prompt.length() / CHARACTERS_PER_TOKEN;
      this.promptDigest = Digests.sha256(prompt);
      this.answerTokens = answerTokens;
    }

    @Override
    public boolean reserve(List<String> models) {
      OptionalDouble known = most(models);
      asked = List.copyOf(models);
      Optional<Long> of = incident == 0 ? Optional.empty() : Optional.of(incident);
      // Counted and taken at once: others may spend at the same time.
      return database.write(in -> {
        double left = dailyUsd - calls.spentSince(today());
        double most = known.orElse(left);
        boolean enough = left > 0 && most <= left;
        if (enough) {
          call = calls.reserve(in, of, most, promptDigest);
        }
        return enough;
      });
    }

    /** By the dearest of the models; empty where the price of one is not known. */
    private OptionalDouble most(List<String> models) {
      double most = 0;
      for (String model : models) {
        Optional<Price> price = prices.of(model);
        if (price.isEmpty()) {
          return OptionalDouble.empty();
        }
        most = Math.max(
            most,
            promptTokens * price.get().input() + answerTokens * price.get().output());
      }
      return OptionalDouble.of(most);
    }

    @Override
    public void settle(Reply reply) {
      database.change(in -> {
        calls.settle(
            in,
            call,
            new ModelCalls.Settled(
                reply.outcome().name(),
                reply.model(),
                reply.promptTokens(),
                reply.completionTokens(),
                cost(reply),
                reply.content()));
      });
    }

    /** As the gateway says, else by its tokens; empty where it stays unknown: then it stays reserved. */
    private OptionalDouble cost(Reply reply) {
      if (reply.costUsd().isPresent() || reply.outcome() == LanguageModel.Outcome.LOST) {
        return reply.costUsd();
      }
      if (reply.promptTokens() + reply.completionTokens() > 0) {
        return byTokens(reply);
      }
      return switch (reply.outcome()) {
        case ANSWERED, CUT -> OptionalDouble.empty();
        default -> OptionalDouble.of(0); // no answer, nothing counted: nothing to pay
      };
    }

    private OptionalDouble byTokens(Reply reply) {
      Optional<Price> price = reply.model().flatMap(prices::of).or(() -> prices.of(asked.get(0)));
      return price
          .map(of -> OptionalDouble.of(
              reply.promptTokens() * of.input() + reply.completionTokens() * of.output()))
          .orElse(OptionalDouble.empty());
    }
  }

  private Instant today() {
    return database
        .clock()
        .instant()
        .atZone(ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.DAYS)
        .toInstant();
  }
}
