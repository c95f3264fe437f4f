package io.github.cicdmonitor.report;

import static java.util.stream.Collectors.joining;

import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import io.github.cicdmonitor.store.MetricRows.FrequentFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The metrics for an issue, a wiki page or a job summary. */
public final class MarkdownRenderer {
  private static final int ROWS = 20;

  private MarkdownRenderer() {}

  /** What is open, then the numbers of the span. */
  public static String render(Overview overview, Instant now) {
    Metrics metrics = overview.metrics();
    StringBuilder out = new StringBuilder();
    out.append("# CI/CD failures\n\nFrom ")
        .append(HumanText.moment(metrics.since()))
        .append(" to ")
        .append(HumanText.moment(metrics.until()))
        .append(".\n");
    if (metrics.isEmpty()) {
      return out.append("\nNothing yet.\n").toString();
    }
    out.append(open(overview, now)).append("\n## Numbers\n");
    overview(out, metrics);
    counts(out, "Class", metrics.failures().byClass(), metrics.failures().total());
    counts(out, "Category", metrics.failures().byCategory(), metrics.failures().total());
    counts(
        out, "Repository", metrics.failures().byRepository(), metrics.failures().total());
    counts(
        out,
        "State of incident",
        metrics.incidents().byState(),
        metrics.incidents().total());
    out.append(TrustTables.markdown(metrics.trust()));
    frequentFailures(out, metrics);
    times(out, metrics.times());
    flakyJobs(out, metrics);
    return out.toString();
  }

  /** What is open alone. */
  public static String list(Overview overview, Instant now) {
    return open(overview, now).stripLeading();
  }

  private static String open(Overview overview, Instant now) {
    return IncidentTable.approvalsMarkdown(overview.approvals())
        + IncidentTable.markdown(overview.incidents(), now);
  }

  private static void frequentFailures(StringBuilder out, Metrics metrics) {
    if (metrics.frequentFailures().isEmpty()) {
      return;
    }
    out.append("\n| Most frequent failure | Repository | Job | Cause | Failures | Incidents |\n")
        .append("| --- | --- | --- | --- | ---: | ---: |\n");
    for (FrequentFailure failure : metrics.frequentFailures()) {
      out.append("| ")
          .append(String.join(
              " | ",
              Escape.markdown(failure.signature().substring(0, 12)),
              Escape.markdown(failure.repository()),
              Escape.markdown(failure.job()),
              failure.cause().map(Escape::markdown).orElse("–"),
              HumanText.number(failure.failures()),
              HumanText.number(failure.incidents())))
          .append(" |\n");
    }
  }

  private static void overview(StringBuilder out, Metrics metrics) {
    out.append("\n| What | Number | Of these |\n| --- | ---: | --- |\n");
    row(
        out,
        "Failures",
        metrics.failures().total(),
        metrics.failures().undiagnosed() + " not diagnosed yet");
    row(out, "Incidents", metrics.incidents().total(), metrics.incidents().open() + " open now");
    for (Count.Group group :
        List.of(Count.Group.PULL_REQUESTS, Count.Group.RERUNS, Count.Group.APPROVALS)) {
      String parts = group.parts().stream()
          .filter(part -> part.shown.inMarkdown())
          .map(part -> metrics.count(part) + " " + part.shown.words())
          .collect(joining(", "));
      row(out, group.title, metrics.count(group.total()), parts);
    }
    row(
        out,
        Count.Group.MODEL.title,
        metrics.model().calls(),
        HumanText.number(metrics.model().tokens())
            + " tokens, "
            + HumanText.money(metrics.model()));
    row(
        out,
        "Incidents answered without a model",
        metrics.count(Count.INCIDENTS_WITHOUT_MODEL),
        "");
    row(out, "Effects of unknown fate", metrics.count(Count.EFFECTS_UNKNOWN), "");
  }

  private static void row(StringBuilder out, String what, long number, String rest) {
    out.append("| ")
        .append(what)
        .append(" | ")
        .append(HumanText.number(number))
        .append(" | ")
        .append(rest)
        .append(" |\n");
  }

  private static void counts(
      StringBuilder out, String title, Map<String, Long> counts, long total) {
    if (counts.isEmpty()) {
      return;
    }
    out.append("\n| ").append(title).append(" | Number | Share |\n| --- | ---: | ---: |\n");
    TextRenderer.biggestFirst(counts).stream()
        .limit(ROWS)
        .forEach(entry -> out.append("| ")
            .append(Escape.markdown(entry.getKey()))
            .append(" | ")
            .append(HumanText.number(entry.getValue()))
            .append(" | ")
            .append(HumanText.percent(entry.getValue(), total))
            .append(" |\n"));
  }

  private static void times(StringBuilder out, Map<Elapsed, Histogram> times) {
    out.append("\n| Time | Median | 90 % within |\n| --- | ---: | ---: |\n");
    times.forEach(
        (elapsed, spread) -> time(out, "to " + elapsed.word() + ", from " + elapsed.from, spread));
  }

  private static void time(StringBuilder out, String what, Histogram spread) {
    out.append("| ")
        .append(what)
        .append(" | ")
        .append(HumanText.span(spread.median()))
        .append(" | ")
        .append(HumanText.span(spread.p90()))
        .append(" |\n");
  }

  private static void flakyJobs(StringBuilder out, Metrics metrics) {
    if (metrics.flakyJobs().isEmpty()) {
      return;
    }
    out.append("\n| Flaky job | Workflow | Repository | Failures | Re-runs | Passed then |\n")
        .append("| --- | --- | --- | ---: | ---: | ---: |\n");
    for (FlakyJob job : metrics.flakyJobs().stream().limit(ROWS).toList()) {
      out.append("| ")
          .append(Escape.markdown(job.job()))
          .append(" | ")
          .append(Escape.markdown(job.workflow()))
          .append(" | ")
          .append(Escape.markdown(job.repository()))
          .append(" | ")
          .append(HumanText.number(job.failures()))
          .append(" | ")
          .append(HumanText.number(job.reruns()))
          .append(" | ")
          .append(HumanText.number(job.recovered()))
          .append(" |\n");
    }
  }
}
