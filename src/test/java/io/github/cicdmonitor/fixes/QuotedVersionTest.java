package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QuotedVersionTest {
  private static final String LOG =
      "The version '3.1' with architecture 'x64' was not found for Ubuntu 24.04.";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          strategy:
            matrix:
              python: [3.9, 3.10]
          steps:
            - uses: actions/setup-python@v5
              with:
                python-version: ${{ matrix.python }}
            - run: pytest
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void the_version_that_lost_its_zero_is_quoted_and_no_other() {
    assertThat(repo.after(repo.propose("quoted-version", LOG), Repo.CI))
        .isEqualTo(WORKFLOW.replace("3.10]", "'3.10']"));
  }

  @Test
  void the_input_of_a_setup_action_as_well() {
    String single = """
        on: push
        jobs:
          t:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/setup-go@v5
                with:
                  go-version: 1.20
        """;
    Repo go = Repo.with(Repo.CI, single);

    assertThat(go.after(
            go.propose("quoted-version", "Unable to find Go version '1.2' for platform linux"),
            Repo.CI))
        .isEqualTo(single.replace("1.20", "'1.20'"));
    assertThat(go.edit(Repo.CI, "1.20", "\"1.20\"")).matches(Recognition::isAutomatic);
  }

  @Test
  void all_legs_in_quotes_are_known_and_another_version_is_not() {
    assertThat(repo.edit(Repo.CI, "[3.9, 3.10]", "['3.9', \"3.10\"]"))
        .as("checks are called by their legs")
        .matches(r -> r.isWhole() && !r.isAutomatic());
    assertThat(repo.edit(Repo.CI, "3.10", "'3.1'").isAutomatic()).isFalse();
    assertThat(repo.edit(Repo.CI, "3.10", "'3.11'").isAutomatic()).isFalse();
    assertThat(repo.edit(Repo.CI, "3.10", "'3.10 '").isAutomatic()).isFalse();
  }

  @Test
  void an_axis_that_decides_something_asks() {
    Repo decides = Repo.with(
        Repo.CI,
        WORKFLOW.replace("- run: pytest", "- if: matrix.python != 3.1\n        run: pytest"));

    assertThat(decides.edit(Repo.CI, "3.10", "'3.10'").isAutomatic()).isFalse();
  }
}
