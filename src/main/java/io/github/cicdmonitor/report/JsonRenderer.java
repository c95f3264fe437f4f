package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.report.Metrics.FailureCounts;
import io.github.cicdmonitor.report.Metrics.IncidentCounts;
import io.github.cicdmonitor.store.MetricRows.DayCell;
import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import io.github.cicdmonitor.store.MetricRows.FrequentFailure;
import io.github.cicdmonitor.store.MetricRows.ModelCost;
import io.github.cicdmonitor.store.MetricRows.ModelUse;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/** The metrics for programs. Fields are only ever added; a percentile of nothing is null. */
public final class JsonRenderer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonRenderer() {}

  public static ObjectNode render(Metrics metrics) {
    ObjectNode root = JSON.objectNode();
    root.put("since", metrics.since().toString());
    root.put("until", metrics.until().toString());
    root.set("failures", failures(metrics.failures()));
    root.set("incidents", incidents(metrics.incidents()));
    root.set("confidence", confidence(metrics.confidencePercent()));
    for (Count count : Count.values()) {
      if (!count.key.isEmpty()) {
        root.withObjectProperty(count.group.json).put(count.key, metrics.count(count));
      }
      if (count == Count.MODEL_TOKENS) {
        putPrice(root.withObjectProperty(count.group.json), metrics.model());
      }
    }
    ArrayNode models = root.withObjectProperty(Count.Group.MODEL.json).putArray("by_model");
    for (ModelCost cost : metrics.modelCosts()) {
      models
          .addObject()
          .put("model", cost.model())
          .put("calls", cost.calls())
          .put("tokens", cost.tokens())
          .put("cost_usd", roundedToMicros(cost.costUsd()));
    }
    ObjectNode times = root.putObject("times_seconds");
    metrics.times().forEach((wait, spread) -> times.set(wait.word(), percentiles(spread)));
    metrics.flakyJobs().forEach(job -> root.withArray("flaky_jobs").add(flaky(job)));
    root.withArray("flaky_jobs");
    ArrayNode frequent = root.putArray("frequent_failures");
    metrics.frequentFailures().forEach(failure -> frequent.add(frequent(failure)));
    TrustTables.addTo(root, metrics.trust());
    root.put("last_scan", metrics.lastScan().map(Instant::toString).orElse(null));
    root.put("last_analyze", metrics.lastAnalyze().map(Instant::toString).orElse(null));
    return root;
  }

  private static void putPrice(ObjectNode model, ModelUse calls) {
    model.put("cost_usd", roundedToMicros(calls.costUsd()));
    model.put("reserved_usd", roundedToMicros(calls.reservedUsd()));
  }

  private static ObjectNode failures(FailureCounts failures) {
    ObjectNode node = JSON.objectNode();
    node.put("total", failures.total());
    node.set("by_class", counts(failures.byClass()));
    node.set("by_category", counts(failures.byCategory()));
    node.set("by_repository", counts(failures.byRepository()));
    node.put("undiagnosed", failures.undiagnosed());
    ObjectNode days = node.putObject("by_day");
    ObjectNode classes = node.putObject("by_day_and_class");
    for (DayCell cell : failures.byDay()) {
      String day = cell.day().toString();
      days.put(day, days.path(day).asLong() + cell.count());
      classes.withObjectProperty(day).put(cell.failureClass().orElse("undiagnosed"), cell.count());
    }
    return node;
  }

  private static ObjectNode incidents(IncidentCounts incidents) {
    ObjectNode node = JSON.objectNode();
    node.put("total", incidents.total());
    node.put("open", incidents.open());
    node.set("by_state", counts(incidents.byState()));
    node.set("by_class", counts(incidents.byClass()));
    node.set("by_category", counts(incidents.byCategory()));
    node.set("by_repository", counts(incidents.byRepository()));
    node.put("undiagnosed", incidents.undiagnosed());
    return node;
  }

  /** As in diagnoses: 0 to 1. */
  private static ObjectNode confidence(Histogram percent) {
    ObjectNode node = JSON.objectNode();
    putHundredth(node, "median", percent.median());
    putHundredth(node, "p10", percent.percentile(10));
    node.put("cannot_tell", percent.between(0, 50));
    return node;
  }

  private static void putHundredth(ObjectNode node, String field, OptionalLong percent) {
    if (percent.isPresent()) {
      node.put(field, percent.getAsLong() / 100.0);
    } else {
      node.putNull(field);
    }
  }

  private static ObjectNode percentiles(Histogram seconds) {
    ObjectNode node = JSON.objectNode();
    put(node, "median", seconds.median());
    put(node, "p90", seconds.p90());
    return node;
  }

  private static void put(ObjectNode node, String field, OptionalLong value) {
    if (value.isPresent()) {
      node.put(field, value.getAsLong());
    } else {
      node.putNull(field);
    }
  }

  private static ObjectNode flaky(FlakyJob job) {
    ObjectNode node = JSON.objectNode();
    node.put("repository", job.repository());
    node.put("workflow", job.workflow());
    node.put("job", job.job());
    node.put("failures", job.failures());
    node.put("reruns", job.reruns());
    node.put("recovered", job.recovered());
    node.put("rate", Math.round(1000.0 * job.recovered() / job.reruns()) / 1000.0);
    return node;
  }

  private static ObjectNode frequent(FrequentFailure failure) {
    return JSON.objectNode()
        .put("signature", failure.signature())
        .put("repository", failure.repository())
        .put("workflow", failure.workflow())
        .put("job", failure.job())
        .put("incident", failure.incident())
        .put("cause", failure.cause().orElse(null))
        .put("failures", failure.failures())
        .put("incidents", failure.incidents())
        .put("last_failed_at", failure.lastFailedAt().toString());
  }

  private static ObjectNode counts(Map<String, Long> counts) {
    ObjectNode node = JSON.objectNode();
    counts.forEach(node::put);
    return node;
  }

  /** Sums of prices carry noise in the last binary digits. */
  private static double roundedToMicros(double usd) {
    return Math.round(usd * 1e6) / 1e6;
  }
}
