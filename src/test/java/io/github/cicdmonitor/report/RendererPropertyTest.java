package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.cli.JsonOutput;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.MetricRows.FailureCell;
import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import io.github.cicdmonitor.store.MetricRows.IncidentCell;
import io.github.cicdmonitor.store.MetricRows.PullRequestCell;
import io.github.cicdmonitor.store.MetricRows.Tally;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xml.sax.InputSource;

/** Promises of every format, for any rows. Names are hostile here, even where GitHub allows less. */
final class RendererPropertyTest {
  private static final Pattern PROMETHEUS_LINE = Pattern.compile("# (HELP|TYPE) [a-z_]+ .*"
      + "|[a-z_]+(\\{[a-z]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\""
      + "(,[a-z]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\")*\\})? -?[0-9]+(\\.[0-9]+)?");

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void sums_agree_in_every_breakdown(@ForAll("metrics") Metrics metrics) {
    Metrics.Failures failures = metrics.failures();
    assertThat(sum(failures.byClass()) + failures.undiagnosed()).isEqualTo(failures.total());
    assertThat(sum(failures.byCategory()) + failures.undiagnosed()).isEqualTo(failures.total());
    assertThat(sum(failures.byRepository())).isEqualTo(failures.total());
    Metrics.Incidents incidents = metrics.incidents();
    assertThat(sum(incidents.byState())).isEqualTo(incidents.total());
    assertThat(sum(incidents.byClass()) + incidents.undiagnosed()).isEqualTo(incidents.total());
    assertThat(incidents.open()).isLessThanOrEqualTo(incidents.total());
    Metrics.PullRequests pulls = metrics.pullRequests();
    assertThat(
            pulls.open() + pulls.merged() + pulls.closed() + pulls.handedOver() + pulls.withdrawn())
        .isEqualTo(pulls.opened());
    assertThat(pulls.verified()).isLessThanOrEqualTo(pulls.merged());
    Metrics.Reruns reruns = metrics.reruns();
    assertThat(reruns.recovered() + reruns.failed() + reruns.gone() + reruns.pending())
        .isEqualTo(reruns.requested());
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void the_text_fits_eighty_columns(@ForAll("metrics") Metrics metrics) {
    assertThat(TextRenderer.render(metrics).lines())
        .allMatch(line -> line.codePointCount(0, line.length()) <= TextRenderer.WIDTH);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void prometheus_can_read_every_line_and_no_series_stands_twice(
      @ForAll("metrics") Metrics metrics) {
    Set<String> series = new HashSet<>();
    String exposition = PrometheusRenderer.render(metrics);

    assertThat(exposition).endsWith("\n");
    exposition.lines().forEach(line -> {
      assertThat(line).matches(PROMETHEUS_LINE);
      assertThat(series.add(line.startsWith("#") ? line : line.substring(0, line.lastIndexOf(' '))))
          .as(line)
          .isTrue();
    });
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void the_html_is_well_formed_and_reaches_nowhere(@ForAll("metrics") Metrics metrics)
      throws Exception {
    String html = HtmlRenderer.render(metrics);

    // Our own markup happens to be XML but for the doctype, void elements and one entity.
    String xml = html.replace("<!DOCTYPE html>", "")
        .replaceAll("<meta ([^>]*)>", "<meta $1/>")
        .replace("&nbsp;", " ");
    var document = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
    for (String name : List.of("script", "img", "a", "iframe", "link", "object")) {
      assertThat(document.getElementsByTagName(name).getLength()).as(name).isZero();
    }
    assertThat(document.getElementsByTagName("style").item(0).getTextContent())
        .doesNotContain("url(", "@import");
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void markdown_rows_have_the_cells_of_their_header(@ForAll("metrics") Metrics metrics) {
    int columns = 0;
    for (String line : MarkdownRenderer.render(metrics).lines().toList()) {
      int bars = (int) line.chars().filter(c -> c == '|').count();
      columns = line.startsWith("| ---") ? bars : columns;
      if (line.isEmpty()) {
        columns = 0;
      } else if (columns > 0) {
        assertThat(bars).as(line).isEqualTo(columns);
      }
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void json_parses_whatever_the_names_are(@ForAll("metrics") Metrics metrics)
      throws JsonProcessingException {
    JsonNode read = new ObjectMapper().readTree(JsonOutput.document(JsonRenderer.render(metrics)));

    assertThat(read.path("failures").path("total").asLong())
        .isEqualTo(metrics.failures().total());
    assertThat(read.path("flaky_jobs")).hasSize(metrics.flakyJobs().size());
  }

  private static long sum(java.util.Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Provide
  Arbitrary<Metrics> metrics() {
    Arbitrary<String> names = HostileText.any();
    Arbitrary<Optional<String>> categories =
        Arbitraries.of(Category.values()).map(Category::word).optional(0.8);
    Arbitrary<Long> counts = Arbitraries.longs().between(1, 2_000_000);
    Arbitrary<List<FailureCell>> failures = Combinators.combine(names, categories, counts)
        .as(FailureCell::new)
        .list()
        .ofMaxSize(14);
    Arbitrary<List<IncidentCell>> incidents = Combinators.combine(
            names,
            categories,
            Arbitraries.of("RULES", "LLM").optional(0.7),
            Arbitraries.of(IncidentState.values()).map(IncidentState::word),
            Arbitraries.of(true, false),
            counts)
        .as(IncidentCell::new)
        .list()
        .ofMaxSize(8);
    Arbitrary<List<PullRequestCell>> pulls = Combinators.combine(
            names,
            Arbitraries.of("open", "merged", "closed", "handed_over", "withdrawn"),
            Arbitraries.of("none", "green", "red"),
            Arbitraries.of("resolved", "fix_failed", "pull_request_open"),
            counts)
        .as(PullRequestCell::new)
        .list()
        .ofMaxSize(6);
    Arbitrary<List<Tally>> reruns = Combinators.combine(
            Arbitraries.of("recovered", "failed", "gone", "pending"), counts)
        .as(Tally::new)
        .list()
        .ofMaxSize(4);
    Arbitrary<List<FlakyJob>> flaky = Combinators.combine(names, names, names, counts, counts)
        .as((repository, workflow, job, more, recovered) ->
            new FlakyJob(repository, workflow, job, more, recovered + more, recovered))
        .list()
        .ofMaxSize(5);
    return Combinators.combine(failures, incidents, pulls, reruns, flaky)
        .as((failed, opened, proposed, again, wobbly) -> Metrics.of(
            new MetricRows(
                failed,
                List.of(),
                opened,
                List.of(),
                proposed,
                again,
                List.of(),
                List.of(),
                MetricRows.ModelCalls.NONE,
                List.of(),
                List.of(),
                wobbly),
            Samples.SINCE,
            Samples.NOW));
  }
}
