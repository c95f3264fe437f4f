package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProportionTest {
  /** The first four are the worked cases of R. G. Newcombe, Statistics in Medicine 17 (1998). */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718",
    "5, 10, 0.2366, 0.7634",
    "10, 10, 0.7225, 1.0000",
    "1, 1, 0.2065, 1.0000",
    "0, 0, 0.0000, 1.0000",
  })
  void the_interval_is_that_of_the_tables(long hits, long of, double low, double high) {
    Proportion proportion = new Proportion(hits, of);

    assertThat(proportion.low()).isCloseTo(low, within(0.00005));
    assertThat(proportion.high()).isCloseTo(high, within(0.00005));
  }

  @Property(tries = 300)
  void it_holds_the_share_and_its_ends_are_where_the_share_is_just_unlikely(
      @ForAll @LongRange(min = 0, max = 5000) long hits,
      @ForAll @LongRange(min = 1, max = 5000) long misses) {
    Proportion proportion = new Proportion(hits, hits + misses);
    Proportion other = new Proportion(misses, hits + misses);

    assertThat(proportion.low()).isBetween(0.0, proportion.share());
    assertThat(proportion.high()).isBetween(proportion.share(), 1.0);
    assertThat(other.low()).isCloseTo(1 - proportion.high(), within(1e-9));
    assertThat(z(proportion, proportion.high())).isCloseTo(1.96, within(0.001));
    if (hits > 0) {
      assertThat(z(proportion, proportion.low())).isCloseTo(1.96, within(0.001));
    }
  }

  /** How many standard errors the share lies from what would be true at that end. */
  private static double z(Proportion proportion, double end) {
    return Math.abs(proportion.share() - end) / Math.sqrt(end * (1 - end) / proportion.of());
  }
}
