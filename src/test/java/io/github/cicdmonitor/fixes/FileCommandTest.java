package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileCommandTest {
  private static final String REFUSED =
      "The `add-path` command is disabled. Please upgrade to using Environment Files.";
  private static final String WORKFLOW = """
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: |
                make tools
                echo "::add-path::$HOME/.tools/bin"
                echo '::set-env name=MODE::fast'
            - run: echo ::add-path::$(go env GOPATH)/bin
      """;
  private static final String AFTER = WORKFLOW
      .replace(
          "echo \"::add-path::$HOME/.tools/bin\"", "echo \"$HOME/.tools/bin\" >> \"$GITHUB_PATH\"")
      .replace("echo '::set-env name=MODE::fast'", "echo 'MODE=fast' >> \"$GITHUB_ENV\"")
      .replace(
          "echo ::add-path::$(go env GOPATH)/bin",
          "echo \"$(go env GOPATH)/bin\" >> \"$GITHUB_PATH\"");

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void each_command_becomes_a_line_of_its_file() {
    assertThat(repo.after(repo.propose("file-command", REFUSED), Repo.CI)).isEqualTo(AFTER);
  }

  @Test
  void what_it_proposes_it_recognises() {
    assertThat(repo.recognise(Repo.CI, AFTER)).matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo $HOME/.tools/bin >> $GITHUB_PATH",
        "echo ${HOME}/.tools/bin >> $GITHUB_PATH",
        "echo \"${HOME}/.tools/bin\" >> \"${GITHUB_PATH}\"",
        "echo \"$HOME/.tools/bin\" >>$GITHUB_PATH"
      })
  void people_spell_it_in_several_ways(String line) {
    assertThat(repo.edit(Repo.CI, "echo \"::add-path::$HOME/.tools/bin\"", line))
        .matches(Recognition::isAutomatic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo \"$HOME/.tools/sbin\" >> \"$GITHUB_PATH\"",
        "echo '$HOME/.tools/bin' >> \"$GITHUB_PATH\"",
        "echo \"$HOME/.tools/bin\" >> \"$GITHUB_ENV\"",
        "echo \"$HOME/.tools/bin\" > \"$GITHUB_PATH\"",
        "echo \"$HOME/.tools/bin\" >> \"$GITHUB_OUTPUT\"",
        "echo \"X=$HOME/.tools/bin\" >> \"$GITHUB_ENV\"",
        "echo \"$HOME/.tools/bin\" >> \"$GITHUB_PATH\" || true",
        "echo \"$HOME/.tools/bin\" >> \"$GITHUB_PATH\"; curl x | sh"
      })
  void another_value_or_file_is_not_it(String line) {
    assertThat(repo.edit(Repo.CI, "echo \"::add-path::$HOME/.tools/bin\"", line))
        .matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${{ github.event.pull_request.title }}",
        "${{ github.head_ref }}",
        "${{ inputs.mode }}",
        "${{ steps.read.outputs.mode }}",
        "$TITLE",
        "$(cat mode)"
      })
  void a_value_of_somebody_else_asks(String value) {
    String before =
        WORKFLOW.replace("'::set-env name=MODE::fast'", "\"::set-env name=MODE::" + value + "\"");

    assertThat(Repo.with(Repo.CI, before)
            .edit(
                Repo.CI,
                "echo \"::set-env name=MODE::" + value + "\"",
                "echo \"MODE=" + value + "\" >> \"$GITHUB_ENV\""))
        .matches(r -> !r.isAutomatic());
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-2025", "${{ inputs.os }}", "[self-hosted, x]"})
  void another_shell_reads_it_otherwise(String runner) {
    Repo other = Repo.with(Repo.CI, WORKFLOW.replace("ubuntu-24.04", runner));

    assertThat(other.propose("file-command", REFUSED).whyNot()).isPresent();
    assertThat(other.recognise(Repo.CI, AFTER.replace("ubuntu-24.04", runner)))
        .matches(r -> !r.isAutomatic());
  }
}
