package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.ModelCalls;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What may be spent on the model in a day (UTC). Money is reserved at a worst-case price before a call
 * leaves, so that a crash cannot make it free.
 */
final class Budget {
  // Dearer than openai/gpt-4o's list price (2.50 and 10 USD for a million tokens) on purpose: a
  // reservation must not be too small for another model of its kind.
  private static final double INPUT_USD_PER_TOKEN = 5e-6;
  private static final double OUTPUT_USD_PER_TOKEN = 20e-6;
  private static final double CHARACTERS_PER_TOKEN = 3.5;

  private final Database database;
  private final ModelCalls calls;
  private final double dailyUsd;

  Budget(Database database, double dailyUsd) {
    this.database = database;
    this.calls = new ModelCalls(database);
    this.dailyUsd = dailyUsd;
  }

  /** The number of the reserved call; empty when the day's money would not do. */
  Optional<Long> reserve(long incident, int promptCharacters, int maxAnswerTokens) {
    double price = promptCharacters / CHARACTERS_PER_TOKEN * INPUT_USD_PER_TOKEN
        + maxAnswerTokens * OUTPUT_USD_PER_TOKEN;
    Instant today = database
        .clock()
        .instant()
        .atZone(ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.DAYS)
        .toInstant();
    if (calls.spentSince(today) + price > dailyUsd) {
      return Optional.empty();
    }
    Optional<Long> of = incident == 0 ? Optional.empty() : Optional.of(incident);
    return Optional.of(database.write(in -> calls.reserve(in, of, price)));
  }

  void settle(long call, LanguageModel.Reply reply) {
    database.change(in -> {
      calls.settle(
          in,
          call,
          reply.outcome().name(),
          reply.model(),
          reply.promptTokens(),
          reply.completionTokens(),
          reply.costUsd());
    });
  }
}
