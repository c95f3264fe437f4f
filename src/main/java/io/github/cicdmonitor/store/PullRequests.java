package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Our pull requests as we last knew them. */
public final class PullRequests {
  private static final String COLUMNS = """
      p.number, r.name AS repository, p.incident, p.url, p.branch, p.head_sha, p.state, p.checks,
      p.opened_at
      FROM pull_request p JOIN repository r ON r.key = p.repository
      """;
  private final Database database;

  public PullRequests(Database database) {
    this.database = database;
  }

  /** WITHDRAWN: closed by us, because the branch recovered by other means. */
  public enum State {
    OPEN,
    MERGED,
    CLOSED,
    HANDED_OVER,
    WITHDRAWN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** @param checks {@code none}, {@code pending}, {@code green}, {@code red}, {@code waiting} */
  public record PullRequest(
      int number,
      RepositoryName repository,
      long incident,
      String url,
      String branch,
      String headSha,
      State state,
      String checks,
      Instant openedAt) {}

  /** One that was opened for an incident. */
  public record New(int number, String url, String branch, String headSha) {}

  public void add(Transaction in, Incidents.Incident incident, New pull) {
    in.sql()
        .update(
            """
            INSERT INTO pull_request (repository, number, incident, url, branch, head_sha, state,
              opened_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, 'open', ?, ?)
            ON CONFLICT (repository, number) DO UPDATE SET incident = excluded.incident,
              head_sha = excluded.head_sha, state = 'open', changed_at = excluded.changed_at""",
            incident.repository().key(),
            pull.number(),
            incident.id(),
            pull.url(),
            pull.branch(),
            pull.headSha(),
            in.now(),
            in.now());
    in.audit(
        "pull_request.opened",
        AuditContext.of(incident),
        Map.of("number", pull.number(), "head", pull.headSha()));
  }

  /** As we last knew it, under whichever incident. */
  public Optional<PullRequest> find(RepositoryName repository, int number) {
    return database
        .sql()
        .first(
            "SELECT " + COLUMNS + "WHERE p.repository = ? AND p.number = ?",
            RecordReader.of(PullRequest.class),
            repository.key(),
            number);
  }

  /** The newest of an incident. */
  public Optional<PullRequest> of(long incident) {
    return database
        .sql()
        .first(
            "SELECT " + COLUMNS + "WHERE p.incident = ? ORDER BY p.number DESC LIMIT 1",
            RecordReader.of(PullRequest.class),
            incident);
  }

  /** Open, of an incident that goes on. */
  public List<PullRequest> toFollow(RepositoryName repository) {
    return all("""
                JOIN incident i ON i.id = p.incident
                WHERE p.repository = ? AND p.state = 'open' AND i.over = 0
                ORDER BY p.number""", repository.key());
  }

  /**
   * A pull request that was merged.
   *
   * @param branch that it was merged into
   * @param mergeCommit empty where it is not known
   * @param headSha of our branch, as we made it
   * @param mergedAt when that was seen
   */
  public record Merged(
      long incident,
      int number,
      String branch,
      String mergeCommit,
      String headSha,
      Instant openedAt,
      Instant mergedAt) {}

  /** Of a repository, those merged since then. */
  public List<Merged> mergedSince(RepositoryName repository, Instant since) {
    return database.sql().list("""
            SELECT p.incident, p.number, i.branch,
              coalesce((SELECT max(o.detail) FROM outcome o
                WHERE o.incident = p.incident AND o.kind = 'pull_request_merged'), '') AS merge_commit,
              p.head_sha, p.opened_at, p.changed_at AS merged_at
            FROM pull_request p JOIN incident i ON i.id = p.incident
            WHERE p.repository = ? AND p.state = 'merged' AND p.changed_at >= ?
            ORDER BY p.number""", RecordReader.of(Merged.class), repository.key(), since);
  }

  /** Open ones whose labels could not be set yet. */
  public List<PullRequest> withoutLabels() {
    return all("WHERE p.unlabelled = 1 AND p.state = 'open' ORDER BY p.number");
  }

  private List<PullRequest> all(String condition, Object... values) {
    return database
        .sql()
        .list("SELECT " + COLUMNS + condition, RecordReader.of(PullRequest.class), values);
  }

  /** They are still to be set. */
  public void lacksLabels(Transaction in, RepositoryName repository, int number) {
    label(in, repository, number, 1);
  }

  public void hasLabels(Transaction in, RepositoryName repository, int number) {
    label(in, repository, number, 0);
  }

  private static void label(Transaction in, RepositoryName repository, int number, int lacking) {
    in.sql()
        .update(
            "UPDATE pull_request SET unlabelled = ? WHERE repository = ? AND number = ?",
            lacking,
            repository.key(),
            number);
  }

  public void change(Transaction in, PullRequest pullRequest, State state, String checks) {
    in.sql()
        .update(
            """
            UPDATE pull_request SET state = ?, checks = ?, changed_at = ?
            WHERE repository = ? AND number = ?""",
            state.word(),
            checks,
            in.now(),
            pullRequest.repository().key(),
            pullRequest.number());
    in.audit(
        "pull_request." + state.word(),
        AuditContext.of(pullRequest.incident(), pullRequest.repository()),
        Map.of("number", pullRequest.number(), "checks", checks));
  }
}
