package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.MetricRows.DayCell;
import io.github.cicdmonitor.store.MetricRows.EffectCell;
import io.github.cicdmonitor.store.MetricRows.FailureCell;
import io.github.cicdmonitor.store.MetricRows.FlakyJob;
import io.github.cicdmonitor.store.MetricRows.FrequentFailure;
import io.github.cicdmonitor.store.MetricRows.IncidentCell;
import io.github.cicdmonitor.store.MetricRows.ModelCalls;
import io.github.cicdmonitor.store.MetricRows.ModelCost;
import io.github.cicdmonitor.store.MetricRows.PullRequestCell;
import io.github.cicdmonitor.store.MetricRows.Sample;
import io.github.cicdmonitor.store.MetricRows.Tally;
import io.github.cicdmonitor.store.MetricRows.TimesCell;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The numbers of a span of time, made of counted rows. Pure: the same rows give the same numbers.
 * Every renderer writes these and computes nothing of its own, so that no two formats disagree.
 */
public record Metrics(
    Instant since,
    Instant until,
    Failures failures,
    Incidents incidents,
    Histogram confidencePercent,
    PullRequests pullRequests,
    Reruns reruns,
    Approvals approvals,
    Effects effects,
    ModelUse model,
    Times times,
    List<FlakyJob> flakyJobs,
    List<FrequentFailure> frequentFailures,
    List<ModelCost> modelCosts,
    Trust trust,
    Optional<Instant> lastScan,
    Optional<Instant> lastAnalyze) {

  /** Sum of {@code byClass} plus {@code undiagnosed} is {@code total}; so for categories. */
  public record Failures(
      long total,
      Map<String, Long> byClass,
      Map<String, Long> byCategory,
      Map<String, Long> byRepository,
      long undiagnosed,
      List<DayCell> byDay) {}

  /**
   * The three maps and {@code undiagnosed} sum up as in {@link Failures}.
   *
   * @param open now, also those that last failed before the span
   */
  public record Incidents(
      long total,
      long open,
      Map<String, Long> byState,
      Map<String, Long> byClass,
      Map<String, Long> byCategory,
      Map<String, Long> byRepository,
      long undiagnosed) {}

  /**
   * Those opened in the span, by what became of them: open, merged, closed, handed over and
   * withdrawn sum up to opened.
   *
   * @param fixFailed whose own checks failed, or after whose merge the branch still did
   * @param verified merged, and the branch was green after it
   */
  public record PullRequests(
      long opened,
      long open,
      long merged,
      long closed,
      long handedOver,
      long withdrawn,
      long fixFailed,
      long verified) {}

  /** Recovered, failed, gone and pending sum up to requested. */
  public record Reruns(long requested, long recovered, long failed, long gone, long pending) {}

  /** The others sum up to requested. */
  public record Approvals(
      long requested,
      long granted,
      long rejected,
      long expired,
      long stale,
      long blocked,
      long waiting) {}

  /** Unknown ones may have happened or not: they count as neither done nor refused. */
  public record Effects(long done, long refused, long unknown, long open) {}

  /** {@code incidentsWithout}: diagnosed by rules alone. */
  public record ModelUse(
      long calls,
      long tokens,
      double costUsd,
      double reservedUsd,
      long unsettled,
      long incidentsWithout) {}

  /** In seconds. Detect and resolve count from the failure, diagnose and act from the step before. */
  public record Times(Histogram detect, Histogram diagnose, Histogram act, Histogram resolve) {}

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
        pullRequests(rows.pullRequests()),
        reruns(rows.reruns()),
        approvals(rows.approvals()),
        effects(rows.effects()),
        model(rows.modelCalls(), rows.incidents()),
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

  private static Failures failures(MetricRows rows) {
    List<FailureCell> cells = rows.failures();
    ToLongFunction<FailureCell> count = FailureCell::count;
    return new Failures(
        sum(cells, cell -> true, count),
        byClass(cells, FailureCell::category, count),
        by(cells, FailureCell::category, count),
        by(cells, cell -> Optional.of(cell.repository()), count),
        sum(cells, cell -> cell.category().isEmpty(), count),
        rows.days());
  }

  private static Incidents incidents(List<IncidentCell> cells, long open) {
    ToLongFunction<IncidentCell> count = IncidentCell::count;
    return new Incidents(
        sum(cells, cell -> true, count),
        open,
        by(cells, cell -> Optional.of(cell.state()), count),
        byClass(cells, IncidentCell::category, count),
        by(cells, IncidentCell::category, count),
        by(cells, cell -> Optional.of(cell.repository()), count),
        sum(cells, cell -> cell.category().isEmpty(), count));
  }

  private static PullRequests pullRequests(List<PullRequestCell> cells) {
    ToLongFunction<PullRequestCell> count = PullRequestCell::count;
    return new PullRequests(
        sum(cells, cell -> true, count),
        sum(cells, cell -> cell.state().equals("open"), count),
        sum(cells, cell -> cell.state().equals("merged"), count),
        sum(cells, cell -> cell.state().equals("closed"), count),
        sum(cells, cell -> cell.state().equals("handed_over"), count),
        sum(cells, cell -> cell.state().equals("withdrawn"), count),
        sum(cells, Metrics::hasFailed, count),
        sum(
            cells,
            cell -> cell.state().equals("merged")
                && cell.incidentState().equals(IncidentState.RESOLVED.word()),
            count));
  }

  private static boolean hasFailed(PullRequestCell cell) {
    return (cell.state().equals("open") && cell.checks().equals("red"))
        || cell.incidentState().equals(IncidentState.FIX_FAILED.word());
  }

  private static Reruns reruns(List<Tally> tallies) {
    return new Reruns(
        sum(tallies, tally -> true, Tally::count),
        of(tallies, "recovered"),
        of(tallies, "failed"),
        of(tallies, "gone"),
        of(tallies, "pending"));
  }

  private static Approvals approvals(List<Tally> tallies) {
    return new Approvals(
        sum(tallies, tally -> true, Tally::count),
        of(tallies, "approved"),
        of(tallies, "rejected"),
        of(tallies, "expired"),
        of(tallies, "stale"),
        of(tallies, "blocked"),
        of(tallies, "waiting"));
  }

  private static Effects effects(List<EffectCell> cells) {
    ToLongFunction<EffectCell> count = EffectCell::count;
    return new Effects(
        sum(cells, cell -> cell.state().equals("DONE"), count),
        sum(cells, cell -> cell.state().equals("REFUSED"), count),
        sum(cells, cell -> cell.state().equals("UNKNOWN"), count),
        sum(
            cells,
            cell -> cell.state().equals("PLANNED") || cell.state().equals("SENDING"),
            count));
  }

  private static ModelUse model(ModelCalls calls, List<IncidentCell> incidents) {
    long without = sum(
        incidents,
        cell -> cell.analyzer().filter("RULES"::equals).isPresent(),
        IncidentCell::count);
    return new ModelUse(
        calls.calls(),
        calls.tokens(),
        calls.costUsd(),
        calls.reservedUsd(),
        calls.unsettled(),
        without);
  }

  private static Times times(MetricRows rows) {
    return new Times(
        new Histogram(rows.detectSeconds()),
        spread(rows.times(), TimesCell::diagnose),
        spread(rows.times(), TimesCell::act),
        spread(rows.times(), TimesCell::resolve));
  }

  private static Histogram spread(List<TimesCell> cells, Function<TimesCell, OptionalLong> time) {
    return new Histogram(cells.stream()
        .flatMap(cell ->
            time.apply(cell).stream().mapToObj(seconds -> new Sample(seconds, cell.count())))
        .toList());
  }

  private static long of(List<Tally> tallies, String word) {
    return sum(tallies, tally -> tally.word().equals(word), Tally::count);
  }

  private static <T> long sum(List<T> cells, Predicate<T> which, ToLongFunction<T> count) {
    return cells.stream().filter(which).mapToLong(count).sum();
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
