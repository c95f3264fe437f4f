package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.Troubles.Trouble;
import java.util.List;

/** The report as one file for a browser: what is open first, then the numbers of the span. */
public final class HtmlRenderer {
  private final Overview overview;
  private final Metrics metrics;
  private final StringBuilder out = new StringBuilder();

  private HtmlRenderer(Overview overview) {
    this.overview = overview;
    this.metrics = overview.metrics();
  }

  public static String render(Overview overview, List<Trouble> troubles) {
    return new HtmlRenderer(overview).run(troubles);
  }

  private String run(List<Trouble> troubles) {
    cards();
    out.append(TroubleList.html(troubles));
    out.append(HtmlIncidents.list(overview));
    if (metrics.isEmpty()) {
      out.append("<section class=\"card wide\"><h2>Nothing yet</h2><p class=\"soft\">")
          .append(
              metrics.lastScan().isPresent()
                  ? "No job has failed in this span."
                  : "<code>cicd-monitor scan</code> looks for failed runs.")
          .append("</p></section>\n");
    } else {
      out.append("<h2 class=\"part\">Numbers of this span</h2>\n").append(HtmlNumbers.of(metrics));
    }
    out.append(HtmlIncidents.sections(overview));
    return HtmlPage.of(
        "CI/CD failures",
        "%s to %s%s"
            .formatted(
                HumanText.moment(metrics.since()),
                HumanText.moment(metrics.until()),
                metrics
                    .lastScan()
                    .map(at -> ", last scan " + HumanText.moment(at))
                    .orElse("")),
        new HtmlPage.Body(HtmlIncidents.style(overview), out.toString()));
  }

  private void cards() {
    out.append("<section class=\"cards\" aria-label=\"Overview\">\n");
    card(
        "Open incidents",
        HumanText.number(metrics.incidents().open()),
        HumanText.number(overview.approvals().size()) + " waiting for approval");
    card(
        "Failures",
        HumanText.number(metrics.failures().total()),
        "%s, %s"
            .formatted(
                HumanText.count(metrics.incidents().total(), "incident"),
                HumanText.count(metrics.failures().byRepository().size(), "repository")));
    card(
        "Pull requests",
        HumanText.number(metrics.count(Count.PULL_REQUESTS_OPENED)),
        "%s merged, %s verified"
            .formatted(
                HumanText.number(metrics.count(Count.PULL_REQUESTS_MERGED)),
                HumanText.number(metrics.count(Count.PULL_REQUESTS_VERIFIED))));
    card(
        "Re-runs",
        HumanText.number(metrics.count(Count.RERUNS_REQUESTED)),
        HumanText.number(metrics.count(Count.RERUNS_RECOVERED)) + " recovered");
    card("Time to resolve", HumanText.span(metrics.time(Elapsed.RESOLVE).median()), "median");
    card(
        "Model cost",
        HumanText.money(metrics.model()),
        HumanText.count(metrics.model().calls(), "call") + ", "
            + HumanText.number(metrics.model().tokens()) + " tokens");
    out.append("</section>\n");
    long unknown = metrics.count(Count.EFFECTS_UNKNOWN);
    if (unknown > 0) {
      out.append(
          "<section class=\"card wide warning\"><strong>%s of unknown fate.</strong> %s</section>\n"
              .formatted(
                  HumanText.count(unknown, "effect"),
                  "A run ended between sending and hearing the answer; the next analyze looks."));
    }
  }

  private void card(String label, String figure, String rest) {
    out.append("<div class=\"card\"><div class=\"soft small\">%s</div>".formatted(label))
        .append("<div class=\"figure\">%s</div>".formatted(figure))
        .append("<div class=\"soft small\">%s</div></div>\n".formatted(rest));
  }
}
