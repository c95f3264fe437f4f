package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.MetricRows.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A histogram without loss, and the percentiles of what it counts. Nearest rank: a percentile is
 * always a value that occurred.
 */
record Histogram(List<Sample> samples) {
  static final Histogram NOTHING = new Histogram(List.of());

  Histogram {
    samples = samples.stream()
        .filter(sample -> sample.count() > 0)
        .sorted(Comparator.comparingLong(Sample::value))
        .toList();
  }

  long size() {
    return samples.stream().mapToLong(Sample::count).sum();
  }

  OptionalLong median() {
    return percentile(50);
  }

  OptionalLong p90() {
    return percentile(90);
  }

  /** The smallest value that at least {@code percent} of a hundred do not exceed. */
  OptionalLong percentile(int percent) {
    if (percent < 1 || percent > 100) {
      throw new IllegalArgumentException("a percentile is 1 to 100");
    }
    long rank = Math.floorDiv(Math.multiplyExact(size(), (long) percent) + 99, 100L);
    long seen = 0;
    for (Sample sample : samples) {
      seen += sample.count();
      if (seen >= rank) {
        return OptionalLong.of(sample.value());
      }
    }
    return OptionalLong.empty();
  }

  /** How many values lie in {@code from} to {@code below}, the latter left out. */
  long between(long from, long below) {
    return samples.stream()
        .filter(sample -> sample.value() >= from && sample.value() < below)
        .mapToLong(Sample::count)
        .sum();
  }
}
