package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.store.MetricRows.Sample;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class HistogramPropertyTest {
  @Property
  void a_percentile_is_the_value_at_its_rank_among_all_values_laid_out(
      @ForAll("spreads") Histogram spread, @ForAll @IntRange(min = 1, max = 100) int percent) {
    long[] all = spread.samples().stream()
        .flatMapToLong(
            sample -> java.util.stream.LongStream.generate(sample::value).limit(sample.count()))
        .sorted()
        .toArray();

    if (all.length == 0) {
      assertThat(spread.percentile(percent)).isEmpty();
    } else {
      int rank = (int) Math.ceil(all.length * percent / 100.0);
      assertThat(spread.percentile(percent)).hasValue(all[rank - 1]);
    }
  }

  @Property
  void percentiles_never_fall_and_stay_between_the_ends(@ForAll("spreads") Histogram spread) {
    long before = Long.MIN_VALUE;
    for (int percent = 1; percent <= 100 && spread.size() > 0; percent++) {
      long value = spread.percentile(percent).orElseThrow();
      assertThat(value).isGreaterThanOrEqualTo(before);
      before = value;
    }
    if (spread.size() > 0) {
      List<Sample> samples = spread.samples();
      assertThat(spread.percentile(1).orElseThrow())
          .isGreaterThanOrEqualTo(samples.get(0).value());
      assertThat(before).isEqualTo(samples.get(samples.size() - 1).value());
    }
  }

  @Property
  void how_values_are_grouped_changes_no_percentile(
      @ForAll("spreads") Histogram spread, @ForAll @IntRange(min = 1, max = 100) int percent) {
    List<Sample> oneByOne = spread.samples().stream()
        .flatMap(sample -> java.util.stream.Stream.generate(() -> new Sample(sample.value(), 1))
            .limit(sample.count()))
        .toList();

    assertThat(new Histogram(oneByOne).percentile(percent)).isEqualTo(spread.percentile(percent));
  }

  @Property
  void what_lies_between_two_borders_adds_up(
      @ForAll("spreads") Histogram spread, @ForAll @LongRange(min = -50, max = 2050) long border) {
    assertThat(spread.between(-100, border) + spread.between(border, 2_100))
        .isEqualTo(spread.size());
  }

  @Provide
  Arbitrary<Histogram> spreads() {
    Arbitrary<Sample> samples = Combinators.combine(
            Arbitraries.longs().between(0, 2_000), Arbitraries.longs().between(0, 12))
        .as(Sample::new);
    return samples.list().ofMaxSize(12).map(Histogram::new);
  }
}
