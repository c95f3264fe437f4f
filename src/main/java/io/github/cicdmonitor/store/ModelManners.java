package io.github.cicdmonitor.store;

import java.time.Duration;
import java.util.Optional;

/** In which manner a model took a question; forgotten after a week, as models learn. */
public final class ModelManners {
  private static final Duration FRESH = Duration.ofDays(7);

  private final Database database;

  public ModelManners(Database database) {
    this.database = database;
  }

  /** @param format SCHEMA, JSON_OBJECT or PLAIN */
  public record Row(String format, boolean completionTokens, boolean temperature) {}

  public Optional<Row> find(String gateway, String model) {
    return database
        .sql()
        .first(
            """
            SELECT format, completion_tokens, temperature FROM model_manner
            WHERE gateway = ? AND model = ? AND at > ?""",
            RecordReader.of(Row.class),
            gateway,
            model,
            database.clock().instant().minus(FRESH));
  }

  public void save(Transaction in, String gateway, String model, Row row) {
    in.sql()
        .update(
            """
            INSERT INTO model_manner (gateway, model, format, completion_tokens, temperature, at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (gateway, model) DO UPDATE SET
              format = excluded.format, completion_tokens = excluded.completion_tokens,
              temperature = excluded.temperature, at = excluded.at""", gateway, model, row.format(), row.completionTokens(), row.temperature(), in.now());
  }
}
