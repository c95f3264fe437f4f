package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FullHistoryTest {
  private static final String LOG =
      "fatal: ambiguous argument 'origin/main': unknown revision or path not in the working tree.";
  private static final String WORKFLOW = """
      on: push
      jobs:
        changes:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
              with:
                repository: acme/tools
                fetch-depth: 5
            - uses: actions/checkout@v4
            - run: git diff --name-only origin/main
      """;
  private static final String FIXED = WORKFLOW.replace(
      "checkout@v4\n      - run",
      "checkout@v4\n        with:\n          fetch-depth: 0\n      - run");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void the_checkout_fetches_all() {
    repo.mends("full-history", LOG, FIXED);
  }

  @Test
  void a_depth_that_somebody_chose_is_not_it() {
    for (String instead : new String[] {"50", "1", "4", "'00'", "-1", "${{ inputs.d }}", "1.5"}) {
      assertThat(repo.edit(Repo.CI, "fetch-depth: 5", "fetch-depth: " + instead).isAutomatic())
          .as(instead)
          .isFalse();
    }
    Repo full = Repo.with(Repo.CI, FIXED);
    assertThat(full.recognise(Repo.CI, WORKFLOW).isAutomatic()).isFalse();
    assertThat(full.edit(Repo.CI, "fetch-depth: 0", "fetch-depth: 100").isAutomatic())
        .isFalse();
  }

  @Test
  void another_input_beside_it_is_not_it() {
    assertThat(repo.recognise(
                Repo.CI, FIXED.replace("fetch-depth: 0", "fetch-depth: 0\n          ref: evil"))
            .isAutomatic())
        .isFalse();
  }

  @Test
  void with_all_history_or_two_candidates_it_does_not_apply() {
    assertThat(Repo.with(Repo.CI, FIXED).propose("full-history", LOG).whyNot()).isPresent();
    assertThat(Repo.with(Repo.CI, WORKFLOW)
            .and(".github/workflows/other.yml", WORKFLOW)
            .propose("full-history", LOG)
            .whyNot())
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fatal: No names found, cannot describe anything.",
        "fatal: No tags can describe '1a2b3c'.",
        "fatal: Not a valid object name origin/main",
        "fatal: Invalid revision range origin/main..HEAD",
        "Error: Failed to find where HEAD diverged from main. Does main exist?",
        "Repository is a shallow clone. Git repositories must contain the full history."
      })
  void what_a_shallow_checkout_makes_tools_say(String line) {
    Repo repo = Repo.with(Repo.CI, WORKFLOW);

    assertThat(repo.after(repo.propose("full-history", line), Repo.CI)).isEqualTo(FIXED);
  }
}
