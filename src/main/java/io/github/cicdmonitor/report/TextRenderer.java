package io.github.cicdmonitor.report;

import static java.util.stream.Collectors.joining;

import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import io.github.cicdmonitor.store.MetricRows.FrequentFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The metrics for a person at a terminal: at most 80 columns, no colour, zero told once or not. */
public final class TextRenderer {
  static final int WIDTH = 80;
  private static final int LABEL = 22;
  private static final int BAR = 24;
  private static final int ROWS = 8;
  private static final int FREQUENT = 5;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private final Metrics metrics;
  private final StringBuilder out = new StringBuilder();

  private TextRenderer(Metrics metrics) {
    this.metrics = metrics;
  }

  public static String render(Metrics metrics) {
    return new TextRenderer(metrics).run();
  }

  private String run() {
    line("CI/CD failures from %s to %s"
        .formatted(HumanText.moment(metrics.since()), HumanText.moment(metrics.until())));
    line("");
    if (metrics.isEmpty()) {
      line(
          metrics.lastScan().isPresent()
              ? "Nothing yet. No job has failed in this span."
              : "Nothing yet. 'cicd-monitor scan' looks for failed runs.");
    } else {
      failures();
      incidents();
      actions();
      times();
      trust();
      frequentFailures();
      flakyJobs();
    }
    unknown();
    return out.toString();
  }

  private void failures() {
    Metrics.FailureCounts failures = metrics.failures();
    line(row(
        "Failures",
        failures.total(),
        "in " + HumanText.count(failures.byRepository().size(), "repository")));
    bars(failures.byClass(), failures.total());
    if (failures.undiagnosed() > 0) {
      bar("not diagnosed yet", failures.undiagnosed(), failures.total());
    }
    section("By category", failures.byCategory(), failures.total());
    section("By repository", failures.byRepository(), failures.total());
  }

  private void section(String title, Map<String, Long> counts, long total) {
    if (!counts.isEmpty()) {
      line("");
      line(title);
      bars(counts, total);
    }
  }

  private void bars(Map<String, Long> counts, long total) {
    List<Map.Entry<String, Long>> biggest = biggestFirst(counts);
    biggest.stream().limit(ROWS).forEach(entry -> bar(entry.getKey(), entry.getValue(), total));
    if (biggest.size() > ROWS) {
      long rest = biggest.stream().skip(ROWS).mapToLong(Map.Entry::getValue).sum();
      bar((biggest.size() - ROWS) + " more", rest, total);
    }
  }

  /** Biggest first, equal ones by name; words of two names with underscores read as words. */
  static List<Map.Entry<String, Long>> biggestFirst(Map<String, Long> counts) {
    List<Map.Entry<String, Long>> entries = new ArrayList<>(counts.entrySet());
    entries.removeIf(entry -> entry.getValue() == 0);
    entries.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
        .thenComparing(Map.Entry.comparingByKey()));
    return entries;
  }

  private void bar(String label, long count, long total) {
    long eighths = total == 0 ? 0 : Math.max(1, Math.round(8.0 * BAR * count / total));
    String bar = "█".repeat((int) (eighths / 8));
    int rest = (int) (eighths % 8);
    line(row(
        "  " + Escape.terminal(label),
        count,
        "%5s  %s"
            .formatted(
                HumanText.percent(count, total), bar + (rest == 0 ? "" : EIGHTHS.charAt(rest)))));
  }

  private void incidents() {
    Metrics.IncidentCounts incidents = metrics.incidents();
    line("");
    line(row("Incidents", incidents.total(), HumanText.number(incidents.open()) + " open now"));
    for (Map.Entry<String, Long> state : biggestFirst(incidents.byState())) {
      line(row("  " + state.getKey().replace('_', ' '), state.getValue(), ""));
    }
    Histogram confidence = metrics.confidencePercent();
    if (confidence.size() > 0) {
      line(row(
          "Median confidence",
          confidence.median().orElse(0) + " %",
          HumanText.number(confidence.between(0, 50)) + " with unknown cause"));
    }
  }

  private void actions() {
    line("");
    for (Count.Group group :
        List.of(Count.Group.PULL_REQUESTS, Count.Group.RERUNS, Count.Group.APPROVALS)) {
      line(row(
          group.title,
          metrics.count(group.total()),
          group.parts().stream()
              .filter(part -> metrics.count(part) > 0)
              .map(part -> HumanText.number(metrics.count(part)) + " " + part.shown.words())
              .collect(joining(", "))));
    }
    line(row(
        Count.Group.MODEL.title,
        metrics.model().calls(),
        HumanText.number(metrics.model().tokens())
            + " tokens, "
            + HumanText.money(metrics.model())));
    line(row("  answered without", metrics.count(Count.INCIDENTS_WITHOUT_MODEL), "by rules alone"));
  }

  private void times() {
    line("");
    line(String.format(Locale.ROOT, "%-" + LABEL + "s%14s%16s", "Time", "median", "90 % within"));
    metrics
        .times()
        .forEach((wait, spread) -> time("  to " + wait.word(), spread, "from " + wait.from));
  }

  private void time(String label, Histogram spread, String from) {
    line(String.format(
        Locale.ROOT,
        "%-" + LABEL + "s%14s%16s   %s",
        label,
        HumanText.span(spread.median()),
        HumanText.span(spread.p90()),
        from));
  }

  private void trust() {
    String trust = TrustTables.text(metrics.trust());
    if (!trust.isEmpty()) {
      line("");
      out.append(trust);
    }
  }

  private void frequentFailures() {
    if (metrics.frequentFailures().isEmpty()) {
      return;
    }
    line("");
    line("Most frequent failures");
    for (FrequentFailure failure :
        metrics.frequentFailures().stream().limit(FREQUENT).toList()) {
      String what = "%s  %s / %s%s"
          .formatted(
              failure.repository(),
              failure.workflow(),
              failure.job(),
              failure.cause().map(cause -> ": " + cause).orElse(""));
      line(row(
          "  " + failure.signature().substring(0, 12), failure.failures(), Escape.terminal(what)));
    }
  }

  private void flakyJobs() {
    if (metrics.flakyJobs().isEmpty()) {
      return;
    }
    line("");
    line("Flaky jobs: the same commit passed when run again");
    for (FlakyJob job : metrics.flakyJobs().stream().limit(ROWS).toList()) {
      String name =
          Escape.terminal("%s  %s / %s".formatted(job.repository(), job.workflow(), job.job()));
      String rate = "%s of %s re-runs passed"
          .formatted(HumanText.number(job.recovered()), HumanText.number(job.reruns()));
      int room = WIDTH - 4 - rate.length();
      line("  " + pad(Escape.fit(name, room), room) + "  " + rate);
    }
  }

  /** Never a zero that looks like success: what may or may not have happened is told last. */
  private void unknown() {
    long unknown = metrics.count(Count.EFFECTS_UNKNOWN);
    if (unknown > 0) {
      line("");
      line("! " + HumanText.count(unknown, "effect") + " of unknown fate: the next analyze looks.");
    }
  }

  private static String row(String label, long count, String rest) {
    return row(label, HumanText.number(count), rest);
  }

  private static String row(String label, String value, String rest) {
    return Escape.fit(
        pad(Escape.fit(label, LABEL), LABEL)
            + " ".repeat(Math.max(1, 9 - value.length()))
            + value
            + (rest.isEmpty() ? "" : "   " + rest),
        WIDTH);
  }

  private static String pad(String text, int width) {
    int length = text.codePointCount(0, text.length());
    return text + " ".repeat(Math.max(0, width - length));
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
