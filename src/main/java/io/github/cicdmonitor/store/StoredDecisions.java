package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.FixFate;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was decided, in earnest and in dry runs, and what people and time made of it. */
public final class StoredDecisions {
  private static final int PREVIEWS_SINCE = 7; // version of the schema

  private final Database database;

  public StoredDecisions(Database database) {
    this.database = database;
  }

  /**
   * A decision.
   *
   * @param incident empty of a dry run
   * @param title of the fix; empty where there is none
   * @param gate the gate's word on the fix, where there is one
   * @param word what became of the request for a person's word, where there was one
   * @param fate of its pull request, where there was one
   */
  public record StoredDecision(
      Optional<Long> incident,
      String repository,
      String workflow,
      String job,
      Instant at,
      Action action,
      String title,
      Optional<GateDecision> gate,
      Optional<Approvals.State> word,
      Optional<FixFate> fate) {}

  /** What a dry run came to, in the place of what the last one said of the same failure. */
  public record Preview(
      RepositoryName repository,
      Signature signature,
      String workflow,
      String job,
      Action action,
      String title,
      Optional<GateDecision> gate) {}

  public void keep(Transaction in, Preview preview) {
    in.sql()
        .update(
            """
            INSERT INTO preview (repository, signature, at, workflow, job, action, title, decision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (repository, signature) DO UPDATE SET at = excluded.at,
              action = excluded.action, title = excluded.title, decision = excluded.decision""",
            preview.repository().key(),
            preview.signature().value(),
            in.now(),
            preview.workflow(),
            preview.job(),
            preview.action().word(),
            preview.title(),
            preview.gate().map(JsonColumn::write));
  }

  /** Of incidents opened, and of dry runs made, since then; newest first. */
  public List<StoredDecision> since(Instant since) {
    List<StoredDecision> all = new ArrayList<>(inEarnest(since));
    all.addAll(database.version() < PREVIEWS_SINCE ? List.of() : previews(since));
    all.sort(Comparator.comparing(StoredDecision::at).reversed());
    return all;
  }

  private List<StoredDecision> inEarnest(Instant since) {
    Map<Long, FixFate> fates = new HashMap<>();
    new FixRecords(database).all().forEach(fix -> fates.putIfAbsent(fix.incident(), fix.fate()));
    return database
        .sql()
        .list(
            """
            SELECT i.id, r.name AS repository, i.workflow, i.job, i.opened_at AS at, i.action,
              CASE WHEN json_valid(q.content) THEN json_extract(q.content, '$.title') END AS title,
              q.decision,
              (SELECT a.state FROM approval a WHERE a.proposal = q.id) AS word
            FROM incident i JOIN repository r ON r.key = i.repository
            LEFT JOIN proposal q
              ON q.id = (SELECT max(id) FROM proposal WHERE incident = i.id)
            WHERE i.opened_at >= ? AND i.action IS NOT NULL""",
            row -> decided(
                row,
                Optional.of(row.number("id")),
                Optional.ofNullable(fates.get(row.number("id")))),
            since);
  }

  /** Those whose failure was not dealt with in earnest afterwards. */
  private List<StoredDecision> previews(Instant since) {
    return database.sql().list("""
            SELECT r.name AS repository, p.workflow, p.job, p.at, p.action, p.title, p.decision,
              NULL AS word
            FROM preview p JOIN repository r ON r.key = p.repository
            WHERE p.at >= ? AND NOT EXISTS (
              SELECT 1 FROM incident i WHERE i.repository = p.repository
                AND i.signature = p.signature AND i.opened_at >= p.at)""", row -> decided(row, Optional.empty(), Optional.empty()), since);
  }

  private static StoredDecision decided(
      SqlRow row, Optional<Long> incident, Optional<FixFate> fate) {
    return new StoredDecision(
        incident,
        row.text("repository"),
        row.text("workflow"),
        row.text("job"),
        row.time("at"),
        row.word("action", Action.class),
        row.text("title"),
        row.optionalText("decision").map(json -> JsonColumn.read(json, GateDecision.class)),
        row.optionalText("word").map(word -> row.word("word", Approvals.State.class)),
        fate);
  }
}
