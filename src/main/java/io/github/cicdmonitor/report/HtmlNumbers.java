package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.report.Charts.Part;
import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import io.github.cicdmonitor.store.MetricRows.FrequentFailure;
import io.github.cicdmonitor.store.MetricRows.ModelCost;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The numbers of a span as charts and tables of the HTML page. */
final class HtmlNumbers {
  private static final int ROWS = 10;
  private static final int CAUSE = 120;

  private final Metrics metrics;
  private final StringBuilder out = new StringBuilder();

  private HtmlNumbers(Metrics metrics) {
    this.metrics = metrics;
  }

  static String of(Metrics metrics) {
    HtmlNumbers numbers = new HtmlNumbers(metrics);
    numbers.overTime();
    numbers.failures();
    numbers.frequentFailures();
    numbers.incidentsAndActions();
    numbers.out.append(TrustTables.html(metrics.trust()));
    numbers.times();
    numbers.flakyJobs();
    numbers.cost();
    return numbers.out.toString();
  }

  private void overTime() {
    out.append("<section class=\"card wide\"><h2>Failures by day</h2>\n")
        .append(Charts.days(metrics))
        .append("\n");
    Metrics.FailureCounts failures = metrics.failures();
    long devops = failures.byClass().getOrDefault("DEVOPS", 0L);
    long developer = failures.byClass().getOrDefault("DEVELOPER", 0L);
    out.append("<h3>Who needs to act</h3>")
        .append(Charts.stack(List.of(
            new Part("devops", devops),
            new Part("developer", developer),
            new Part("other", failures.undiagnosed()))))
        .append("<div class=\"legend small\">");
    legend("devops", "DEVOPS", devops);
    legend("developer", "DEVELOPER", developer);
    legend("other", "not diagnosed yet", failures.undiagnosed());
    out.append("</div></section>\n");
  }

  private void legend(String look, String label, long count) {
    if (count == 0) {
      return;
    }
    out.append(
        "<span><span class=\"key %s\"></span>%s <span class=\"soft\">%s &nbsp;%s</span></span>"
            .formatted(
                look,
                label,
                HumanText.number(count),
                HumanText.percent(count, metrics.failures().total())));
  }

  private void failures() {
    out.append("<div class=\"pair\">\n");
    bars("Failures by category", metrics.failures().byCategory(), HtmlNumbers::categoryLook);
    bars("Failures by repository", metrics.failures().byRepository(), name -> "devops");
    out.append("</div>\n");
  }

  private static String categoryLook(String word) {
    return Category.ofWord(word)
        .map(category -> category.failureClass().name().toLowerCase(Locale.ROOT))
        .orElse("other");
  }

  private void incidentsAndActions() {
    out.append("<div class=\"pair\">\n<div class=\"column\">\n");
    bars("Incidents by state", metrics.incidents().byState(), HtmlNumbers::stateLook);
    Histogram confidence = metrics.confidencePercent();
    out.append("<section class=\"card\"><h2>Confidence of the diagnoses</h2>\n")
        .append(Charts.confidence(confidence))
        .append("<p class=\"soft small\">%s with unknown cause.</p></section>\n</div>\n"
            .formatted(HumanText.count(confidence.between(0, 50), "incident")));
    out.append("<div class=\"column\">\n");
    outcomes();
    done();
    out.append("</div>\n</div>\n");
  }

  private void outcomes() {
    long verified = metrics.count(Count.PULL_REQUESTS_VERIFIED);
    out.append("<section class=\"card\"><h2>What became of it</h2>\n");
    outcome(
        HumanText.count(metrics.count(Count.PULL_REQUESTS_OPENED), "pull request"),
        List.of(
            new Outcome("good", "merged and verified", verified),
            new Outcome(
                "under-way", "merged", metrics.count(Count.PULL_REQUESTS_MERGED) - verified),
            new Outcome("devops", "open", metrics.count(Count.PULL_REQUESTS_OPEN)),
            new Outcome("person", "handed over", metrics.count(Count.PULL_REQUESTS_HANDED_OVER)),
            new Outcome("bad", "closed without merging", metrics.count(Count.PULL_REQUESTS_CLOSED)),
            new Outcome("other", "withdrawn", metrics.count(Count.PULL_REQUESTS_WITHDRAWN))));
    outcome(
        HumanText.count(metrics.count(Count.RERUNS_REQUESTED), "re-run"),
        List.of(
            new Outcome("good", "passed", metrics.count(Count.RERUNS_RECOVERED)),
            new Outcome("bad", "failed again", metrics.count(Count.RERUNS_FAILED)),
            new Outcome("devops", "under way", metrics.count(Count.RERUNS_PENDING)),
            new Outcome("other", "gone", metrics.count(Count.RERUNS_GONE))));
    out.append("</section>\n");
  }

  private record Outcome(String look, String label, long count) {}

  private void outcome(String title, List<Outcome> outcomes) {
    out.append("<h3>%s</h3>".formatted(title))
        .append(Charts.stack(
            outcomes.stream().map(o -> new Part(o.look(), o.count())).toList()))
        .append("<div class=\"legend small\">");
    for (Outcome outcome : outcomes) {
      if (outcome.count() > 0) {
        out.append("<span><span class=\"key %s\"></span>%s <span class=\"soft\">%s</span></span>"
            .formatted(outcome.look(), outcome.label(), HumanText.number(outcome.count())));
      }
    }
    out.append("</div>\n");
  }

  private void done() {
    out.append("<section class=\"card\"><h2>What was done</h2>\n<table>\n");
    for (Count count : Count.ofPage()) {
      out.append("<tr><td>%s</td><td class=\"number\">%s</td></tr>\n"
          .formatted(count.shown.label(), HumanText.number(metrics.count(count))));
    }
    out.append("</table></section>\n");
  }

  private static String stateLook(String state) {
    return Look.of(IncidentState.ofWord(state)).css();
  }

  private void frequentFailures() {
    if (metrics.frequentFailures().isEmpty()) {
      return;
    }
    out.append("<section class=\"card wide\"><h2>Most frequent failures</h2>\n"
        + "<table class=\"list\">\n<thead><tr><th>Fingerprint</th><th class=\"number\">Failures</th>"
        + "<th class=\"number\">Incidents</th><th>Repository and job</th><th>Cause</th>"
        + "<th>Last</th></tr></thead>\n<tbody>\n");
    for (FrequentFailure failure : metrics.frequentFailures()) {
      String place =
          failure.job().isEmpty() ? failure.workflow() : failure.workflow() + " / " + failure.job();
      out.append("<tr><td><code title=\"%s\">%s</code></td>"
              .formatted(
                  Escape.html(failure.signature()),
                  Escape.html(failure.signature().substring(0, 12))))
          .append("<td class=\"number\" data-of=\"%s\">%s</td>"
              .formatted(
                  failure.failures() == 1 ? "failure" : "failures",
                  HumanText.number(failure.failures())))
          .append("<td class=\"number\" data-of=\"%s\">%s</td>"
              .formatted(
                  failure.incidents() == 1 ? "incident" : "incidents",
                  HumanText.number(failure.incidents())))
          .append("<td>%s <i>%s</i></td><td>%s</td><td class=\"soft\">%s</td></tr>\n"
              .formatted(
                  Escape.html(failure.repository()),
                  Escape.html(place),
                  failure
                      .cause()
                      .map(cause -> Escape.html(Escape.fit(cause, CAUSE)))
                      .orElse("–"),
                  HumanText.day(failure.lastFailedAt())));
    }
    out.append("</tbody></table></section>\n");
  }

  private void cost() {
    if (metrics.modelCosts().isEmpty()) {
      return;
    }
    out.append("<section class=\"card wide\"><h2>Cost of the models</h2>\n<div class=\"scroll\">"
        + "<table>\n<tr><th>Model</th><th class=\"number\">Calls</th>"
        + "<th class=\"number\">Tokens</th><th class=\"number\">Cost</th></tr>\n");
    for (ModelCost cost : metrics.modelCosts()) {
      out.append("<tr><td class=\"name\">%s</td><td class=\"number\">%s</td>"
              .formatted(Escape.html(cost.model()), HumanText.number(cost.calls())))
          .append("<td class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n"
              .formatted(HumanText.number(cost.tokens()), HumanText.usd(cost.costUsd())));
    }
    out.append("</table></div></section>\n");
  }

  private void bars(String title, Map<String, Long> counts, UnaryOperator<String> look) {
    List<Map.Entry<String, Long>> biggest = TextRenderer.biggestFirst(counts);
    long most = biggest.isEmpty() ? 0 : biggest.get(0).getValue();
    out.append("<section class=\"card\"><h2>%s</h2>\n<div class=\"bars\">\n".formatted(title));
    for (Map.Entry<String, Long> entry : biggest.stream().limit(ROWS).toList()) {
      String name = Escape.html(entry.getKey());
      out.append("<span class=\"name\" title=\"%s\">%s</span>%s<span class=\"soft\">%s</span>\n"
          .formatted(
              name,
              name.contains("/") ? name : name.replace('_', ' '),
              Charts.bar(entry.getValue(), most, look.apply(entry.getKey())),
              HumanText.number(entry.getValue())));
    }
    out.append("</div>\n");
    if (biggest.isEmpty()) {
      out.append("<p class=\"soft\">Nothing yet.</p>\n");
    } else if (biggest.size() > ROWS) {
      out.append("<p class=\"soft small\">and %d more</p>\n".formatted(biggest.size() - ROWS));
    }
    out.append("</section>\n");
  }

  private void times() {
    out.append("<section class=\"card wide\"><h2>Time each step takes</h2>\n<div class=\"scroll\">"
        + "<table>\n<tr><th>Step</th><th>Counted from</th><th class=\"number\">Median</th>"
        + "<th class=\"number\">90 % within</th><th class=\"number\">Cases</th></tr>\n");
    metrics.times().forEach(this::time);
    out.append("</table></div>\n<h3>Time to resolve</h3>\n")
        .append(Charts.resolveTimes(metrics.time(Elapsed.RESOLVE)))
        .append("</section>\n");
  }

  private void time(Elapsed elapsed, Histogram spread) {
    String step = elapsed.name().charAt(0) + elapsed.word().substring(1);
    out.append("<tr><td>%s</td><td class=\"soft\">%s</td>".formatted(step, elapsed.from))
        .append("<td class=\"number\">%s</td><td class=\"number\">%s</td>"
            .formatted(HumanText.span(spread.median()), HumanText.span(spread.p90())))
        .append(
            "<td class=\"number soft\">%s</td></tr>\n".formatted(HumanText.number(spread.size())));
  }

  private void flakyJobs() {
    if (metrics.flakyJobs().isEmpty()) {
      return;
    }
    out.append("<section class=\"card wide\"><h2>Flaky jobs</h2><p class=\"soft small\">"
        + "The same commit passed when its failed job was run again.</p>\n<div class=\"scroll\">"
        + "<table>\n<tr><th>Job</th><th>Workflow</th><th>Repository</th>"
        + "<th class=\"number\">Failures</th><th class=\"number\">Re-runs</th>"
        + "<th class=\"number\">Passed then</th><th class=\"number\">Rate</th></tr>\n");
    for (FlakyJob job : metrics.flakyJobs().stream().limit(ROWS * 2).toList()) {
      out.append(
              "<tr><td class=\"name\">%s</td><td class=\"name\">%s</td><td class=\"name\">%s</td>"
                  .formatted(
                      Escape.html(job.job()),
                      Escape.html(job.workflow()),
                      Escape.html(job.repository())))
          .append("<td class=\"number\">%s</td><td class=\"number\">%s</td>"
              .formatted(HumanText.number(job.failures()), HumanText.number(job.reruns())))
          .append("<td class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n"
              .formatted(
                  HumanText.number(job.recovered()),
                  HumanText.percent(job.recovered(), job.reruns())));
    }
    out.append("</table></div></section>\n");
  }
}
