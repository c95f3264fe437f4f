package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class FactsPropertyTest {
  private static final Facts FACTS = Facts.shipped();

  @Provide
  Arbitrary<String> labels() {
    return Arbitraries.of(FACTS.labels());
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Arbitraries.integers()
        .between(0, 20 * 365)
        .map(days -> LocalDate.of(2020, 1, 1).plusDays(days));
  }

  @Property
  void a_successor_on_a_day_exists_on_that_day(
      @ForAll("labels") String label, @ForAll("days") LocalDate day) {
    Optional<String> successor = FACTS.successor(label, day);

    assertThat(successor.isPresent()).isEqualTo(FACTS.successor(label).isPresent());
    successor.ifPresent(next -> {
      RunnerLabel before = FACTS.label(label).orElseThrow();
      RunnerLabel after = FACTS.label(next).orElseThrow();
      assertThat(after.isGone(day)).isFalse();
      assertThat(after.os()).isEqualTo(before.os());
      assertThat(after.arch()).isEqualTo(before.arch());
    });
  }

  @Property
  void what_is_fresh_was_fresh_the_day_before(
      @ForAll FactsSection section, @ForAll("days") LocalDate day) {
    assertThat(!FACTS.isFresh(section, day) || FACTS.isFresh(section, day.minusDays(1)))
        .isTrue();
  }

  @Property
  void a_newer_gradle_runs_on_no_lower_a_jdk(
      @ForAll @IntRange(min = 2, max = 12) int major,
      @ForAll @IntRange(max = 20) int minor,
      @ForAll @IntRange(max = 5) int more) {
    ToolFacts tools = FACTS.tools();
    int before = tools.highestJdk(major + "." + minor).orElseThrow();

    assertThat(tools.highestJdk(major + "." + (minor + more)).orElseThrow())
        .isGreaterThanOrEqualTo(before);
    assertThat(tools.highestJdk((major + 1) + ".0.1").orElseThrow()).isGreaterThanOrEqualTo(before);
  }

  @Property
  void any_text_may_be_asked_for(@ForAll String text) {
    assertThat(FACTS.label(text).isPresent()).isEqualTo(FACTS.labels().contains(text));
    assertThat(FACTS.successor(text, LocalDate.of(2030, 1, 1)).isPresent())
        .isEqualTo(FACTS.successor(text).isPresent());
    assertThat(FACTS.actionMajors(text).isEmpty())
        .isEqualTo(FACTS.actions().majors(text).isEmpty());
    FACTS.tools().highestJdk(text).ifPresent(jdk -> assertThat(jdk).isPositive());
  }
}
