package io.github.cicdmonitor.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The failures behind one incident, and what waits for somebody. */
public final class StoryRows {
  /** {@code report} reads older files as they are. */
  private static final int WAITS_FOR_SINCE = 2;

  private final Database database;

  public StoryRows(Database database) {
    this.database = database;
  }

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

  /** An approval request without a decision. */
  public record WaitingApproval(
      long incident,
      String digest,
      String repository,
      String title,
      int risk,
      Instant requestedAt,
      Instant expiresAt) {}

  /**
   * A change or message that is planned, being sent, or of unknown fate.
   *
   * @param why it was put off (too many open pull requests, a limit) or its fate is unknown
   */
  public record OpenEffect(
      String kind,
      String state,
      Optional<Long> incident,
      Optional<String> repository,
      Optional<String> why,
      Instant plannedAt) {}

  /** A diagnosed incident whose decision has to wait. */
  public record WaitingDecision(long incident, String repository, String waitsFor) {}

  /** What an incident's decision waits for; empty where it does not wait. */
  public Optional<String> waitsFor(long incident) {
    return waitingDecisions().stream()
        .filter(waiting -> waiting.incident() == incident)
        .map(WaitingDecision::waitsFor)
        .findFirst();
  }

  /** Those opened first come first. */
  public List<WaitingDecision> waitingDecisions() {
    if (database.version() < WAITS_FOR_SINCE) {
      return List.of();
    }
    return database.sql().list("""
            SELECT i.id AS incident, r.name AS repository, i.waits_for FROM incident i JOIN repository r ON r.key = i.repository
            WHERE i.waits_for IS NOT NULL AND i.state IN ('new', 'diagnosed') ORDER BY i.id""", RecordReader.of(WaitingDecision.class));
  }

  /** Oldest first. */
  public List<FailureRow> failures(long incident) {
    return database.sql().list("""
            SELECT id, workflow, job, branch, run_id, attempt, head_sha, conclusion, author, url,
              failed_at, seen_at
            FROM failure WHERE incident = ? ORDER BY failed_at, id""", RecordReader.of(FailureRow.class), incident);
  }

  /** Those that expire first come first; what has expired waits for nobody. */
  public List<WaitingApproval> waitingApprovals() {
    return database
        .sql()
        .list("""
            SELECT a.incident, a.digest, r.name AS repository,
              CASE WHEN json_valid(p.content) THEN json_extract(p.content, '$.title') END AS title,
              p.risk, a.requested_at, a.expires_at
            FROM approval a
            JOIN proposal p ON p.id = a.proposal
            JOIN incident i ON i.id = a.incident
            JOIN repository r ON r.key = i.repository
            WHERE a.state = 'waiting' AND a.expires_at > ?
            ORDER BY a.expires_at, a.incident""", RecordReader.of(WaitingApproval.class), database.clock().instant());
  }

  /** The channel that each message about an incident went or goes to, by the key of its effect. */
  public Map<String, String> channels(long incident) {
    Map<String, String> channels = new HashMap<>();
    database
        .sql()
        .list(
            """
            SELECT key, CASE WHEN json_valid(payload) THEN json_extract(payload, '$.channel') END AS channel
            FROM effect WHERE incident = ? AND kind = 'notice'""",
            row ->
                row.optionalText("channel").map(channel -> channels.put(row.text("key"), channel)),
            incident);
    return channels;
  }

  /** Those that wait longest come first. */
  public List<OpenEffect> openEffects() {
    return database.sql().list("""
            SELECT kind, state, incident, repository, result AS why, planned_at
            FROM effect WHERE state IN ('PLANNED', 'SENDING', 'UNKNOWN')
            ORDER BY id""", RecordReader.of(OpenEffect.class));
  }
}
