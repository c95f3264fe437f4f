package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Diagnosis;
import java.time.Instant;
import java.util.Optional;

/** What a model was paid for: the same question is not asked twice. */
public final class ModelAnswers {
  private static final String COLUMNS = "SELECT " + Diagnoses.COLUMNS + " FROM model_answer ";

  private final Database database;

  public ModelAnswers(Database database) {
    this.database = database;
  }

  /** By the digest of the whole question; empty also where the row is damaged. */
  public Optional<Diagnosis> find(String key) {
    return database
        .sql()
        .first(COLUMNS + "WHERE key = ?", Diagnoses::read, key)
        .flatMap(found -> found);
  }

  /** The newest to a failure with these lines, whatever else was in the question. */
  public Optional<Diagnosis> newest(String fingerprint, Instant since) {
    return database
        .sql()
        .first(
            COLUMNS + "WHERE fingerprint = ? AND at >= ? ORDER BY at DESC LIMIT 1",
            Diagnoses::read,
            fingerprint,
            since)
        .flatMap(found -> found);
  }

  /** A later answer to the same question takes the place of the earlier one. */
  public void keep(Transaction in, String key, String fingerprint, Diagnosis diagnosis) {
    in.sql().update("""
            INSERT INTO model_answer (key, fingerprint, at, category, confidence,
              transient, analyzer, model, cost_usd, content, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET
              fingerprint = excluded.fingerprint, at = excluded.at, category = excluded.category,
              confidence = excluded.confidence, transient = excluded.transient,
              analyzer = excluded.analyzer, model = excluded.model, cost_usd = excluded.cost_usd,
              content = excluded.content, digest = excluded.digest""", Diagnoses.values(diagnosis, key, fingerprint, in.now()));
  }
}
