package io.github.cicdmonitor.store;

import io.github.cicdmonitor.store.MetricRows.DayCell;
import io.github.cicdmonitor.store.MetricRows.EffectCell;
import io.github.cicdmonitor.store.MetricRows.FailureCell;
import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import io.github.cicdmonitor.store.MetricRows.FrequentFailure;
import io.github.cicdmonitor.store.MetricRows.IncidentCell;
import io.github.cicdmonitor.store.MetricRows.ModelCost;
import io.github.cicdmonitor.store.MetricRows.ModelUse;
import io.github.cicdmonitor.store.MetricRows.PullRequestCell;
import io.github.cicdmonitor.store.MetricRows.Sample;
import io.github.cicdmonitor.store.MetricRows.Tally;
import io.github.cicdmonitor.store.MetricRows.TimesCell;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The aggregates of {@code report}. A span counts a failure by when it happened, an incident by its
 * last failure, and everything the program did by when it began; so what began before the span is
 * left out even if it ended within.
 */
public final class ReportRows {
  private static final int FLAKY_JOBS_AT_MOST = 50;
  private static final int GOOD_AT_SINCE = 3;
  private static final int FREQUENT_AT_MOST = 10;

  private final Database database;

  public ReportRows(Database database) {
    this.database = database;
  }

  /** One consistent set of numbers: everything since {@code since}, as of one moment. */
  public MetricRows since(Instant since) {
    return database.atOneMoment(() -> read(since));
  }

  private MetricRows read(Instant since) {
    return new MetricRows(
        failures(since),
        days(since),
        incidents(since),
        confidence(since),
        pullRequests(since),
        reruns(since),
        approvals(since),
        effects(since),
        modelCalls(since),
        detectSeconds(since),
        times(since),
        flakyJobs(since),
        new IncidentRows(database).open(),
        frequentFailures(since),
        modelCosts(since),
        new FixRecords(database).all(),
        lastRunOf("scan").map(Tick::finishedAt),
        lastRunOf("analyze").map(Tick::finishedAt));
  }

  private List<FailureCell> failures(Instant since) {
    // Counted per incident first: the diagnosis is then looked up once an incident, not once a row.
    return database.sql().list("""
            WITH counted AS (
              SELECT repository, incident, count(*) AS failures
              FROM failure WHERE failed_at >= ? GROUP BY repository, incident)
            SELECT r.name AS repository, d.category, sum(c.failures) AS count
            FROM counted c
            JOIN repository r ON r.key = c.repository
            LEFT JOIN diagnosis d
              ON d.id = (SELECT max(id) FROM diagnosis WHERE incident = c.incident)
            GROUP BY r.name, d.category ORDER BY r.name, d.category NULLS FIRST""", RecordReader.of(FailureCell.class), since);
  }

  private List<DayCell> days(Instant since) {
    return database.sql().list("""
            WITH counted AS (
              SELECT incident, failed_at / 86400000 AS day, count(*) AS failures
              FROM failure WHERE failed_at >= ? GROUP BY incident, day)
            SELECT c.day, d.class AS failure_class, sum(c.failures) AS count
            FROM counted c
            LEFT JOIN diagnosis d
              ON d.id = (SELECT max(id) FROM diagnosis WHERE incident = c.incident)
            GROUP BY c.day, d.class ORDER BY c.day, d.class NULLS FIRST""", RecordReader.of(DayCell.class), since);
  }

  private List<IncidentCell> incidents(Instant since) {
    return database.sql().list("""
            SELECT r.name AS repository, d.category, d.analyzer, i.state, i.over, count(*) AS count
            FROM incident i
            JOIN repository r ON r.key = i.repository
            LEFT JOIN diagnosis d ON d.id = (SELECT max(id) FROM diagnosis WHERE incident = i.id)
            WHERE i.last_failed_at >= ?
            GROUP BY r.name, d.category, d.analyzer, i.state, i.over
            ORDER BY r.name, d.category NULLS FIRST, d.analyzer NULLS FIRST, i.state, i.over""", RecordReader.of(IncidentCell.class), since);
  }

  /** Values are per cent. */
  private List<Sample> confidence(Instant since) {
    return database.sql().list("""
            SELECT CAST(floor(d.confidence * 100 + 0.5) AS INTEGER) AS value, count(*) AS count
            FROM incident i
            JOIN diagnosis d ON d.id = (SELECT max(id) FROM diagnosis WHERE incident = i.id)
            WHERE i.last_failed_at >= ?
            GROUP BY value ORDER BY value""", RecordReader.of(Sample.class), since);
  }

  private List<PullRequestCell> pullRequests(Instant since) {
    return database.sql().list("""
            SELECT r.name AS repository, p.state, p.checks, i.state AS incident_state,
              count(*) AS count
            FROM pull_request p
            JOIN repository r ON r.key = p.repository
            JOIN incident i ON i.id = p.incident
            WHERE p.opened_at >= ?
            GROUP BY r.name, p.state, p.checks, i.state ORDER BY r.name, p.state, p.checks, i.state""", RecordReader.of(PullRequestCell.class), since);
  }

  /** {@code pending} stands for an outcome that is not known yet. */
  private List<Tally> reruns(Instant since) {
    return database.sql().list("""
            SELECT coalesce(outcome, 'pending') AS word, count(*) AS count
            FROM rerun WHERE requested_at >= ? GROUP BY word ORDER BY word""", RecordReader.of(Tally.class), since);
  }

  private List<Tally> approvals(Instant since) {
    return database.sql().list("""
            SELECT state AS word, count(*) AS count FROM approval WHERE requested_at >= ?
            GROUP BY state ORDER BY state""", RecordReader.of(Tally.class), since);
  }

  private List<EffectCell> effects(Instant since) {
    return database.sql().list("""
            SELECT kind, state, count(*) AS count FROM effect WHERE planned_at >= ?
            GROUP BY kind, state ORDER BY kind, state""", RecordReader.of(EffectCell.class), since);
  }

  private ModelUse modelCalls(Instant since) {
    return database.sql().first("""
            SELECT count(*) AS calls,
              coalesce(sum(coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)), 0) AS tokens,
              coalesce(sum(cost_usd), 0) AS cost_usd,
              coalesce(sum(CASE WHEN cost_usd IS NULL THEN reserved_usd END), 0) AS reserved_usd,
              count(*) - count(cost_usd) AS unsettled
            FROM model_call WHERE at >= ?""", RecordReader.of(ModelUse.class), since).orElse(ModelUse.NONE);
  }

  private List<Sample> detectSeconds(Instant since) {
    // Clocks differ between GitHub and us: what was seen "before" it happened was seen at once.
    return database.sql().list("""
            SELECT CASE WHEN seen_at < failed_at THEN 0 ELSE seen_at - failed_at END / 1000 AS value,
              count(*) AS count
            FROM failure WHERE failed_at >= ? GROUP BY value ORDER BY value""", RecordReader.of(Sample.class), since);
  }

  private List<TimesCell> times(Instant since) {
    return database.sql().list("""
            WITH failed AS (
              SELECT incident, min(failed_at) AS at, min(seen_at) AS seen
              FROM failure WHERE incident IS NOT NULL GROUP BY incident),
            diagnosed AS (SELECT incident, min(at) AS at FROM diagnosis GROUP BY incident),
            acted AS (
              SELECT incident, min(settled_at) AS at
              FROM effect WHERE state = 'DONE' AND incident IS NOT NULL GROUP BY incident)
            SELECT CASE WHEN d.at < f.seen THEN 0 ELSE d.at - f.seen END / 1000 AS diagnose,
              CASE WHEN a.at < d.at THEN 0 ELSE a.at - d.at END / 1000 AS act,
              CASE WHEN i.resolved_at < f.at THEN 0 ELSE i.resolved_at - f.at END / 1000 AS resolve,
              count(*) AS count
            FROM incident i
            JOIN failed f ON f.incident = i.id
            LEFT JOIN diagnosed d ON d.incident = i.id
            LEFT JOIN acted a ON a.incident = i.id
            WHERE i.last_failed_at >= ?
            GROUP BY diagnose, act, resolve""", RecordReader.of(TimesCell.class), since);
  }

  private List<FlakyJob> flakyJobs(Instant since) {
    return database
        .sql()
        .list("""
            WITH flaky AS (
              SELECT i.repository, i.workflow, i.job, count(*) AS reruns,
                count(CASE WHEN r.outcome = 'recovered' THEN 1 END) AS recovered
              FROM rerun r JOIN incident i ON i.id = r.incident
              WHERE r.requested_at >= ? AND r.outcome IN ('recovered', 'failed')
              GROUP BY i.repository, i.workflow, i.job
              HAVING count(CASE WHEN r.outcome = 'recovered' THEN 1 END) > 0),
            failed AS (
              SELECT i.repository, i.workflow, i.job, count(*) AS failures
              FROM flaky k
              JOIN incident i
                ON i.repository = k.repository AND i.workflow = k.workflow AND i.job = k.job
              JOIN failure f ON f.incident = i.id AND f.failed_at >= ?
              GROUP BY i.repository, i.workflow, i.job)
            SELECT n.name AS repository, k.workflow, k.job, coalesce(f.failures, 0) AS failures,
              k.reruns, k.recovered
            FROM flaky k
            JOIN repository n ON n.key = k.repository
            LEFT JOIN failed f
              ON f.repository = k.repository AND f.workflow = k.workflow AND f.job = k.job
            ORDER BY k.recovered DESC, k.recovered * 1.0 / k.reruns DESC, n.name, k.workflow, k.job
            LIMIT ?""", RecordReader.of(FlakyJob.class), since, since, FLAKY_JOBS_AT_MOST);
  }

  private List<FrequentFailure> frequentFailures(Instant since) {
    return database
        .sql()
        .list("""
            WITH frequent AS (
              SELECT repository, signature, max(id) AS incident, sum(occurrences) AS failures,
                count(*) AS incidents, max(last_failed_at) AS at
              FROM incident WHERE last_failed_at >= ? GROUP BY repository, signature
              ORDER BY failures DESC, at DESC, incident DESC LIMIT ?)
            SELECT r.name AS repository, f.signature, f.incident, i.workflow, i.job,
              CASE WHEN json_valid(d.content) THEN json_extract(d.content, '$.rootCause.value') END
                AS cause,
              f.failures, f.incidents, f.at AS last_failed_at
            FROM frequent f
            JOIN incident i ON i.id = f.incident
            JOIN repository r ON r.key = f.repository
            LEFT JOIN diagnosis d ON d.id = (SELECT max(id) FROM diagnosis WHERE incident = i.id)
            ORDER BY f.failures DESC, f.at DESC, f.incident DESC""", RecordReader.of(FrequentFailure.class), since, FREQUENT_AT_MOST);
  }

  private List<ModelCost> modelCosts(Instant since) {
    return database.sql().list("""
            SELECT model, count(*) AS calls,
              sum(coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)) AS tokens,
              coalesce(sum(cost_usd), 0) AS cost_usd
            FROM model_call WHERE at >= ? AND model IS NOT NULL
            GROUP BY model ORDER BY cost_usd DESC, tokens DESC, model""", RecordReader.of(ModelCost.class), since);
  }

  /**
   * When a command last ended, and how.
   *
   * @param goodAt when it last ended with exit code 0 or 1
   */
  public record Tick(Instant finishedAt, int exitCode, Optional<Instant> goodAt) {}

  /** The last run of {@code command} that came to an end. */
  public Optional<Tick> lastRunOf(String command) {
    String goodAt = database.version() < GOOD_AT_SINCE
        ? "CASE WHEN exit_code <= 1 THEN finished_at END AS good_at"
        : "good_at";
    return database
        .sql()
        .first(
            "SELECT finished_at, exit_code, " + goodAt + " FROM tick WHERE command = ?",
            RecordReader.of(Tick.class),
            command);
  }
}
