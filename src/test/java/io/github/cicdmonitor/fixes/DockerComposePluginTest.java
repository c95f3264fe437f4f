package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DockerComposePluginTest {
  private static final String WORKFLOW = """
      name: CI
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - run: docker-compose -f docker-compose.ci.yml up -d # the database
            - run: |
                docker-compose exec -T db true
                sudo docker-compose down
      """;

  private final Repo repo = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void every_call_becomes_one_of_the_plugin_and_file_names_stay() {
    Proposed proposed = repo.propose(
        "docker-compose-plugin",
        "/home/runner/work/_temp/1.sh: line 1: docker-compose: command not found");

    assertThat(repo.after(proposed, Repo.CI))
        .isEqualTo(WORKFLOW.replace("docker-compose ", "docker compose "));
  }

  @Test
  void what_it_proposes_it_recognises() {
    assertThat(repo.recognise(Repo.CI, WORKFLOW.replace("docker-compose ", "docker compose ")))
        .matches(Recognition::isAutomatic);
  }

  @Test
  void a_call_left_behind_or_another_word_is_not_it() {
    assertThat(repo.edit(Repo.CI, "docker-compose exec", "docker compose exec").isWhole())
        .isFalse();
    assertThat(repo.recognise(
                Repo.CI,
                WORKFLOW.replace("docker-compose ", "docker compose ").replace("up -d", "up -d x"))
            .isWhole())
        .isFalse();
  }

  @Test
  void without_a_call_it_does_not_apply() {
    Proposed proposed = Repo.with(Repo.CI, WORKFLOW.replace("docker-compose ", "podman-compose "))
        .propose("docker-compose-plugin", "docker-compose: not found");

    assertThat(proposed.whyNot()).isPresent();
  }

  @Test
  void a_script_that_a_step_calls_moves_too_and_asks() {
    String script = "#!/bin/sh\n# docker-compose is needed\ndocker-compose up -d\n";
    String moved = script.replace("docker-compose up", "docker compose up");
    Repo called = Repo.with(Repo.CI, WORKFLOW.replace("docker-compose exec -T db true", "ci/up.sh"))
        .and("ci/up.sh", script)
        .and("ci/other.sh", script);
    Proposed proposed = called.propose("docker-compose-plugin", "docker-compose: not found");

    assertThat(called.after(proposed, "ci/up.sh")).isEqualTo(moved);
    assertThat(proposed.edits()).noneMatch(edit -> edit.path().equals("ci/other.sh"));
    assertThat(called.recognise("ci/up.sh", moved)).matches(Recognition::isWhole);
    assertThat(called.recognise("ci/up.sh", moved).isAutomatic()).isFalse();
    assertThat(called.recognise("ci/up.sh", moved.replace("-d", "-d x")).isWhole())
        .isFalse();
  }
}
