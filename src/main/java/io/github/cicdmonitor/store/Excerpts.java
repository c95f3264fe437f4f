package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.StepRole;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
            Columns.write(new Kept(failure, excerpt)));
  }

  public Kept of(long incident) {
    return database
        .sql()
        .first("SELECT content FROM excerpt WHERE incident = ?", row -> kept(row.text(1)), incident)
        .orElse(Kept.NOTHING);
  }

  private static Kept kept(String json) {
    JsonNode row = Columns.read(json);
    JsonNode node = row.has("excerpt") ? row.path("excerpt") : row; // earlier versions kept it bare
    List<LogLine> lines = new ArrayList<>();
    for (JsonNode line : node.path("lines")) {
      lines.add(new LogLine(
          line.path("number").asInt(),
          SafeText.ofRedacted(line.path("text").path("value").asText())));
    }
    List<Integer> errors = new ArrayList<>();
    node.path("errorLines").forEach(n -> errors.add(n.asInt()));
    Set<Integer> familiar = new HashSet<>();
    node.path("familiar").forEach(n -> familiar.add(n.asInt()));
    List<ExcerptStep> steps = new ArrayList<>();
    node.path("steps").forEach(part -> steps.add(step(part)));
    String step = node.path("step").path("value").asText();
    Excerpt excerpt = new Excerpt(
        lines,
        errors,
        step.isEmpty() ? Optional.empty() : Optional.of(SafeText.ofRedacted(step)),
        steps,
        node.path("stepFrom").asInt(),
        node.path("stepTo").asInt(),
        node.path("totalLines").asInt(),
        node.path("truncated").asBoolean(),
        familiar,
        Columns.signals(node.path("signals")));
    return new Kept(row.path("failure").asLong(), excerpt);
  }

  private static ExcerptStep step(JsonNode node) {
    Set<StepRole> roles = EnumSet.noneOf(StepRole.class);
    node.path("roles").forEach(role -> roles.add(StepRole.valueOf(role.asText())));
    return new ExcerptStep(
        node.path("from").asInt(),
        node.path("to").asInt(),
        roles,
        ExcerptStep.Standing.valueOf(node.path("standing").asText()),
        node.path("stop").isObject() ? Optional.of(stop(node.path("stop"))) : Optional.empty(),
        SafeText.ofRedacted(node.path("command").path("value").asText()));
  }

  private static ExcerptStep.Stop stop(JsonNode node) {
    return new ExcerptStep.Stop(
        node.path("line").asInt(),
        node.path("silentSeconds").asLong(),
        node.path("lastedSeconds").asLong());
  }
}
