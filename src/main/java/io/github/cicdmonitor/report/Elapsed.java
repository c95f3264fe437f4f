package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.MetricRows.Sample;
import io.github.cicdmonitor.store.MetricRows.TimesCell;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/** How long something took, each declared once; in seconds. The writers walk over these. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing that changes
enum Elapsed {
  DETECT("the failure", MetricRows::detectSeconds),
  DIAGNOSE("its detection", times(TimesCell::diagnose)),
  ACT("the diagnosis", times(TimesCell::act)),
  RESOLVE("the failure", times(TimesCell::resolve));

  /** What it is counted from. */
  final String from;

  private final Function<MetricRows, List<Sample>> samples;

  Elapsed(String from, Function<MetricRows, List<Sample>> samples) {
    this.from = from;
    this.samples = samples;
  }

  Histogram of(MetricRows rows) {
    return new Histogram(samples.apply(rows));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Function<MetricRows, List<Sample>> times(Function<TimesCell, OptionalLong> time) {
    return rows -> rows.times().stream()
        .flatMap(cell ->
            time.apply(cell).stream().mapToObj(seconds -> new Sample(seconds, cell.count())))
        .toList();
  }
}
