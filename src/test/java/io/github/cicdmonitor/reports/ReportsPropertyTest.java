package io.github.cicdmonitor.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

final class ReportsPropertyTest {
  private static final List<String> LINES = Sample.all().stream()
      .flatMap(sample -> sample.failing().stream())
      .filter(line -> !line.isBlank())
      .toList();

  /** Lines of all tools, cut, mixed and with gaps, and lines of no tool at all. */
  @Provide
  Arbitrary<List<Reports.Line>> logs() {
    Arbitrary<String> whole = Arbitraries.of(LINES);
    Arbitrary<String> cut = whole.flatMap(line ->
        Arbitraries.integers().between(0, line.length()).map(end -> line.substring(0, end)));
    Arbitrary<String> tail = whole.flatMap(line ->
        Arbitraries.integers().between(0, line.length()).map(line::substring));
    Arbitrary<String> line = Arbitraries.oneOf(whole, cut, tail, Arbitraries.strings().ofMaxLength(80));
    return line.list().ofMaxSize(60).flatMap(texts -> Arbitraries.integers()
        .between(1, 100)
        .list()
        .ofSize(texts.size())
        .map(gaps -> lines(texts, gaps)));
  }

  private static List<Reports.Line> lines(List<String> texts, List<Integer> gaps) {
    List<Reports.Line> lines = new ArrayList<>();
    int number = 0;
    for (int i = 0; i < texts.size(); i++) {
      number += gaps.get(i);
      lines.add(new Reports.Line(number, texts.get(i)));
    }
    return lines;
  }

  @Property(tries = 300)
  void reports_lie_inside_the_log(@ForAll("logs") List<Reports.Line> log) {
    List<Integer> numbers = log.stream().map(Reports.Line::number).toList();
    for (Report report : Reports.read(log)) {
      assertThat(numbers).contains(report.firstLine(), report.lastLine());
      assertThat(report.firstLine()).isLessThanOrEqualTo(report.lastLine());
      assertThat(report.summaryLine() == 0 || numbers.contains(report.summaryLine())).isTrue();
      assertThat(report.failed().orElse(1)).isPositive();
      assertThat(report.headline()).isNotBlank();
      for (Report.Item item : report.items()) {
        assertThat(item.logLine()).isBetween(report.firstLine(), report.lastLine());
      }
    }
  }

  @Property(tries = 500)
  void weights_are_zero_or_between_40_and_95(@ForAll String text) {
    assertThat(Reports.weigh(text)).matches(weight -> weight == 0 || (weight >= 40 && weight <= 95));
  }

  @Property(tries = 40)
  void a_long_line_takes_no_longer_than_a_short_one(@ForAll("repeated") String line) {
    Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
      Reports.weigh(line);
      Reports.read(Sample.numbered(List.of(line, line)));
    });
  }

  @Provide
  Arbitrary<String> repeated() {
    return Arbitraries.of(LINES).map(line -> line.repeat(100_000 / line.length() + 1));
  }
}
