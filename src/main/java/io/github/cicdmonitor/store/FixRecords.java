package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.FixFate;
import io.github.cicdmonitor.model.TrackRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Our pull requests, each with what was predicted of its fix and what became of it. */
public final class FixRecords {
  /** A failure that is back within so long has the old cause; later ones may have another. */
  private static final Duration COMES_BACK = Duration.ofDays(14);

  private static final String SELECT = """
      SELECT p.incident, p.opened_at, p.state, p.checks,
        (i.state = 'fix_failed' AND NOT EXISTS (
            SELECT 1 FROM pull_request later WHERE later.incident = i.id AND later.number > p.number))
          OR EXISTS (SELECT 1 FROM incident n WHERE n.repository = i.repository
            AND n.signature = i.signature AND n.id > i.id AND n.opened_at >= p.changed_at
            AND n.opened_at <= p.changed_at + ?) AS came_back,
        EXISTS (SELECT 1 FROM outcome o WHERE o.incident = p.incident
          AND o.kind = 'edited_before_merge') AS edited,
        q.risk, d.confidence, CASE WHEN d.analyzer = 'LLM' THEN d.model END AS model,
        CASE WHEN json_valid(d.content) THEN json_extract(d.content, '$.remediation.fix') END AS recipe,
        CASE WHEN json_valid(d.content) THEN json_extract(d.content, '$.rule') END AS rule,
        (SELECT o.kind FROM outcome o WHERE o.incident = p.incident
          AND o.kind IN ('reverted', 'revert_undone') ORDER BY o.id DESC LIMIT 1) AS reverted,
        EXISTS (SELECT 1 FROM outcome o
            JOIN failure f ON f.repository = i.repository AND f.head_sha = o.detail
            JOIN incident n ON n.id = f.incident
          WHERE o.incident = p.incident AND o.kind = 'pull_request_merged'
            AND n.signature <> i.signature
            AND NOT EXISTS (SELECT 1 FROM diagnosis t WHERE t.incident = n.id AND t.transient = 1)
            AND NOT EXISTS (SELECT 1 FROM failure g JOIN incident h ON h.id = g.incident
              WHERE h.repository = n.repository AND h.signature = n.signature
                AND g.created_at < f.created_at)) AS red_after
      FROM pull_request p JOIN incident i ON i.id = p.incident
      LEFT JOIN diagnosis d ON d.id = coalesce(
        (SELECT max(id) FROM diagnosis WHERE incident = p.incident AND at <= p.opened_at),
        (SELECT min(id) FROM diagnosis WHERE incident = p.incident))
      LEFT JOIN proposal q ON q.id = coalesce(
        (SELECT max(id) FROM proposal WHERE incident = p.incident AND at <= p.opened_at),
        (SELECT min(id) FROM proposal WHERE incident = p.incident))
      """;
  private static final String NEWEST_SETTLED = """
      AND p.state <> 'withdrawn' AND (p.state <> 'open' OR p.checks = 'red')
      ORDER BY p.opened_at DESC, p.incident DESC, p.number DESC LIMIT ?""";

  private final Database database;

  public FixRecords(Database database) {
    this.database = database;
  }

  /**
   * A fix.
   *
   * @param risk as the gate summed it up, 0 to 10
   * @param confidence of the diagnosis, 0 to 1
   * @param model that answered, where one did
   * @param recipe of the catalogue that made the fix
   * @param rule that won, where rules answered
   */
  public record FixRecord(
      long incident,
      Instant openedAt,
      FixFate fate,
      OptionalInt risk,
      OptionalDouble confidence,
      Optional<String> model,
      Optional<String> recipe,
      Optional<String> rule) {}

  /** Newest first. */
  public List<FixRecord> all() {
    return database
        .sql()
        .list(
            SELECT + "ORDER BY p.opened_at DESC, p.incident DESC, p.number DESC",
            FixRecords::read,
            COMES_BACK.toMillis());
  }

  /** How the last fixes that rest on this model's answers came out. */
  public TrackRecord ofModel(String model) {
    return new TrackRecord("the model " + model, newest("""
        WHERE d.analyzer = 'LLM' AND d.model = ?
        """, model));
  }

  /** How the last fixes that this recipe of the catalogue made came out. */
  public TrackRecord ofRecipe(String recipe) {
    return new TrackRecord("the recipe " + recipe, newest("""
        WHERE json_valid(d.content) AND json_extract(d.content, '$.remediation.fix') = ?
        """, recipe));
  }

  private List<FixFate> newest(String where, String name) {
    return database
        .sql()
        .list(
            SELECT + where + NEWEST_SETTLED,
            row -> read(row).fate(),
            COMES_BACK.toMillis(),
            name,
            TrackRecord.WINDOW);
  }

  private static FixRecord read(SqlRow row) {
    return new FixRecord(
        row.number("incident"),
        row.time("opened_at"),
        fate(row),
        row.optionalInteger("risk"),
        row.optionalReal("confidence"),
        row.optionalText("model"),
        row.optionalText("recipe"),
        row.optionalText("rule"));
  }

  private static FixFate fate(SqlRow row) {
    boolean red = row.text("checks").equals("red");
    return switch (row.text("state")) {
      case "merged" -> merged(row);
      case "closed" -> FixFate.CLOSED;
      case "withdrawn" -> FixFate.WITHDRAWN;
      case "handed_over" -> red ? FixFate.RED : FixFate.EDITED;
      default -> red ? FixFate.RED : FixFate.UNDER_WAY;
    };
  }

  /** A person's word counts before what the checks say, and what happened after it before itself. */
  private static FixFate merged(SqlRow row) {
    if (row.optionalText("reverted").filter("reverted"::equals).isPresent()) {
      return FixFate.REVERTED;
    }
    if (row.flag("came_back")) {
      return FixFate.CAME_BACK;
    }
    if (row.flag("red_after")) {
      return FixFate.RED_AFTER_MERGE;
    }
    return row.flag("edited") ? FixFate.EDITED : FixFate.MERGED;
  }
}
