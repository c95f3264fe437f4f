package io.github.cicdmonitor.reports;

import static io.github.cicdmonitor.reports.Sample.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReportsTest {
  private static List<Sample> samples() {
    return Sample.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_failed_run_is_read(Sample sample) {
    assertThat(Reports.read(numbered(sample.failing())).stream()
            .map(report -> (report.tool().equals(sample.tool()) ? "" : "[" + report.tool() + "] ")
                + report.headline() + " {" + report.items().size() + "}"))
        .isEqualTo(sample.expected());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_failed_run_has_a_line_of_worth(Sample sample) {
    assertThat(sample.failing()).anyMatch(line -> Reports.weigh(line) >= 40);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_run_that_passes_gives_no_report(Sample sample) {
    assertThat(Reports.read(numbered(sample.passing()))).isEmpty();
    assertThat(sample.passing()).allMatch(line -> Reports.weigh(line) == 0);
  }

  @Test
  void every_format_has_a_sample() {
    Set<String> sampled = Sample.all().stream()
        .flatMap(sample -> Reports.read(numbered(sample.failing())).stream())
        .map(report -> report.kind() + " " + report.tool())
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(sampled)
        .containsAll(Formats.all().list().stream()
            .map(format -> format.kind() + " " + format.tool())
            .collect(Collectors.toSet()));
  }

  @Test
  void literals_find_every_line_of_worth() {
    List<String> literals = Reports.literals();
    assertThat(literals).isNotEmpty().allMatch(text -> text.equals(text.toLowerCase(java.util.Locale.ROOT)));
    Sample.all().stream()
        .flatMap(sample -> sample.failing().stream())
        .filter(line -> Reports.weigh(line) > 0)
        .forEach(line -> assertThat(literals)
            .as(line)
            .anyMatch(line.toLowerCase(java.util.Locale.ROOT)::contains));
  }

  @Test
  void a_report_knows_its_lines_counts_and_items() {
    List<Report> reports = Reports.read(List.of(
        new Reports.Line(101, "FAILED tests/test_a.py::test_one - assert 1 == 2"),
        new Reports.Line(102, "FAILED tests/test_a.py::test_two"),
        new Reports.Line(140, "==== 26 failed, 284 passed in 12.30s ====")));
    assertThat(reports)
        .containsExactly(new Report(
            "pytest",
            Report.Kind.TEST,
            OptionalInt.of(26),
            OptionalInt.of(310),
            List.of(
                new Report.Item(
                    "tests/test_a.py::test_one",
                    Optional.of("tests/test_a.py"),
                    OptionalInt.empty(),
                    "assert 1 == 2",
                    101),
                new Report.Item(
                    "tests/test_a.py::test_two",
                    Optional.of("tests/test_a.py"),
                    OptionalInt.empty(),
                    "",
                    102)),
            101,
            140,
            140));
    assertThat(reports.get(0).headline())
        .isEqualTo("26 of 310 tests failed, first tests/test_a.py::test_one");
  }

  @Test
  void two_runs_are_two_reports() {
    assertThat(Reports.read(numbered(List.of(
            "test a::one ... FAILED",
            "test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
            "test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
            "test b::two ... FAILED",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out"))))
        .extracting(Report::headline)
        .containsExactly("1 of 2 tests failed: a::one", "1 of 3 tests failed: b::two");
  }

  @Test
  void a_summary_alone_tells_the_counts() {
    assertThat(Reports.read(numbered(List.of("Tests:       3 failed, 9 passed, 12 total"))))
        .extracting(Report::headline)
        .containsExactly("3 of 12 tests failed");
  }

  @Test
  void a_header_that_was_left_out_names_no_file() {
    assertThat(Reports.read(List.of(
            new Reports.Line(4, "/home/runner/work/a/a/src/one.ts"),
            new Reports.Line(90, "  12:7  error  'x' is never used  no-unused-vars"))))
        .flatExtracting(Report::items)
        .extracting(Report.Item::file)
        .containsExactly(Optional.empty());
  }

  @Test
  void other_errors_are_no_report() {
    assertThat(Reports.read(numbered(List.of(
            "error: failed to push some refs to 'origin'",
            "1 error",
            "TypeError: Cannot read properties of undefined (reading 'x')",
            "9 vulnerabilities (2 low, 7 moderate)",
            "│ Error: creating bucket: access denied",
            "✗ deployment failed",
            "  --> src/main.rs:12:5"))))
        .isEmpty();
  }

  @Test
  void a_format_that_cannot_be_read_names_file_and_line() {
    assertThatThrownBy(() -> FormatFile.parse("x.txt", "test a\n  summary  fail"))
        .hasMessage("x.txt: not a line of a file of formats: summary  fail");
    assertThatThrownBy(() -> FormatFile.parse("x.txt", "other a\n  summary  fail  fail"))
        .hasMessageContaining("x.txt").hasMessageContaining("other");
    assertThatThrownBy(() -> FormatFile.parse("x.txt", "test a\n  guess  fail  fail"))
        .hasMessageContaining("guess");
    assertThatThrownBy(() -> FormatFile.parse("x.txt", "test a\n  item  a  a+"))
        .hasMessageContaining("item  a  a+");
  }
}
