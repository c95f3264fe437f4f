package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The metrics in the text exposition format, for a textfile collector. All are gauges: they tell of
 * the span of the report, and rows older than the retention go away, so none of them only grows.
 */
public final class PrometheusRenderer {
  /** Series of one metric with remote names in its labels; the smallest are summed up beyond. */
  static final int SERIES_AT_MOST = 1_000;

  private static final String OTHERS = "(other)";

  private final StringBuilder out = new StringBuilder();

  private PrometheusRenderer() {}

  public static String render(Metrics metrics) {
    return new PrometheusRenderer().run(metrics);
  }

  private String run(Metrics metrics) {
    single(
        "window_seconds",
        "Length of the span that the other metrics cover.",
        Duration.between(metrics.since(), metrics.until()).toSeconds());
    Metrics.FailureCounts failures = metrics.failures();
    single("failures", "Failed jobs.", failures.total());
    single("failures_undiagnosed", "Failed jobs not diagnosed yet.", failures.undiagnosed());
    family("failures_by_class", "Failed jobs by class.", "class", failures.byClass());
    family("failures_by_category", "Failed jobs by category.", "category", failures.byCategory());
    family(
        "failures_by_repository",
        "Failed jobs by repository.",
        "repository",
        failures.byRepository());
    single("incidents_open", "Incidents that are open now.", metrics.incidents().open());
    family("incidents", "Incidents by state.", "state", metrics.incidents().byState());
    counts(metrics);
    times(metrics.times());
    flakyJobs(metrics.flakyJobs());
    timestamp("last_scan", "When the last scan ended.", metrics.lastScan());
    timestamp("last_analyze", "When the last analyze ended.", metrics.lastAnalyze());
    return out.toString();
  }

  private void counts(Metrics metrics) {
    for (Count count : Count.values()) {
      if (!count.shown.help().isEmpty()) {
        single(count.metric(), count.shown.help(), metrics.count(count));
      }
      if (count == Count.MODEL_TOKENS) {
        head("llm_cost_usd", "Price of those calls; reserved where not settled.");
        out.append(String.format(
            Locale.ROOT, "cicd_monitor_llm_cost_usd %.6f\n", metrics.model().costUsd()));
      }
    }
  }

  private void times(Map<Elapsed, Histogram> times) {
    head("time_seconds", "Time each step takes, at the given share of all incidents.");
    times.forEach((elapsed, spread) -> time(elapsed.word(), spread));
  }

  private void time(String step, Histogram spread) {
    time(step, "0.5", spread.median());
    time(step, "0.9", spread.p90());
  }

  /** No time is no sample: 0 would say "at once". */
  private void time(String step, String quantile, OptionalLong seconds) {
    if (seconds.isPresent()) {
      out.append("cicd_monitor_time_seconds{step=\"")
          .append(step)
          .append("\",share=\"")
          .append(quantile)
          .append("\"} ")
          .append(seconds.getAsLong())
          .append('\n');
    }
  }

  /** In seconds since 1970 (UTC). Never is no sample: 0 would say 1970. */
  private void timestamp(String name, String help, Optional<Instant> at) {
    head(name + "_timestamp_seconds", help);
    at.ifPresent(moment -> out.append("cicd_monitor_")
        .append(name)
        .append("_timestamp_seconds ")
        .append(moment.getEpochSecond())
        .append('\n'));
  }

  private void flakyJobs(List<FlakyJob> jobs) {
    head("flaky_job_recovered", "Re-runs of a job that passed on the same commit.");
    Map<String, Long> series = new LinkedHashMap<>();
    for (FlakyJob job : jobs.stream().limit(SERIES_AT_MOST).toList()) {
      String labels = "repository=\"%s\",workflow=\"%s\",job=\"%s\""
          .formatted(
              Escape.label(job.repository()),
              Escape.label(job.workflow()),
              Escape.label(job.job()));
      series.merge(labels, job.recovered(), Long::sum);
    }
    write("flaky_job_recovered", series);
  }

  private void family(String name, String help, String label, Map<String, Long> counts) {
    head(name, help);
    Map<String, Long> series = new LinkedHashMap<>();
    Map<String, Long> kept = counts.size() > SERIES_AT_MOST ? withoutSmallest(counts) : counts;
    kept.forEach(
        (word, count) -> series.merge(label + "=\"" + Escape.label(word) + "\"", count, Long::sum));
    write(name, series);
  }

  private static Map<String, Long> withoutSmallest(Map<String, Long> counts) {
    List<Map.Entry<String, Long>> biggest = TextRenderer.biggestFirst(counts);
    Map<String, Long> kept = new LinkedHashMap<>();
    for (Map.Entry<String, Long> entry : biggest) {
      kept.merge(
          kept.size() < SERIES_AT_MOST - 1 ? entry.getKey() : OTHERS, entry.getValue(), Long::sum);
    }
    return kept;
  }

  /** Two names may look alike once escaped; a series that stands twice makes a file unreadable. */
  private void write(String name, Map<String, Long> series) {
    series.forEach((labels, value) -> out.append("cicd_monitor_")
        .append(name)
        .append('{')
        .append(labels)
        .append("} ")
        .append(value)
        .append('\n'));
  }

  private void single(String name, String help, long value) {
    head(name, help);
    out.append("cicd_monitor_").append(name).append(' ').append(value).append('\n');
  }

  private void head(String name, String help) {
    out.append("# HELP cicd_monitor_").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE cicd_monitor_").append(name).append(" gauge\n");
  }
}
