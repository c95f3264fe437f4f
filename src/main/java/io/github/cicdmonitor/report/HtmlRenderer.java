package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.report.Charts.Part;
import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The metrics as one file for a browser: style and pictures inside, no network, no script. */
public final class HtmlRenderer {
  private static final int ROWS = 10;

  private final Metrics metrics;
  private final StringBuilder out = new StringBuilder();

  private HtmlRenderer(Metrics metrics) {
    this.metrics = metrics;
  }

  public static String render(Metrics metrics) {
    return new HtmlRenderer(metrics).run();
  }

  private String run() {
    out.append("""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <title>CI/CD failures</title>
        <style>
        """).append(style()).append("</style>\n</head>\n<body>\n<main>\n");
    out.append("<header><h1>CI/CD failures</h1><p class=\"soft\">%s to %s</p></header>\n"
        .formatted(Words.moment(metrics.since()), Words.moment(metrics.until())));
    cards();
    if (metrics.isEmpty()) {
      out.append("<section class=\"card wide\"><h2>Nothing yet</h2><p class=\"soft\">"
          + "<code>cicd-monitor scan</code> looks for failed runs.</p></section>\n");
    } else {
      overTime();
      failures();
      incidentsAndActions();
      times();
      flakyJobs();
    }
    out.append("<footer class=\"soft small\">Written by cicd-monitor. Times in UTC.</footer>\n");
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  private void cards() {
    Metrics.PullRequests pulls = metrics.pullRequests();
    Metrics.Reruns reruns = metrics.reruns();
    Metrics.ModelUse model = metrics.model();
    out.append("<section class=\"cards\" aria-label=\"Overview\">\n");
    card(
        "Failures",
        Words.number(metrics.failures().total()),
        "in " + Words.count(metrics.failures().byRepository().size(), "repository"));
    card(
        "Incidents",
        Words.number(metrics.incidents().total()),
        Words.number(metrics.incidents().open()) + " open");
    card(
        "Pull requests",
        Words.number(pulls.opened()),
        "%s merged, %s verified"
            .formatted(Words.number(pulls.merged()), Words.number(pulls.verified())));
    card(
        "Re-runs",
        Words.number(reruns.requested()),
        Words.number(reruns.recovered()) + " recovered");
    card("Time to resolve", Words.span(metrics.times().resolve().median()), "median");
    card(
        "Model cost",
        Words.money(model),
        Words.count(model.calls(), "call") + ", " + Words.number(model.tokens()) + " tokens");
    out.append("</section>\n");
    long unknown = metrics.effects().unknown();
    if (unknown > 0) {
      out.append(
          "<section class=\"card wide warning\"><strong>%s of unknown fate.</strong> %s</section>\n"
              .formatted(
                  Words.count(unknown, "effect"),
                  "A run ended between sending and hearing the answer; the next analyze looks."));
    }
  }

  private void card(String label, String figure, String rest) {
    out.append("<div class=\"card\"><div class=\"soft small\">%s</div>".formatted(label))
        .append("<div class=\"figure\">%s</div>".formatted(figure))
        .append("<div class=\"soft small\">%s</div></div>\n".formatted(rest));
  }

  private void overTime() {
    out.append("<section class=\"card wide\"><h2>Failures over time</h2>\n")
        .append(Charts.days(metrics))
        .append("\n");
    Metrics.Failures failures = metrics.failures();
    long devops = failures.byClass().getOrDefault("DEVOPS", 0L);
    long developer = failures.byClass().getOrDefault("DEVELOPER", 0L);
    out.append("<h2 style=\"margin-top:18px\">Who has to move</h2>")
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
    out.append(
        "<span><span class=\"key %s\"></span>%s <span class=\"soft\">%s &nbsp;%s</span></span>"
            .formatted(
                look,
                label,
                Words.number(count),
                Words.percent(count, metrics.failures().total())));
  }

  private void failures() {
    out.append("<div class=\"pair\">\n");
    bars("Failures by category", metrics.failures().byCategory(), HtmlRenderer::categoryLook);
    bars("Failures by repository", metrics.failures().byRepository(), name -> "devops");
    out.append("</div>\n");
  }

  private static String categoryLook(String word) {
    return Category.ofWord(word)
        .map(category -> category.failureClass().name().toLowerCase(Locale.ROOT))
        .orElse("other");
  }

  private void incidentsAndActions() {
    out.append("<div class=\"pair\">\n");
    out.append("<div class=\"column\">\n");
    bars("Incidents by state", metrics.incidents().byState(), HtmlRenderer::stateLook);
    Spread confidence = metrics.confidencePercent();
    out.append("<section class=\"card\"><h2>Confidence of the diagnoses</h2>\n")
        .append(Charts.confidence(confidence))
        .append("<p class=\"soft small\">%s could not be told from the log.</p></section>\n</div>\n"
            .formatted(Words.count(confidence.between(0, 50), "incident")));
    out.append("<section class=\"card\"><h2>What was done</h2>\n<table>\n");
    Metrics.PullRequests pulls = metrics.pullRequests();
    Metrics.Reruns reruns = metrics.reruns();
    Metrics.Approvals approvals = metrics.approvals();
    Metrics.Effects effects = metrics.effects();
    done("Pull requests opened", pulls.opened());
    done("… closed without merge", pulls.closed());
    done("… whose fix failed", pulls.fixFailed());
    done("Re-runs that failed again", reruns.failed());
    done("Approvals requested", approvals.requested());
    done("… granted", approvals.granted());
    done("… rejected or expired", approvals.rejected() + approvals.expired());
    done("Incidents answered by rules alone", metrics.model().incidentsWithout());
    done("Changes and messages done", effects.done());
    done("… refused", effects.refused());
    done("… of unknown fate", effects.unknown());
    out.append("</table></section>\n</div>\n");
  }

  private static String stateLook(String state) {
    return switch (state) {
      case "resolved" -> "good";
      case "blocked", "fix_failed", "outage" -> "bad";
      case "awaiting_approval" -> "developer";
      default -> "devops";
    };
  }

  private void done(String what, long count) {
    out.append(
        "<tr><td>%s</td><td class=\"number\">%s</td></tr>\n".formatted(what, Words.number(count)));
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
              Words.number(entry.getValue())));
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
    time("Detect", "the failure", metrics.times().detect());
    time("Diagnose", "its detection", metrics.times().diagnose());
    time("Act", "the diagnosis", metrics.times().act());
    time("Resolve", "the failure", metrics.times().resolve());
    out.append("</table></div></section>\n");
  }

  private void time(String step, String from, Spread spread) {
    out.append("<tr><td>%s</td><td class=\"soft\">%s</td>".formatted(step, from))
        .append("<td class=\"number\">%s</td><td class=\"number\">%s</td>"
            .formatted(Words.span(spread.median()), Words.span(spread.p90())))
        .append("<td class=\"number soft\">%s</td></tr>\n".formatted(Words.number(spread.size())));
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
              .formatted(Words.number(job.failures()), Words.number(job.reruns())))
          .append("<td class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n"
              .formatted(
                  Words.number(job.recovered()), Words.percent(job.recovered(), job.reruns())));
    }
    out.append("</table></div></section>\n");
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(HtmlRenderer.class.getResourceAsStream("report.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
