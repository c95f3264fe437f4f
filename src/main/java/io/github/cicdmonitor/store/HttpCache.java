package io.github.cicdmonitor.store;

import java.time.Duration;
import java.util.Optional;

/**
 * Answers of GitHub with their ETags, so that asking again costs nothing while nothing has changed.
 * Worth keeping for what every scan asks again; losing them costs rate-limit points only.
 */
public final class HttpCache {
  private static final Duration KEPT = Duration.ofDays(14);

  private final Database database;

  public HttpCache(Database database) {
    this.database = database;
  }

  /** @param body JSON, redacted */
  public record Answer(String etag, String body) {}

  public Optional<Answer> find(String url) {
    return database
        .sql()
        .first("SELECT etag, body FROM answer WHERE url = ?", RecordReader.of(Answer.class), url);
  }

  public void keep(Transaction in, String url, Answer answer) {
    in.sql().update("""
            INSERT INTO answer (url, etag, body, at) VALUES (?, ?, ?, ?) ON CONFLICT (url)
            DO UPDATE SET etag = excluded.etag, body = excluded.body, at = excluded.at""", url, answer.etag(), answer.body(), in.now());
    in.sql().update("DELETE FROM answer WHERE at < ?", in.now().minus(KEPT));
  }
}
