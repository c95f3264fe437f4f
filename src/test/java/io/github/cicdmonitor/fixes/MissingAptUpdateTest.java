package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MissingAptUpdateTest {
  private static final String LOG =
      "E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?";
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - run: |
                cmake --version
                sudo apt-get install -y libssl-dev
            - run: sudo apt-get install -y ninja-build
            - run: make test || true
      """;
  private static final String FIXED = WORKFLOW.replace(
      "sudo apt-get install -y libssl", "sudo apt-get update && sudo apt-get install -y libssl");
  private static final String DOCKERFILE = """
      FROM debian:13
      RUN apt-get install -y curl
      RUN apt-get install -y git
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW)
      .and("Dockerfile", DOCKERFILE)
      .and("ci/setup.sh", "#!/bin/sh\nset -e\nsudo apt-get install -y curl\n");

  @Test
  void an_update_runs_before_the_first_installation_of_the_job() {
    assertThat(repo.after(repo.propose("missing-apt-update", LOG), Repo.CI)).isEqualTo(FIXED);
  }

  @Test
  void a_Dockerfile_is_mended_where_no_workflow_installs() {
    Repo image = Repo.with("Dockerfile", DOCKERFILE);

    String after = image.after(image.propose("missing-apt-update", LOG), "Dockerfile");
    assertThat(after).isEqualTo(DOCKERFILE.replace("RUN apt-get", "RUN apt-get update && apt-get"));
    assertThat(image.recognise("Dockerfile", after)).matches(Recognition::isAutomatic);
  }

  @Test
  void what_it_proposes_it_recognises() {
    assertThat(repo.recognise(Repo.CI, FIXED)).matches(Recognition::isAutomatic);
  }

  @Test
  void a_line_or_a_step_of_its_own_is_the_same() {
    assertThat(repo.edit(
            Repo.CI,
            "          sudo apt-get install -y libssl",
            "          sudo apt-get update -qq\n          sudo apt-get install -y libssl"))
        .matches(Recognition::isAutomatic);
    assertThat(repo.edit(
            Repo.CI,
            "      - run: sudo apt-get install -y ninja",
            "      - run: sudo apt-get update\n      - run: sudo apt-get install -y ninja"))
        .matches(Recognition::isAutomatic);
    assertThat(repo.edit("ci/setup.sh", "sudo apt", "sudo apt-get update\nsudo apt"))
        .as("a script may run elsewhere")
        .matches(r -> r.isWhole() && !r.isAutomatic());
  }

  @Test
  void more_than_the_update_is_not_it() {
    for (String instead : new String[] {
      "sudo apt-get update && sudo apt-get install -y evil libssl",
      "sudo apt-get update || sudo apt-get install -y libssl",
      "sudo apt-get update; sudo apt-get install -y libssl",
      "sudo apt-get -o Acquire::AllowInsecureRepositories=true update && sudo apt-get install -y"
          + " libssl",
      "sudo apt-get update --allow-unauthenticated && sudo apt-get install -y libssl",
      "apt-get update && sudo apt-get install -y libssl",
      "sudo apt-get update && sudo apt-get install --fix-missing -y libssl"
    }) {
      assertThat(repo.edit(Repo.CI, "sudo apt-get install -y libssl", instead).isAutomatic())
          .as(instead)
          .isFalse();
    }
    assertThat(repo.edit(Repo.CI, "make test || true", "apt-get update && make test || true")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void a_step_with_more_than_the_command_is_not_it() {
    for (String more : new String[] {"if: always()", "env: {http_proxy: x}", "shell: python"}) {
      assertThat(repo.edit(
                  Repo.CI,
                  "      - run: sudo apt-get install -y ninja",
                  "      - run: sudo apt-get update\n        " + more
                      + "\n      - run: sudo apt-get install -y ninja")
              .isAutomatic())
          .as(more)
          .isFalse();
    }
  }

  @Test
  void what_runs_only_if_something_failed_stays_so() {
    String alternative = WORKFLOW
        .replace("sudo apt-get install -y libssl", "true || sudo apt-get install -y libssl")
        .replace("- run: sudo apt-get install -y ninja-build", "- run: true");
    Repo repo = Repo.with(Repo.CI, alternative);

    assertThat(repo.propose("missing-apt-update", LOG).whyNot()).isPresent();
    assertThat(repo.edit(Repo.CI, "true || sudo", "true || sudo apt-get update && sudo")
            .isAutomatic())
        .isFalse();
  }

  @Test
  void after_an_update_it_does_not_apply() {
    Repo updated = Repo.with(Repo.CI, FIXED);

    assertThat(updated.propose("missing-apt-update", LOG).whyNot()).isPresent();
  }

  @Test
  void the_first_line_of_a_block_can_be_the_installation() {
    String block = WORKFLOW.replace("          cmake --version\n", "");

    Repo only = Repo.with(Repo.CI, block);
    assertThat(only.after(only.propose("missing-apt-update", LOG), Repo.CI))
        .contains("run: |\n          sudo apt-get update && sudo apt-get install -y libssl");
  }

  @Test
  void an_instruction_over_several_lines_gets_the_update_too() {
    String file = "FROM debian:12\nRUN apt-get install -y \\\n    curl \\\n    git\n";
    Repo repo = Repo.with("Dockerfile", file);

    assertThat(repo.edit("Dockerfile", "RUN apt-get", "RUN apt-get update \\\n && apt-get"))
        .matches(Recognition::isAutomatic);
    assertThat(repo.edit("Dockerfile", "RUN apt-get", "RUN apt-get update \\\n || apt-get")
            .isAutomatic())
        .isFalse();
    assertThat(repo.edit("Dockerfile", "    git", "    git \\\n    evil").isAutomatic())
        .isFalse();
  }

  @Test
  void a_plain_command_that_becomes_a_block_is_the_same_command() {
    String file = """
        on: push
        jobs:
          t:
            runs-on: ubuntu-24.04
            steps:
              - run: sudo apt-get install -y foo
        """;
    String block =
        "run: |\n          sudo apt-get update --fix-missing\n          sudo apt-get install -y foo";
    Repo repo = Repo.with(Repo.CI, file);

    assertThat(repo.edit(Repo.CI, "run: sudo apt-get install -y foo", block))
        .matches(Recognition::isAutomatic);
    assertThat(repo.edit(Repo.CI, "run: sudo apt-get install -y foo", block + " || true")
            .isAutomatic())
        .isFalse();
  }
}
