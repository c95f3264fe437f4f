package io.github.cicdmonitor.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.logs.LogCutter;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same words in the mouth of another command, another step, another place. */
final class JudgeTest {
  private static final RuleSet RULES = RuleSet.builtIn();
  private static final Instant BEGAN = Instant.parse("2026-03-02T10:00:00Z");

  private static final String TESTS = """
      ##[group]Run pytest -q
      ##[endgroup]
      tests/test_mail.py F
      E   ConnectionRefusedError: [Errno 111] Connection refused
      FAILED tests/test_mail.py::test_sends_once - AssertionError: assert 2 == 1
      ========= 1 failed, 30 passed in 3.21s =========
      ##[error]Process completed with exit code 1.
      """;

  @Test
  void what_a_test_prints_is_the_tests_own_and_the_report_names_it() {
    Diagnosis told = judge(TESTS);
    assertThat(told.category()).isEqualTo(Category.LOGIC_ERROR);
    assertThat(told.rootCause().value()).contains("1 of 31 tests failed", "tests/test_mail.py");
    assertThat(told.evidence())
        .extracting(e -> e.text().value())
        .anyMatch(t -> t.contains("FAILED"));
  }

  @Test
  void a_known_finding_is_told_with_the_count_and_the_place_of_the_report() {
    Diagnosis told = judge("""
        ##[group]Run npx eslint src
        ##[endgroup]
        /w/src/cart.js
          11:24  error  '__dirname' is not defined  no-undef
          23:16  error  'Buffer' is not defined     no-undef

        ✖ 2 problems (2 errors, 0 warnings)
        ##[error]Process completed with exit code 1.
        """);
    assertThat(told.category()).isEqualTo(Category.LINT);
    assertThat(told.rootCause().value()).startsWith("2 findings of eslint, first ");
    assertThat(told.rootCause().value()).contains("cart.js:11");
  }

  @Test
  void the_same_words_of_an_installation_are_the_networks() {
    Diagnosis told = judge("""
        ##[group]Run npm ci
        ##[endgroup]
        npm error code ECONNREFUSED
        npm error network request to the registry failed, reason: connect ECONNREFUSED 192.0.2.1:443
        ##[error]Process completed with exit code 1.
        """);
    assertThat(told.category()).isEqualTo(Category.INFRASTRUCTURE);
    assertThat(told.transientFault()).isTrue();
  }

  @Test
  void a_step_that_passed_tells_nothing_about_the_one_that_failed() {
    Diagnosis told = judge("""
        ##[group]Run ./prepare.sh
        ##[endgroup]
        prepare.sh: line 3: gsed: command not found
        ##[group]Run cargo build
        ##[endgroup]
        error[E0425]: cannot find value `total` in this scope
         --> src/main.rs:4:5
        error: could not compile `shop` (bin "shop") due to 1 previous error
        ##[error]Process completed with exit code 101.
        """);
    assertThat(told.category()).isEqualTo(Category.COMPILATION);
  }

  @Test
  void the_step_that_ended_the_job_counts_not_what_was_allowed_to_fail_before() {
    Diagnosis told = judge("""
        ##[group]Run npx eslint .
        ##[endgroup]
        /w/a.js
          1:5  error  'x' is assigned a value but never used  no-unused-vars
        ##[error]Process completed with exit code 1.
        ##[group]Run npm run build
        ##[endgroup]
        src/app.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.
        ##[error]Process completed with exit code 2.
        ##[group]Run actions/upload-artifact@v4
        ##[endgroup]
        No files were found with the provided path: dist. No artifacts will be uploaded.
        """);
    assertThat(told.category()).isEqualTo(Category.COMPILATION);
  }

  @Test
  void what_shows_logs_after_the_failure_is_not_the_failure() {
    Diagnosis told = judge("""
        ##[group]Run npx eslint .
        ##[endgroup]
        /w/a.js
          1:5  error  'x' is assigned a value but never used  no-unused-vars
        ##[error]Process completed with exit code 1.
        ##[group]Run save logs of packages
        ##[endgroup]
        ##[error]The action 'Save logs of packages' has timed out after 2 minutes.
        ##[group]Run actions/upload-artifact@v4
        ##[endgroup]
        """);
    assertThat(told.category()).isEqualTo(Category.LINT);
  }

  @Test
  void a_job_stopped_at_work_was_cancelled_and_one_that_was_silent_ran_into_a_limit() {
    String work = "##[group]Run make\n##[endgroup]\nstep 1\n";
    Diagnosis atWork = judge(work, 70, "##[error]The operation was canceled.\n", 71);
    assertThat(atWork.category()).isEqualTo(Category.INFRASTRUCTURE);
    assertThat(atWork.transientFault()).isTrue();

    Diagnosis silent = judge(work, 70, "##[error]The operation was canceled.\n", 1_000);
    assertThat(silent.category()).isEqualTo(Category.TIMEOUT);
    assertThat(silent.rootCause().value()).contains("15 minutes without any output");

    Diagnosis round = judge(work, 3_598, "##[error]The operation was canceled.\n", 3_602);
    assertThat(round.category()).isEqualTo(Category.TIMEOUT);
    assertThat(round.rootCause().value()).contains("60 minutes");
  }

  @Test
  void tests_that_could_not_be_loaded_are_not_failed_tests() {
    Diagnosis told = judge("""
        ##[group]Run pytest
        ##[endgroup]
        ________ ERROR collecting tests/test_shop.py ________
        E   TypeError: unsupported operand type(s) for |: 'type' and 'NoneType'
        ERROR tests/test_shop.py - TypeError: unsupported operand type(s) for |: 'type' and 'NoneType'
        FAIL Required test coverage of 80% not reached. Total coverage: 12.00%
        !!!!!!!! Interrupted: 1 error during collection !!!!!!!!
        ======== 1 error in 0.50s ========
        ##[error]Process completed with exit code 2.
        """);
    assertThat(told.category()).isEqualTo(Category.CODE_BUG);
  }

  @Test
  void a_message_that_is_only_shown_is_nobodys() {
    String shown = """
        ##[group]Run npx prettier --check .
        ##[endgroup]
        [warn] src/errors.js
        diff --git a/src/errors.js b/src/errors.js
        @@ -1,2 +1,2 @@
        -  throw new Error("no space left on device");
        +  throw new Error('no space left on device');
        [warn] Code style issues found in the above file. Run Prettier with --write to fix.
        ##[error]Process completed with exit code 1.
        """;
    assertThat(judge(shown).category()).isEqualTo(Category.LINT);
  }

  @Test
  void where_nobody_knows_the_line_the_command_and_its_words_are_quoted() {
    Diagnosis told = judge("""
        ##[group]Run acme/frobnicate@v2
        ##[endgroup]
        ##[error]The frobnication token has no permission for this wombat
        """);
    assertThat(told.category()).isEqualTo(Category.CI_CONFIGURATION);
    assertThat(told.confidence()).isBetween(Diagnosis.TELLABLE, 0.65);
    assertThat(told.rootCause().value())
        .contains("acme/frobnicate@v2", "has no permission for this wombat");
  }

  @Test
  void what_could_not_be_fetched_as_the_service_was_down_is_no_fault_of_versions() {
    String asked = """
        ##[group]Run terraform init
        ##[endgroup]
        │ Error: Failed to query available provider packages
        │
        │ Could not retrieve the list of available versions for provider acme/wombat:
        │ could not query the registry: %s
        ##[error]Process completed with exit code 1.
        """;
    Diagnosis down = judge(asked.formatted("the request failed, 503 Service Unavailable"));
    assertThat(down.category()).isEqualTo(Category.INFRASTRUCTURE);
    assertThat(down.transientFault()).isTrue();
    assertThat(down.rootCause().value()).contains("503 Service Unavailable");
    Diagnosis none = judge(asked.formatted("provider registry has no acme/wombat: 404"));
    assertThat(none.category()).isEqualTo(Category.DEPENDENCY);
    assertThat(none.transientFault()).isFalse();
  }

  @Test
  void an_unknown_service_that_failed_inside_is_transient() {
    Diagnosis told = judge("""
        ##[group]Run acme/publish-site@v2
        ##[endgroup]
        Uploading 12 files
        ✘ Could not put up the site: Unknown internal error occurred.
        ##[error]Action failed
        """);
    assertThat(told.category()).isEqualTo(Category.INFRASTRUCTURE);
    assertThat(told.transientFault()).isTrue();
    assertThat(told.confidence()).isLessThan(0.7);
  }

  @Test
  void whoever_counts_failed_tests_ran_tests_whatever_the_command_is_called() {
    Diagnosis told = judge("""
        ##[group]Run kubectl-emulator exec 'npm run all'
        ##[endgroup]
          [error]: Missing required environment variables: SHOP_KEY
        FAIL test/cart.test.js
          ● cart › adds up
            thrown: "it did not end"
            ✓ is empty when SHOP_TOKEN is not set (2 ms)
        Tests:       1 failed, 7 passed, 8 total
        ##[error]Process completed with exit code 1.
        """);
    assertThat(told.category().failureClass()).isEqualTo(FailureClass.DEVELOPER);
    assertThat(told.rootCause().value()).contains("1 of 8 tests failed", "cart › adds up");
  }

  @Test
  void words_in_the_names_of_folders_tell_nothing() {
    Diagnosis told = judge("""
        ##[group]Run npm run pages:build
        ##[endgroup]
        Tree at /home/runner/work/release-tokens/apps/shop
        ERROR Wombat.js version 14.2 is not supported by this adapter.
        ##[error]Process completed with exit code 1.
        """);
    assertThat(told.category()).isEqualTo(Category.DEPENDENCY);
    assertThat(told.rootCause().value()).contains("version 14.2 is not supported");
  }

  @Test
  void the_place_in_the_code_is_named_where_it_stands_near() {
    Diagnosis told = judge("""
        ##[group]Run node build/site.js
        ##[endgroup]
        TypeError: Cannot read properties of undefined (reading 'title')
            at page (node_modules/frob/index.js:3:1)
            at render (src/page.js:41:9)
        ##[error]Process completed with exit code 1.
        """);
    assertThat(told.rootCause().value()).contains("src/page.js:41");
  }

  @Test
  void the_lines_that_go_on_below_the_message_are_shown() {
    Diagnosis told = judge("""
        ##[group]Run cmake -S . -B out
        ##[endgroup]
        CMake Error at linux/CMakeLists.txt:29 (message):

          The wombat package requires frobnicator-0.1 or newer.
        ##[error]Process completed with exit code 1.
        """);
    assertThat(told.evidence())
        .extracting(e -> e.text().value())
        .anyMatch(t -> t.contains("requires frobnicator"));
  }

  @Test
  void what_cannot_be_told_says_how_it_ended() {
    Diagnosis told = judge("""
        ##[group]Run ./it.sh --now
        ##[endgroup]
        one
        ##[error]Process completed with exit code 7.
        """);
    assertThat(told.rootCause().value()).contains("./it.sh --now");
    assertThat(told.confidence()).isLessThan(0.7);
  }

  private static Diagnosis judge(String log) {
    return judge(log, 1, "", 1);
  }

  /** A log whose first part is printed in these seconds, and a second part at another moment. */
  private static Diagnosis judge(String first, int seconds, String then, int at) {
    StringBuilder log = new StringBuilder();
    List<String> lines = first.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      log.append(line(i == 0 ? 0 : seconds, lines.get(i)));
    }
    then.lines().forEach(text -> log.append(line(at, text)));
    return new Judge(RULES).judge(cut(log.toString())).orElseThrow();
  }

  private static String line(int second, String text) {
    return BEGAN.plusSeconds(second).toString().replace("Z", ".0000000Z") + " " + text + "\n";
  }

  private static Excerpt cut(String log) {
    try {
      return new LogCutter(Judge.interest(RULES))
          .cut(
              new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
              LogCutter.Cut.typical(Redactor.withoutOwnSecrets()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
