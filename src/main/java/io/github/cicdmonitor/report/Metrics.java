package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.MetricRows.DayCell;
import io.github.cicdmonitor.store.MetricRows.FailureCell;
import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import io.github.cicdmonitor.store.MetricRows.FrequentFailure;
import io.github.cicdmonitor.store.MetricRows.IncidentCell;
import io.github.cicdmonitor.store.MetricRows.ModelCost;
import io.github.cicdmonitor.store.MetricRows.ModelUse;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The numbers of a span of time, made of counted rows. Pure: the same rows give the same numbers.
 * Every renderer writes these and computes nothing of its own, so that no two formats disagree.
 */
public record Metrics(
    Instant since,
    Instant until,
    FailureCounts failures,
    IncidentCounts incidents,
    Histogram confidencePercent,
    Map<Count, Long> counts,
    ModelUse model,
    Map<Elapsed, Histogram> times,
    List<FlakyJob> flakyJobs,
    List<FrequentFailure> frequentFailures,
    List<ModelCost> modelCosts,
    Trust trust,
    Optional<Instant> lastScan,
    Optional<Instant> lastAnalyze) {

  /** Sum of {@code byClass} plus {@code undiagnosed} is {@code total}; so for categories. */
  public record FailureCounts(
      long total,
      Map<String, Long> byClass,
      Map<String, Long> byCategory,
      Map<String, Long> byRepository,
      long undiagnosed,
      List<DayCell> byDay) {}

  /**
   * The three maps and {@code undiagnosed} sum up as in {@link FailureCounts}.
   *
   * @param open now, also those that last failed before the span
   */
  public record IncidentCounts(
      long total,
      long open,
      Map<String, Long> byState,
      Map<String, Long> byClass,
      Map<String, Long> byCategory,
      Map<String, Long> byRepository,
      long undiagnosed) {}

  public Metrics {
    flakyJobs = List.copyOf(flakyJobs);
    frequentFailures = List.copyOf(frequentFailures);
    modelCosts = List.copyOf(modelCosts);
  }

  public static Metrics of(MetricRows rows, Instant since, Instant until) {
    return new Metrics(
        since,
        until,
        failures(rows),
        incidents(rows.incidents(), rows.openIncidents()),
        new Histogram(rows.confidence()),
        counts(rows),
        rows.modelCalls(),
        times(rows),
        rows.flakyJobs(),
        rows.frequentFailures(),
        rows.modelCosts(),
        Trust.of(rows.fixes(), since),
        rows.lastScan(),
        rows.lastAnalyze());
  }

  /** Whether there is nothing to tell yet. */
  public boolean isEmpty() {
    return failures.total() == 0
        && incidents.total() == 0
        && incidents.open() == 0
        && model.calls() == 0;
  }

  long count(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  Histogram time(Elapsed elapsed) {
    return times.getOrDefault(elapsed, Histogram.NOTHING);
  }

  private static FailureCounts failures(MetricRows rows) {
    List<FailureCell> cells = rows.failures();
    ToLongFunction<FailureCell> count = FailureCell::count;
    return new FailureCounts(
        Count.sum(cells, cell -> true, count),
        byClass(cells, FailureCell::category, count),
        by(cells, FailureCell::category, count),
        by(cells, cell -> Optional.of(cell.repository()), count),
        Count.sum(cells, cell -> cell.category().isEmpty(), count),
        rows.days());
  }

  private static IncidentCounts incidents(List<IncidentCell> cells, long open) {
    ToLongFunction<IncidentCell> count = IncidentCell::count;
    return new IncidentCounts(
        Count.sum(cells, cell -> true, count),
        open,
        by(cells, cell -> Optional.of(cell.state()), count),
        byClass(cells, IncidentCell::category, count),
        by(cells, IncidentCell::category, count),
        by(cells, cell -> Optional.of(cell.repository()), count),
        Count.sum(cells, cell -> cell.category().isEmpty(), count));
  }

  private static Map<Count, Long> counts(MetricRows rows) {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      counts.put(count, count.of.applyAsLong(rows));
    }
    return counts;
  }

  private static Map<Elapsed, Histogram> times(MetricRows rows) {
    Map<Elapsed, Histogram> times = new EnumMap<>(Elapsed.class);
    for (Elapsed elapsed : Elapsed.values()) {
      times.put(elapsed, elapsed.of(rows));
    }
    return times;
  }

  private static <T> Map<String, Long> by(
      List<T> cells, Function<T, Optional<String>> key, ToLongFunction<T> count) {
    Map<String, Long> counts = new TreeMap<>();
    for (T cell : cells) {
      key.apply(cell).ifPresent(word -> counts.merge(word, count.applyAsLong(cell), Long::sum));
    }
    return counts;
  }

  /** Both classes are always there, so that nobody has to ask whether a key exists. */
  private static <T> Map<String, Long> byClass(
      List<T> cells, Function<T, Optional<String>> category, ToLongFunction<T> count) {
    Map<String, Long> counts = by(cells, category.andThen(Metrics::className), count);
    for (FailureClass failureClass : FailureClass.values()) {
      counts.putIfAbsent(failureClass.name(), 0L);
    }
    return counts;
  }

  private static Optional<String> className(Optional<String> category) {
    return category.flatMap(Category::ofWord).map(found -> found.failureClass().name());
  }
}
