package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.RiskScore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A state file for tests of what only reads it, filled row by row. */
public final class StateFixture implements AutoCloseable {
  private final Database database;
  private final Clock clock;

  private StateFixture(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public static StateFixture in(Path folder, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new StateFixture(TestStates.open(TestStates.in(folder), clock), clock);
  }

  public Database database() {
    return database;
  }

  public Instant now() {
    return clock.instant();
  }

  public StateFixture repository(String name) {
    return with(sql -> sql.update("""
        INSERT INTO repository (key, name, github_id, default_branch, filter, window_start)
        VALUES (?, ?, 1, 'main', '*', 0)""", name.toLowerCase(java.util.Locale.ROOT), name));
  }

  /** Resolved an hour after its last failure when {@code state} says so. */
  public StateFixture incident(long id, String repository, String job, String state, Instant at) {
    return with(sql -> sql.update(
        """
        INSERT INTO incident (id, repository, signature, lines_digest, generation, state, action,
          workflow, workflow_path, job, branch, occurrences, opened_at, last_failed_at, changed_at,
          resolved_at)
        VALUES (?, ?, ?, '', 1, ?, 'notify', 'CI', '.github/workflows/ci.yml', ?, 'main', 1, ?, ?, ?, ?)""",
        id,
        repository,
        String.format("%064x", id),
        state,
        job,
        at,
        at,
        at,
        state.equals("resolved") ? Optional.of(at.plusSeconds(3600)) : Optional.empty()));
  }

  /** Seen {@code seenAfter} seconds after it happened; {@code incident} 0 is none yet. */
  public StateFixture failure(
      long id, String repository, String job, long incident, Instant at, long seenAfter) {
    return with(sql -> sql.update(
        """
        INSERT INTO failure (id, repository, github_id, run_id, attempt, job_id, workflow,
          workflow_path, job, branch, head_sha, conclusion, event, from_fork, author, url, steps,
          created_at, failed_at, seen_at, incident)
        VALUES (?, ?, 1, ?, 1, ?, 'CI', '.github/workflows/ci.yml', ?, 'main', ?, 'failure', 'push',
          0, 'octocat', ?, '[]', ?, ?, ?, ?)""",
        id,
        repository,
        1000 + id,
        5000 + id,
        job,
        "%040x".formatted(id),
        "https://github.com/" + repository + "/actions/runs/" + (1000 + id) + "/job/" + (5000 + id),
        at.minusSeconds(60),
        at,
        at.plusSeconds(seenAfter),
        incident == 0 ? Optional.empty() : Optional.of(incident)));
  }

  public StateFixture diagnosis(
      long incident, String category, double confidence, String analyzer, Instant at) {
    String failureClass = io.github.cicdmonitor.model.Category.ofWord(category)
        .orElseThrow()
        .failureClass()
        .name();
    String content = """
        {"rootCause":{"value":"The registry did not answer."},"advice":{"value":"Run it again."},\
        "evidence":[{"line":42,"text":{"value":"npm error code ETIMEDOUT"}}],\
        "remediation":{"kind":"EDIT","title":{"value":"Retry the install"},"rationale":{"value":""},\
        "edits":[{"path":".github/workflows/ci.yml","find":"npm ci","replace":"npm ci --retry"}],\
        "command":[]},"rule":"npm-timeout","note":null}""";
    return with(sql -> sql.update(
        """
        INSERT INTO diagnosis (incident, at, class, category, confidence, transient, analyzer, model,
          cost_usd, content, digest) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)""",
        incident,
        at,
        failureClass,
        category,
        confidence,
        analyzer,
        analyzer.equals("LLM") ? Optional.of("openai/gpt-4o") : Optional.empty(),
        analyzer.equals("LLM") ? Optional.of(0.0125) : Optional.empty(),
        content,
        Digests.sha256(category + "\n" + content)));
  }

  public StateFixture pullRequest(
      long number, String repository, long incident, String state, String checks, Instant at) {
    return with(sql -> sql.update(
        """
        INSERT INTO pull_request (repository, number, incident, url, branch, head_sha, state, checks,
          opened_at, changed_at) VALUES (?, ?, ?, ?, 'cicd-monitor/fix-1', 'abc', ?, ?, ?, ?)""",
        repository,
        number,
        incident,
        "https://github.com/" + repository + "/pull/" + number,
        state,
        checks,
        at,
        at));
  }

  /** {@code outcome} empty: not known yet. */
  public StateFixture rerun(
      String repository, long run, long incident, String outcome, Instant at) {
    return with(sql -> sql.update(
        """
        INSERT INTO rerun (repository, run_id, attempt, incident, requested_at, outcome)
        VALUES (?, ?, 1, ?, ?, ?)""",
        repository,
        run,
        incident,
        at,
        outcome.isEmpty() ? Optional.empty() : Optional.of(outcome)));
  }

  /** A proposal that asks for a person, and the request. */
  public StateFixture approval(long incident, String state, Instant at) {
    return database.write(in -> {
      Proposals.Stored stored = new Proposals(database)
          .add(
              in,
              new Incidents(database).find(incident).orElseThrow(),
              new Proposal(
                  new RepositoryName("acme", "shop"),
                  1,
                  "main",
                  "cicd-monitor/fix-" + incident,
                  List.of(),
                  "Retry the install",
                  ""),
              new GateDecision(
                  GateDecision.Outcome.APPROVAL,
                  RiskScore.sumOf(List.of(new RiskFactor("K1 run line changed", 6))),
                  List.of("protected repository"),
                  List.of()));
      in.sql()
          .update("""
          INSERT INTO approval (proposal, incident, digest, requested_at, expires_at, state)
          VALUES (?, ?, ?, ?, ?, ?)""", stored.id(), incident, stored.digest(), at, at.plusSeconds(86_400), state);
      return this;
    });
  }

  public StateFixture effect(
      String key, String kind, long incident, String repository, String state, Instant at) {
    return with(sql -> sql.update(
        """
        INSERT INTO effect (key, kind, incident, repository, state, payload, digest, planned_at,
          settled_at, result) VALUES (?, ?, ?, ?, ?, '{}', ?, ?, ?, ?)""",
        key,
        kind,
        incident,
        repository,
        state,
        "%064x".formatted(1),
        at,
        state.equals("DONE") ? Optional.of(at.plusSeconds(5)) : Optional.empty(),
        state.equals("UNKNOWN") ? Optional.of("no answer within 30 s") : Optional.empty()));
  }

  /** A settled call has its price; one that was only reserved counts by its reservation. */
  public StateFixture modelCall(long incident, Optional<Double> cost, Instant at) {
    return with(sql -> sql.update(
        """
        INSERT INTO model_call (incident, at, reserved_usd, outcome, model, prompt_tokens,
          completion_tokens, cost_usd) VALUES (?, ?, 0.05, ?, 'openai/gpt-4o', ?, ?, ?)""",
        incident,
        at,
        cost.map(paid -> "answered"),
        cost.map(paid -> 1800L),
        cost.map(paid -> 200L),
        cost));
  }

  public StateFixture mute(long incident, Instant until) {
    return database.write(in -> {
      new Mutes(database)
          .set(
              in,
              new Incidents(database).find(incident).orElseThrow(),
              new Mutes.Order(until, "os:alice", Optional.empty()));
      return this;
    });
  }

  public StateFixture tick(String command, Instant at, int exitCode) {
    return with(sql ->
        sql.update("""
            INSERT INTO tick (command, finished_at, exit_code, good_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (command) DO UPDATE SET
              finished_at = excluded.finished_at, exit_code = excluded.exit_code,
              good_at = coalesce(excluded.good_at, tick.good_at)""", command, at, exitCode, exitCode <= 1 ? Optional.of(at) : Optional.empty()));
  }

  public StateFixture audit(String event, long incident, String repository, Map<String, ?> detail) {
    return database.write(in -> {
      in.audit(
          event,
          new AuditContext(AuditLog.SELF, Optional.of(incident), Optional.of(repository)),
          detail);
      return this;
    });
  }

  /** Any change, as somebody with the file and a shell would make it. */
  public StateFixture tamper(String sql) {
    return with(connection -> connection.update(sql));
  }

  private StateFixture with(Consumer<Sql> rows) {
    return database.write(in -> {
      rows.accept(in.sql());
      return this;
    });
  }

  @Override
  public void close() {
    database.close();
  }
}
