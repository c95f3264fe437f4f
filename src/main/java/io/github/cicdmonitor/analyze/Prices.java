package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.analyze.LanguageModel.Price;
import io.github.cicdmonitor.config.Config.ModelPrice;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.ModelPrices;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a model costs: as configured, else as the gateway lists it, which is asked once a day. */
final class Prices {
  private static final Duration FRESH = Duration.ofDays(1);
  private static final double MILLION = 1e6;

  private final Map<String, ModelPrice> configured;
  private final Optional<LanguageModel> gateway;
  private final boolean free;
  private final Database database;
  private final ModelPrices kept;
  private Optional<Map<String, Price>> listed = Optional.empty();

  /** @param free whether a model costs nothing unless the configuration says otherwise */
  Prices(
      Map<String, ModelPrice> configured,
      Optional<LanguageModel> gateway,
      boolean free,
      Database database) {
    this.free = free;
    this.configured = Map.copyOf(configured);
    this.gateway = gateway;
    this.database = database;
    this.kept = new ModelPrices(database);
  }

  /** Empty where nobody says. */
  Optional<Price> of(String model) {
    ModelPrice own = configured.get(model);
    if (own != null) {
      return Optional.of(new Price(own.inputUsd() / MILLION, own.outputUsd() / MILLION));
    }
    if (free) {
      return Optional.of(new Price(0, 0));
    }
    Optional<ModelPrices.Row> row = kept.find(model);
    Instant stale = database.clock().instant().minus(FRESH);
    if (row.filter(known -> known.at().isAfter(stale)).isEmpty()) {
      Optional<Price> asked = Optional.ofNullable(list().get(model));
      asked.ifPresent(
          price -> database.change(in -> kept.save(in, model, price.input(), price.output())));
      if (asked.isPresent()) {
        return asked;
      }
    }
    return row.map(known -> new Price(known.input(), known.output()));
  }

  private Map<String, Price> list() {
    if (listed.isEmpty()) {
      listed = Optional.of(gateway.map(LanguageModel::prices).orElse(Map.of()));
    }
    return listed.get();
  }
}
