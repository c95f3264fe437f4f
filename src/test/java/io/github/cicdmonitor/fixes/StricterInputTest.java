package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StricterInputTest {
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - run: make test
            - uses: actions/upload-artifact@v4
              with:
                name: junit
                if-no-files-found: ignore
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void the_stricter_value_is_it() {
    assertThat(repo.edit(
            Repo.CI, "checkout@v4\n", "checkout@v4\n        with: {persist-credentials: false}\n"))
        .matches(Recognition::isAutomatic);
  }

  @Test
  void any_other_value_input_or_action_is_not_it() {
    for (String instead : new String[] {"warn", "error", "${{ inputs.e }}"}) {
      assertThat(repo.edit(Repo.CI, "found: ignore", "found: " + instead).isWhole())
          .as(instead)
          .isFalse();
    }
    for (String with : new String[] {
      "persist-credentials: true", "submodules: false", "persist-credentials: false, ref: x"
    }) {
      assertThat(repo.edit(Repo.CI, "checkout@v4\n", "checkout@v4\n        with: {" + with + "}\n")
              .isWhole())
          .as(with)
          .isFalse();
    }
  }

  @Test
  void credentials_that_a_later_step_may_need_ask() {
    Recognition recognition = Repo.with(Repo.CI, WORKFLOW.replace("make test", "git push"))
        .edit(
            Repo.CI, "checkout@v4\n", "checkout@v4\n        with: {persist-credentials: false}\n");

    assertThat(recognition.isWhole()).isTrue();
    assertThat(recognition.isAutomatic()).isFalse();
  }
}
