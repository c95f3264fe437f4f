package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.cicdmonitor.cli.JsonOutput;
import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.StateFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  @TempDir
  Path folder;

  @Test
  void a_month_is_counted_as_by_hand() throws IOException {
    try (StateFixture state = Samples.month(folder)) {
      Overview overview = Samples.overview(state);
      ObjectNode root = JsonRenderer.render(overview.metrics());
      overview.addTo(root);
      String json = JsonOutput.document(root);

      ObjectMapper mapper = new ObjectMapper();
      assertThat(mapper.readTree(json)).isEqualTo(mapper.readTree(resource("month.json")));
      assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
    }
  }

  @Test
  void nothing_yet_has_the_same_fields_with_zeros_and_nulls() throws IOException {
    Metrics nothing = Metrics.of(MetricRows.NOTHING, Samples.SINCE, Samples.NOW);

    ObjectNode root = JsonRenderer.render(nothing);
    Samples.nothing().addTo(root);
    String json = JsonOutput.document(root);

    assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
    assertThat(json).contains("\"total\" : 0", "\"median\" : null", "\"flaky_jobs\" : [ ]");
    assertThat(TextRenderer.render(nothing)).contains("Nothing yet.");
    assertThat(MarkdownRenderer.render(Samples.nothing(), Samples.NOW)).contains("Nothing yet.");
    assertThat(HtmlRenderer.render(Samples.nothing(), java.util.List.of())).contains("Nothing yet");
  }

  @Test
  void an_effect_of_unknown_fate_counts_as_neither_done_nor_refused() {
    try (StateFixture state = Samples.month(folder)) {
      Metrics metrics = Samples.metrics(state);

      assertThat(metrics.count(Count.EFFECTS_DONE)).isEqualTo(2);
      assertThat(metrics.count(Count.EFFECTS_REFUSED)).isZero();
      assertThat(metrics.count(Count.EFFECTS_UNKNOWN)).isEqualTo(1);
      assertThat(metrics.count(Count.EFFECTS_OPEN)).isZero();
    }
  }

  @Test
  void the_text_for_people_reads_as_it_did() throws IOException {
    try (StateFixture state = Samples.month(folder)) {
      assertThat(TextRenderer.render(Samples.metrics(state))).isEqualTo(resource("month.txt"));
    }
  }

  @Test
  void what_is_open_reads_as_it_did() throws IOException {
    try (StateFixture state = Samples.month(folder)) {
      Overview overview = Samples.overview(state);

      assertThat(IncidentTable.approvals(overview.approvals(), Paint.PLAIN)
              + IncidentTable.text(overview.incidents(), Samples.NOW, Paint.PLAIN))
          .isEqualTo(resource("incidents.txt"));
    }
  }

  @Test
  void the_markdown_reads_as_it_did() throws IOException {
    try (StateFixture state = Samples.month(folder)) {
      assertThat(MarkdownRenderer.render(Samples.overview(state), Samples.NOW))
          .isEqualTo(resource("month.md"));
    }
  }

  @Test
  void the_exposition_for_prometheus_reads_as_it_did() throws IOException {
    try (StateFixture state = Samples.month(folder)) {
      assertThat(PrometheusRenderer.render(Samples.metrics(state)))
          .isEqualTo(resource("month.prom"));
    }
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(resource("metrics.schema.json"), InputFormat.JSON);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = MetricsTest.class.getResourceAsStream("/report/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
