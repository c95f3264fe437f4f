package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.RiskScore;
import io.github.cicdmonitor.model.SafeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Everything the state knows of one incident, and what waits for somebody. */
public final class StoryRows {
  private final Database database;

  public StoryRows(Database database) {
    this.database = database;
  }

  /** An incident's own row; {@code repository} as GitHub spells it. */
  public record IncidentRow(
      long id,
      String repository,
      String signature,
      IncidentState state,
      Optional<Action> action,
      String workflow,
      String job,
      String branch,
      int occurrences,
      Instant openedAt,
      Instant lastFailedAt,
      Optional<Instant> resolvedAt) {}

  /** One failure of an incident. */
  public record FailureRow(
      long id,
      String workflow,
      String job,
      String branch,
      long runId,
      int attempt,
      String headSha,
      String conclusion,
      String author,
      String url,
      Instant failedAt,
      Instant seenAt) {}

  /** The newest pull request of an incident. */
  public record PullRequestRow(long number, String url, String state, String checks) {}

  /** An approval request without a decision. */
  public record WaitingApproval(
      long incident,
      String digest,
      String repository,
      int risk,
      Instant requestedAt,
      Instant expiresAt) {}

  /** A change or message that is planned, being sent, or of unknown fate. */
  public record OpenEffect(
      String kind,
      String state,
      Optional<Long> incident,
      Optional<String> repository,
      int attempts,
      Instant plannedAt) {}

  public Optional<IncidentRow> incident(long id) {
    return database
        .sql()
        .first(
            """
            SELECT i.id, r.name, i.signature, i.state, i.action, i.workflow, i.job, i.branch,
              i.occurrences, i.opened_at, i.last_failed_at, i.resolved_at
            FROM incident i JOIN repository r ON r.key = i.repository WHERE i.id = ?""",
            row -> new IncidentRow(
                row.number(1),
                row.text(2),
                row.text(3),
                IncidentState.ofWord(row.text(4)),
                row.optionalText(5).map(Action::ofWord),
                row.text(6),
                row.text(7),
                row.text(8),
                (int) row.number(9),
                row.time(10),
                row.time(11),
                row.optionalTime(12)),
            id);
  }

  /** Oldest first. */
  public List<FailureRow> failures(long incident) {
    return database
        .sql()
        .list(
            """
            SELECT id, workflow, job, branch, run_id, attempt, head_sha, conclusion, author, url,
              failed_at, seen_at
            FROM failure WHERE incident = ? ORDER BY failed_at, id""",
            row -> new FailureRow(
                row.number(1),
                row.text(2),
                row.text(3),
                row.text(4),
                row.number(5),
                (int) row.number(6),
                row.text(7),
                row.text(8),
                row.text(9),
                row.text(10),
                row.time(11),
                row.time(12)),
            incident);
  }

  /** The newest one. */
  public Optional<Diagnosis> diagnosis(long incident) {
    return database.sql().first("""
            SELECT category, confidence, transient, analyzer, model, cost_usd, content
            FROM diagnosis WHERE incident = ? ORDER BY id DESC LIMIT 1""", StoryRows::diagnosis, incident);
  }

  private static Diagnosis diagnosis(Sql.Row row) {
    JsonNode content = Columns.read(row.text(7));
    return new Diagnosis(
        Category.ofWord(row.text(1).toLowerCase(Locale.ROOT)).orElseThrow(),
        row.real(2),
        row.flag(3),
        safe(content.path("rootCause")),
        safe(content.path("advice")),
        list(
            content.path("evidence"),
            line -> new Evidence(line.path("line").asInt(), safe(line.path("text")))),
        remediation(content.path("remediation")),
        Diagnosis.Analyzer.valueOf(row.text(4)),
        text(content.path("rule")),
        row.optionalText(5),
        row.optionalReal(6),
        text(content.path("note")));
  }

  private static Remediation remediation(JsonNode node) {
    return new Remediation(
        Remediation.Kind.ofWord(node.path("kind").asText().toLowerCase(Locale.ROOT))
            .orElse(Remediation.Kind.NONE),
        safe(node.path("title")),
        safe(node.path("rationale")),
        list(
            node.path("edits"),
            edit -> new Edit(
                edit.path("path").asText(),
                edit.path("find").asText(),
                edit.path("replace").asText())),
        list(node.path("command"), JsonNode::asText));
  }

  /** What the gate said of the newest proposal. */
  public Optional<GateDecision> decision(long incident) {
    return database
        .sql()
        .first(
            "SELECT decision FROM proposal WHERE incident = ? ORDER BY id DESC LIMIT 1",
            row -> decision(Columns.read(row.text(1))),
            incident);
  }

  private static GateDecision decision(JsonNode node) {
    JsonNode risk = node.path("risk");
    return new GateDecision(
        GateDecision.Outcome.valueOf(node.path("outcome").asText()),
        new RiskScore(
            risk.path("value").asInt(),
            list(
                risk.path("factors"),
                factor -> new RiskFactor(
                    factor.path("factor").asText(), factor.path("points").asInt()))),
        list(node.path("floors"), JsonNode::asText),
        list(
            node.path("hits"),
            hit -> new HardRuleHit(
                hit.path("rule").asText(),
                hit.path("path").asText(),
                hit.path("line").asInt(),
                hit.path("reason").asText())));
  }

  public Optional<PullRequestRow> pullRequest(long incident) {
    return database
        .sql()
        .first(
            """
            SELECT number, url, state, checks FROM pull_request
            WHERE incident = ? ORDER BY opened_at DESC, number DESC LIMIT 1""",
            row -> new PullRequestRow(row.number(1), row.text(2), row.text(3), row.text(4)),
            incident);
  }

  /** Those that expire first come first. */
  public List<WaitingApproval> waitingApprovals() {
    return database
        .sql()
        .list(
            """
            SELECT a.incident, a.digest, r.name, p.risk, a.requested_at, a.expires_at
            FROM approval a
            JOIN proposal p ON p.id = a.proposal
            JOIN incident i ON i.id = a.incident
            JOIN repository r ON r.key = i.repository
            WHERE a.state = 'waiting' ORDER BY a.expires_at, a.incident""",
            row -> new WaitingApproval(
                row.number(1),
                row.text(2),
                row.text(3),
                (int) row.number(4),
                row.time(5),
                row.time(6)));
  }

  /** Those that wait longest come first. */
  public List<OpenEffect> openEffects() {
    return database
        .sql()
        .list(
            """
            SELECT kind, state, incident, repository, attempts, planned_at
            FROM effect WHERE state IN ('PLANNED', 'SENDING', 'UNKNOWN')
            ORDER BY planned_at, key""",
            row -> new OpenEffect(
                row.text(1),
                row.text(2),
                row.optionalText(3).map(Long::valueOf),
                row.optionalText(4),
                (int) row.number(5),
                row.time(6)));
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
    List<T> items = new ArrayList<>();
    array.forEach(item -> items.add(reader.apply(item)));
    return items;
  }

  private static SafeText safe(JsonNode node) {
    return SafeText.ofRedacted((node.isObject() ? node.path("value") : node).asText());
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }
}
