package io.github.cicdmonitor.store;

import java.time.Instant;
import java.util.Optional;

/** What the gateway's list said that a token of a model costs; asked for again after a day. */
public final class ModelPrices {
  private final Database database;

  public ModelPrices(Database database) {
    this.database = database;
  }

  /** USD a token. */
  public record Row(double input, double output, Instant at) {}

  public Optional<Row> find(String model) {
    return database
        .sql()
        .first(
            "SELECT input_usd AS input, output_usd AS output, at FROM model_price WHERE model = ?",
            RecordReader.of(Row.class),
            model);
  }

  public void save(Transaction in, String model, double input, double output) {
    in.sql().update("""
            INSERT INTO model_price (model, input_usd, output_usd, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (model) DO UPDATE SET input_usd = excluded.input_usd,
              output_usd = excluded.output_usd, at = excluded.at""", model, input, output, in.now());
  }
}
