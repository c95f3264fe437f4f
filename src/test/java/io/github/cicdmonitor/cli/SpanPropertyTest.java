package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cicdmonitor.error.MonitorException;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

final class SpanPropertyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Example
  void spans_days_and_moments_point_back() {
    assertThat(Span.start("--since", "90m", NOW)).isEqualTo("2026-11-22T10:30:00Z");
    assertThat(Span.start("--since", "24h", NOW)).isEqualTo("2026-11-21T12:00:00Z");
    assertThat(Span.start("--since", "7d", NOW)).isEqualTo("2026-11-15T12:00:00Z");
    assertThat(Span.start("--since", "2w", NOW)).isEqualTo("2026-11-08T12:00:00Z");
    assertThat(Span.start("--since", "2026-11-01", NOW)).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(Span.start("--since", "2026-11-01T10:00:00Z", NOW))
        .isEqualTo("2026-11-01T10:00:00Z");
    assertThat(Span.length("--max-wait", "60s")).isEqualTo(Duration.ofMinutes(1));
  }

  @Example
  void a_mistake_names_the_option_the_text_and_what_is_accepted() {
    assertThat(mistake("yesterday").explanation().line())
        .isEqualTo("could not read --since: it takes a span such as 24h or 7d, or a day such as"
            + " 2026-01-31, not \"yesterday\".");
    for (String bad : new String[] {
      "",
      "h",
      "24",
      "-1h",
      "1.5h",
      "24 h",
      "24H",
      "1y",
      "2026-02-30",
      "2026-13-01",
      "99999999d",
      "9999999w",
      "2026-11-23",
      "2026-11-01T10:00",
      "²h"
    }) {
      assertThat(mistake(bad).kind()).as(bad).isEqualTo(MonitorException.Kind.USAGE);
    }
  }

  @Property
  void every_span_that_fits_goes_back_by_its_length(@ForAll @IntRange(max = 36_525) int number) {
    for (String unit : new String[] {"s", "m", "h", "d"}) {
      Instant start = Span.start("--since", number + unit, NOW);

      assertThat(Duration.between(start, NOW)).isEqualTo(Span.length("--since", number + unit));
      assertThat(start).isBeforeOrEqualTo(NOW);
    }
  }

  @Property
  void any_text_is_a_moment_of_the_past_or_a_mistake_on_one_line(
      @ForAll @StringLength(max = 60) String text) {
    try {
      assertThat(Span.start("--since", text, NOW)).isBeforeOrEqualTo(NOW);
    } catch (MonitorException e) {
      assertThat(e.kind()).isEqualTo(MonitorException.Kind.USAGE);
      assertThat(e.explanation().line().codePoints())
          .noneMatch(c -> Character.isISOControl(c) && c != '\t')
          .hasSizeLessThan(200);
    }
  }

  private static MonitorException mistake(String text) {
    return catchThrowableOfType(MonitorException.class, () -> Span.start("--since", text, NOW));
  }
}
