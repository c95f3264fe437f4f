package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.cli.JsonOutput;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.FixFate;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.FixRecords.FixRecord;
import io.github.cicdmonitor.store.IncidentRows.Filter;
import io.github.cicdmonitor.store.IncidentRows.IncidentRow;
import io.github.cicdmonitor.store.IncidentRows.PullRequestRow;
import io.github.cicdmonitor.store.IncidentRows.Which;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.MetricRows.FailureCell;
import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import io.github.cicdmonitor.store.MetricRows.IncidentCell;
import io.github.cicdmonitor.store.MetricRows.PullRequestCell;
import io.github.cicdmonitor.store.MetricRows.Tally;
import io.github.cicdmonitor.store.StoryRows.WaitingApproval;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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
    Metrics.FailureCounts failures = metrics.failures();
    assertThat(sum(failures.byClass()) + failures.undiagnosed()).isEqualTo(failures.total());
    assertThat(sum(failures.byCategory()) + failures.undiagnosed()).isEqualTo(failures.total());
    assertThat(sum(failures.byRepository())).isEqualTo(failures.total());
    Metrics.IncidentCounts incidents = metrics.incidents();
    assertThat(sum(incidents.byState())).isEqualTo(incidents.total());
    assertThat(sum(incidents.byClass()) + incidents.undiagnosed()).isEqualTo(incidents.total());
    assertThat(sum(
            metrics,
            Count.PULL_REQUESTS_OPEN,
            Count.PULL_REQUESTS_MERGED,
            Count.PULL_REQUESTS_CLOSED,
            Count.PULL_REQUESTS_HANDED_OVER,
            Count.PULL_REQUESTS_WITHDRAWN))
        .isEqualTo(metrics.count(Count.PULL_REQUESTS_OPENED));
    assertThat(metrics.count(Count.PULL_REQUESTS_VERIFIED))
        .isLessThanOrEqualTo(metrics.count(Count.PULL_REQUESTS_MERGED));
    assertThat(sum(
            metrics,
            Count.RERUNS_RECOVERED,
            Count.RERUNS_FAILED,
            Count.RERUNS_GONE,
            Count.RERUNS_PENDING))
        .isEqualTo(metrics.count(Count.RERUNS_REQUESTED));
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
  void the_html_is_well_formed_and_links_only_where_a_person_may_go(
      @ForAll("overviews") Overview overview) throws Exception {
    String html = HtmlRenderer.render(overview, List.of());

    // Our own markup happens to be XML but for the doctype, void elements and one entity.
    String xml = html.replace("<!DOCTYPE html>", "")
        .replaceAll("<meta ([^>]*)>", "<meta $1/>")
        .replace("&nbsp;", " ");
    var document = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
    for (String name : List.of("script", "img", "iframe", "link", "object", "form")) {
      assertThat(document.getElementsByTagName(name).getLength()).as(name).isZero();
    }
    assertThat(document.getElementsByTagName("style").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("style").item(0).getTextContent())
        .doesNotContain("url(", "@import");
    var links = document.getElementsByTagName("a");
    for (int i = 0; i < links.getLength(); i++) {
      String href = links.item(i).getAttributes().getNamedItem("href").getNodeValue();
      if (href.startsWith("#")) {
        String anchor = "id=\"" + href.substring(1) + "\"";
        assertThat(html.contains(anchor)).as(href).isTrue();
      } else {
        assertThat(href).matches("https?://[\\w.-]+(:\\d+)?(/[^\\s\"'<>`]*)?");
      }
    }
    assertThat(links.getLength()).isGreaterThanOrEqualTo(overview.details().size());
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void markdown_rows_have_the_cells_of_their_header(@ForAll("overviews") Overview overview) {
    int columns = 0;
    for (String line : MarkdownRenderer.render(overview, Samples.NOW).lines().toList()) {
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
  void no_name_steers_the_terminal_or_begins_a_line(@ForAll("overviews") Overview overview) {
    String text = IncidentTable.approvals(overview.approvals(), Paint.PLAIN)
        + IncidentTable.text(overview.incidents(), Samples.NOW, Paint.PLAIN);

    assertThat(text).doesNotContain("\u001b", "\u009b", "\u202e", "\r");
    assertThat(text.lines())
        .allMatch(line -> line.isEmpty()
            || line.startsWith("  ")
            || line.startsWith("Waiting for approval (")
            || line.startsWith("Open incidents (")
            || line.equals("No open incidents."));
    assertThat(text.lines().filter(line -> !line.contains("https://github.com/")))
        .allMatch(line -> line.codePointCount(0, line.length()) <= TextRenderer.WIDTH);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void json_parses_whatever_the_names_are(@ForAll("metrics") Metrics metrics)
      throws JsonProcessingException {
    JsonNode read = new ObjectMapper().readTree(JsonOutput.document(JsonRenderer.render(metrics)));

    assertThat(read.path("failures").path("total").asLong())
        .isEqualTo(metrics.failures().total());
    assertThat(read.path("flaky_jobs")).hasSize(metrics.flakyJobs().size());
  }

  private static long sum(Metrics metrics, Count... counts) {
    return List.of(counts).stream().mapToLong(metrics::count).sum();
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
    return Combinators.combine(
            failures, incidents, pulls, reruns, flaky, fixes().list().ofMaxSize(6))
        .as((failed, opened, proposed, again, wobbly, fixed) -> Metrics.of(
            new MetricRows(
                failed,
                List.of(),
                opened,
                List.of(),
                proposed,
                again,
                List.of(),
                List.of(),
                MetricRows.ModelUse.NONE,
                List.of(),
                List.of(),
                wobbly,
                opened.size(),
                List.of(),
                List.of(),
                fixed,
                Optional.empty(),
                Optional.empty()),
            Samples.SINCE,
            Samples.NOW));
  }

  /** A model names itself, and rules and their names are the operator's. */
  private static Arbitrary<FixRecord> fixes() {
    Arbitrary<Optional<String>> names = HostileText.any().optional(0.6);
    return Combinators.combine(
            Arbitraries.of(FixFate.values()),
            Arbitraries.integers().between(0, 10).optional(0.8),
            Arbitraries.doubles().between(0, 1).optional(0.8),
            names,
            names,
            names)
        .as((fate, risk, confidence, model, recipe, rule) -> new FixRecord(
            1,
            Samples.NOW,
            fate,
            risk.map(OptionalInt::of).orElseGet(OptionalInt::empty),
            confidence.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
            model,
            recipe,
            rule));
  }

  @Provide
  Arbitrary<Overview> overviews() {
    Arbitrary<String> names = HostileText.any();
    Arbitrary<String> links = Arbitraries.oneOf(
        names,
        Arbitraries.of(
            "https://github.com/acme/shop/actions/runs/1/job/2",
            "javascript:alert(1)",
            "https://example.org/\"onclick=\"x",
            "data:text/html,x"));
    Arbitrary<IncidentRow> rows = Combinators.combine(
            names,
            names,
            names.optional(0.8),
            links.optional(0.8),
            Arbitraries.of(IncidentState.values()),
            Arbitraries.of(true, false))
        .as((repository, job, cause, url, state, muted) -> new IncidentRow(
            0,
            repository,
            "CI",
            job,
            job,
            "0".repeat(64),
            state,
            true,
            Optional.of("DEVOPS"),
            cause.map(text -> "dependency"),
            cause,
            Samples.SINCE,
            Samples.NOW,
            3,
            url,
            url.map(text -> new PullRequestRow(7, text, "open")),
            muted ? Optional.of(Samples.NOW.plusSeconds(60)) : Optional.empty()));
    return Combinators.combine(metrics(), rows.list().ofMaxSize(6), names, names)
        .as((metrics, list, repository, title) -> overview(metrics, list, repository, title));
  }

  /** With a section for every other incident. */
  private static Overview overview(
      Metrics metrics, List<IncidentRow> list, String repository, String title) {
    List<IncidentRow> rows = new ArrayList<>();
    Map<Long, IncidentView> details = new HashMap<>();
    for (IncidentRow row : list) {
      long id = rows.size() + 1L;
      rows.add(new IncidentRow(
          id,
          row.repository(),
          row.workflow(),
          row.job(),
          row.branch(),
          row.signature(),
          row.state(),
          row.open(),
          row.failureClass(),
          row.category(),
          row.cause(),
          row.since(),
          row.lastFailedAt(),
          row.occurrences(),
          row.url(),
          row.pullRequest(),
          row.mutedUntil()));
      if (id % 2 == 0) {
        details.put(id, view(id, row));
      }
    }
    Filter filter = new Filter(Which.OPEN, Set.of(), Set.of(), Samples.SINCE);
    return new Overview(
        metrics,
        new IncidentList(filter, rows.size() + 2L, rows),
        List.of(new WaitingApproval(
            2, "7f3a9c1e" + "0".repeat(56), repository, title, 6, Samples.SINCE, Samples.NOW)),
        details);
  }

  private static IncidentView view(long id, IncidentRow row) {
    Diagnosis diagnosis = new Diagnosis(
        Category.DEPENDENCY,
        0.9,
        false,
        SafeText.ofRedacted(row.job()),
        SafeText.ofRedacted(row.job()),
        List.of(new Evidence(1, SafeText.ofRedacted(row.job()))),
        Remediation.NONE,
        Optional.empty());
    Incident incident = new Incident(
        id,
        new RepositoryName("acme", "shop"),
        new Signature(row.signature(), ""),
        1,
        row.state(),
        Optional.empty(),
        row.workflow(),
        "",
        row.job(),
        row.branch(),
        3,
        0,
        row.since(),
        row.lastFailedAt(),
        row.lastFailedAt(),
        Optional.empty());
    return new IncidentView(
        incident, Optional.of(diagnosis), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
