package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AliasesTest {
  private static final String WORKFLOW = """
      on: push
      env:
        A: &ten 10
        B: &list [x, y]
        C: &step
          run: make
      jobs:
        test:
          runs-on: ubuntu-24.04
          timeout-minutes: 10
          strategy:
            matrix:
              v: [x, y]
              n: [9, 10, 10]
          steps:
            - run: make
            - run: make test
              timeout-minutes: 10
      """;

  @ParameterizedTest
  @CsvSource({
    "'    timeout-minutes: 10', '    timeout-minutes: *ten', jobs.test.timeout-minutes",
    "'        timeout-minutes: 10', '        timeout-minutes: *ten', jobs.test.steps.timeout-minutes",
    "'v: [x, y]', 'v: *list', jobs.test.strategy.matrix.v",
    "'[9, 10, 10]', '[9, 10, *ten]', jobs.test.strategy.matrix.n",
    "'[9, 10, 10]', '[9, &n 10, *n]', jobs.test.strategy.matrix.n",
    "'- run: make\n', '- *step\n', jobs.test.steps"
  })
  void an_alias_in_the_place_of_the_same_value_is_a_difference(
      String find, String replace, String where) {
    String before = WORKFLOW;
    String after = before.replace(lines(find), lines(replace));

    assertThat(where(before, after)).contains("*." + where);
    assertThat(where(after, before)).contains("*." + where);
    assertThat(where(after, after)).isEmpty();
    assertThat(Repo.with(Repo.CI, before).recognise(Repo.CI, after))
        .matches(r -> !r.isWhole() && !r.isAutomatic());
  }

  @Test
  void a_fix_by_an_alias_is_not_claimed_as_a_whole() {
    String before = WORKFLOW.replace("&ten 10", "&ten 20");

    assertThat(Repo.with(Repo.CI, before)
            .edit(
                Repo.CI,
                "    timeout-minutes: 10\n    strategy",
                "    timeout-minutes: *ten\n    strategy")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void aliases_that_stay_are_no_difference_beside_a_new_step() {
    String before =
        WORKFLOW.replace("        timeout-minutes: 10", "        timeout-minutes: *ten");
    String after = before.replace("steps:\n", "steps:\n      - run: sudo apt-get update\n");

    assertThat(where(before, after)).isNotEmpty().noneMatch(where -> where.startsWith("*"));
  }

  @Test
  void values_written_twice_and_empty_ones_are_no_aliases() {
    String text =
        "on:\njobs:\n  a:\n    env: {A: 1, B: 1, C: }\n    needs:\n    -\n    - b\n    - b\n";

    assertThat(where(text, text.replace("needs:", "need:"))).noneMatch(w -> w.startsWith("*"));
  }

  private static String lines(String text) {
    return text.replace("\\n", "\n");
  }

  private static List<String> where(String before, String after) {
    return WorkflowDiff.of(
            WorkflowFile.read(Repo.CI, before).orElseThrow(),
            WorkflowFile.read(Repo.CI, after).orElseThrow())
        .deltas()
        .stream()
        .map(Delta::where)
        .toList();
  }
}
