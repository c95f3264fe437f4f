package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.Excerpt;

/** What was cut from the log of the failure that opened an incident. */
public final class Excerpts {
  private final Database database;

  public Excerpts(Database database) {
    this.database = database;
  }

  /** @param failure number of the failure whose log it is of; 0 in rows of earlier versions */
  public record Kept(long failure, Excerpt excerpt) {
    static final Kept NOTHING = new Kept(0, Excerpt.NOTHING);
  }

  void add(Transaction in, long incident, long failure, Excerpt excerpt) {
    in.sql()
        .update(
            "INSERT INTO excerpt (incident, content) VALUES (?, ?)",
            incident,
            JsonColumn.write(new Kept(failure, excerpt)));
  }

  public Kept of(long incident) {
    return database
        .sql()
        .first(
            "SELECT content FROM excerpt WHERE incident = ?",
            row -> kept(row.text("content")),
            incident)
        .orElse(Kept.NOTHING);
  }

  private static Kept kept(String json) {
    JsonNode row = JsonColumn.read(json);
    return row.has("excerpt")
        ? JsonColumn.read(row, Kept.class)
        : new Kept(0, JsonColumn.read(row, Excerpt.class)); // earlier versions kept it bare
  }
}
