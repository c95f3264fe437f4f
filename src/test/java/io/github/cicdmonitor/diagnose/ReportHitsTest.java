package io.github.cicdmonitor.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.logs.LogCutter;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What tools count against each other, and what is shown of it. */
final class ReportHitsTest {
  private static final RuleSet RULES = RuleSet.builtIn();

  private static Diagnosis judge(String log) {
    try {
      return new Judge(RULES)
          .judge(new LogCutter(Judge.interest(RULES))
              .cut(
                  new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                  LogCutter.Cut.typical(Redactor.withoutOwnSecrets())))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void the_counts_are_read_however_long_the_list_below_them() {
    StringBuilder log = new StringBuilder("##[group]Run npx playwright test\n##[endgroup]\n");
    for (int i = 1; i <= 70; i++) {
      log.append("  " + i + ") [chromium] › e2e/shop.spec.ts:" + i + ":3 › Shop › sells " + i)
          .append(" ────\n    Error: expect(locator).toBeVisible() failed\n")
          .append("    Locator: getByRole('button', { name: 'Buy " + i + "' })\n\n");
    }
    log.append("  70 failed\n");
    for (int i = 1; i <= 70; i++) {
      log.append("    [chromium] › e2e/shop.spec.ts:" + i + ":3 › Shop › sells " + i + " ────\n");
    }
    log.append("  8 passed (36.0m)\n##[error]Process completed with exit code 1.\n");

    Diagnosis told = judge(log.toString());

    assertThat(told.category()).isEqualTo(Category.TEST_FAILURE);
    assertThat(told.rootCause().value()).startsWith("70 of 78 tests failed");
  }

  @Test
  void the_tool_that_ended_the_script_counts_more_than_one_it_went_on_after() {
    Diagnosis told = judge("""
        ##[group]Run ./all.sh
        ##[endgroup]
        Gemfile:4:5: C: Style/StringLiterals: Prefer single-quoted strings.
        lib/shop.rb:7:3: C: Layout/CommentIndentation: Incorrect indentation detected.
        6 files inspected, 2 offenses detected, 2 offenses autocorrectable
        Failing Scenarios:
        cucumber features/data.feature:69 # Scenario: Using data
        cucumber features/shop.feature:14 # Scenario: Buying

        107 scenarios (2 failed, 105 passed)
        889 steps (2 failed, 887 passed)
        ##[error]Process completed with exit code 1.
        """);

    assertThat(told.category()).isEqualTo(Category.TEST_FAILURE);
    assertThat(told.rootCause().value()).contains("2 of 107 tests failed");
  }

  @Test
  void one_wrong_value_among_many_failures_is_not_what_all_of_them_failed_for() {
    String one = "FAILED tests/test_cli.py::test_1 - AssertionError: assert 2 == 1\n";
    String others = """
        FAILED tests/test_cli.py::test_2 - SystemExit: 2
        FAILED tests/test_cli.py::test_3 - SystemExit: 2
        FAILED tests/test_cli.py::test_4 - SystemExit: 2
        FAILED tests/test_cli.py::test_5 - SystemExit: 2
        """;
    String frame = "##[group]Run pytest -q\n##[endgroup]\n%s========= %d failed, 30 passed in 3.21s"
        + " =========\n##[error]Process completed with exit code 1.\n";

    assertThat(judge(String.format(frame, one + others, 5)).category())
        .isEqualTo(Category.TEST_FAILURE);
    assertThat(judge(String.format(frame, one, 1)).category()).isEqualTo(Category.LOGIC_ERROR);
  }

  @Test
  void where_only_counts_are_known_the_lines_above_them_are_shown() {
    Diagnosis told = judge("""
        > vitest run tests/edge.test.ts
         ?? tests/edge.test.ts  (1 test | 1 failed) 54ms
           ?? Should begin anew: expected -1 to not equal -1

         Test Files  1 failed (1)
              Tests  1 failed (1)
        """);

    assertThat(told.evidence())
        .extracting(line -> line.text().value())
        .anyMatch(text -> text.contains("expected -1 to not equal -1"));
  }

  @Test
  void that_nothing_was_found_is_no_finding() {
    Diagnosis told = judge("""
        ======CMD======
        npm install && node app.js
        ======END======
        out: found 0 vulnerabilities
        2026/06/02 03:23:22 Process exited with status 1
        """);

    assertThat(told.category()).isNotEqualTo(Category.LINT);
    assertThat(told.confidence()).isLessThan(Diagnosis.TELLABLE);
  }
}
