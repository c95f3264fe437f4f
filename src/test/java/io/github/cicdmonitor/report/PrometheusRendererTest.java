package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.MetricRows.FailureCell;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PrometheusRendererTest {
  @Test
  void many_repositories_make_a_thousand_series_and_lose_no_failure() {
    List<FailureCell> cells = LongStream.rangeClosed(1, 1_500)
        .mapToObj(i -> new FailureCell("acme/r" + i, Optional.empty(), i))
        .toList();

    List<String> series = PrometheusRenderer.render(metrics(cells))
        .lines()
        .filter(line -> line.startsWith("cicd_monitor_failures_by_repository{"))
        .toList();

    assertThat(series)
        .hasSize(1_000)
        .contains(
            "cicd_monitor_failures_by_repository{repository=\"acme/r1500\"} 1500",
            "cicd_monitor_failures_by_repository{repository=\"(other)\"} " + 501 * 502 / 2);
  }

  @Test
  void names_that_look_alike_once_escaped_are_one_series() {
    List<FailureCell> cells = List.of(
        new FailureCell("acme/a\nb", Optional.empty(), 2),
        new FailureCell("acme/a\\nb", Optional.empty(), 3));

    assertThat(PrometheusRenderer.render(metrics(cells)).lines())
        .filteredOn(line -> line.startsWith("cicd_monitor_failures_by_repository{"))
        .containsExactly("cicd_monitor_failures_by_repository{repository=\"acme/a\\\\nb\"} 5");
  }

  @Test
  void no_time_is_no_sample() {
    assertThat(PrometheusRenderer.render(metrics(List.of())))
        .contains("# TYPE cicd_monitor_time_seconds gauge")
        .doesNotContain("cicd_monitor_time_seconds{");
  }

  private static Metrics metrics(List<FailureCell> cells) {
    MetricRows nothing = MetricRows.NOTHING;
    return Metrics.of(
        new MetricRows(
            cells,
            nothing.days(),
            nothing.incidents(),
            nothing.confidence(),
            nothing.pullRequests(),
            nothing.reruns(),
            nothing.approvals(),
            nothing.effects(),
            nothing.modelCalls(),
            nothing.detectSeconds(),
            nothing.times(),
            nothing.flakyJobs(),
            nothing.openIncidents(),
            nothing.frequentFailures(),
            nothing.modelCosts(),
            nothing.fixes(),
            nothing.lastScan(),
            nothing.lastAnalyze()),
        Samples.SINCE,
        Samples.NOW);
  }
}
