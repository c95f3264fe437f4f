package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A log and a folder are enough for a fix: no account, no token, no configuration, no state. */
@ExtendWith(CliExtension.class)
class FolderEndToEndTest {
  private static final String COMPOSE = "x.sh: line 1: docker-compose: command not found\n";
  private static final String DENIED = "x.sh: line 1: ./build.sh: Permission denied\n";
  private static final String WORKFLOW = ".github/workflows/ci.yml";
  private static final String YAML = """
      name: CI
      on: [push, pull_request]
      permissions:
        contents: read
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: docker-compose up -d
      """;

  private CliHarness cli;
  private Path files;

  @BeforeEach
  void start(CliHarness fresh) throws IOException {
    cli = fresh
        .without("GITHUB_TOKEN")
        .without("OPENROUTER_API_KEY")
        .without("SLACK_BOT_TOKEN")
        .without("CONFIG_FILE")
        .without("DATABASE_URL");
    files = cli.folder().resolve("files");
    put(WORKFLOW, YAML);
    put("build.sh", "#!/bin/sh\nmake\n");
  }

  @AfterEach
  void nothingWasAsked() {
    assertThat(cli.sandbox().ledger().of("github")).isEmpty();
    assertThat(cli.modelCalls()).isZero();
    assertThat(cli.stateFile()).doesNotExist();
  }

  private void put(String path, String text) throws IOException {
    Path file = files.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private JsonNode json(String log, String... more) throws IOException {
    return run(log, more).json();
  }

  private CliHarness.Ended run(String log, String... more) throws IOException {
    Files.writeString(cli.folder().resolve("job.log"), log);
    String[] arguments = new String[6 + more.length];
    String[] first = {"analyze", "--log", "job.log", "--repo-dir", "files", "--json"};
    System.arraycopy(first, 0, arguments, 0, 6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return cli.runWithConfigAsIs(arguments).exits(0);
  }

  @Test
  void the_fix_is_printed_with_its_diff_and_the_gates_decision() throws IOException {
    Files.writeString(cli.folder().resolve("job.log"), COMPOSE);

    cli.runWithConfigAsIs("analyze", "--log", "job.log", "--repo-dir", "files")
        .exits(0)
        .prints(
            "Fix (docker-compose-plugin): ci: Call docker compose instead of docker-compose",
            "-      - run: docker-compose up -d\n+      - run: docker compose up -d",
            "The safety gate: a pull request without asking.",
            "points  why",
            "automatic");
  }

  @Test
  void json_has_edits_diff_decision_and_risk() throws IOException {
    JsonNode incident = json(COMPOSE, "--job", "build", "--workflow", WORKFLOW);

    assertThat(incident.path("decision").asText()).isEqualTo("pull_request");
    assertThat(incident.path("risk").asInt()).isLessThan(5);
    assertThat(incident.path("risk_factors")).isNotEmpty();
    assertThat(incident.path("floors")).isEmpty();
    assertThat(incident.path("diff").asText()).contains("+      - run: docker compose up -d");
    assertThat(incident.at("/remediation/fix").asText()).isEqualTo("docker-compose-plugin");
    JsonNode edit = incident.at("/remediation/edits/0");
    assertThat(edit.path("path").asText()).isEqualTo(WORKFLOW);
    assertThat(YAML).contains(edit.path("find").asText());
    assertThat(edit.path("replace").asText()).contains("docker compose up");
    assertThat(edit.path("executable").asBoolean(true)).isFalse();
  }

  @Test
  void the_executable_bit_is_the_one_of_the_file_system() throws IOException {
    assertThat(json(DENIED).path("diff").asText()).contains("new mode 100755");

    Files.setPosixFilePermissions(
        files.resolve("build.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    JsonNode executable = json(DENIED);

    assertThat(executable.at("/remediation/fix").isTextual()).isFalse();
    assertThat(executable.path("analyzer_note").asText()).contains("is executable already");
  }

  @Test
  void what_git_keeps_and_what_a_link_leads_to_is_not_read() throws IOException {
    Files.delete(files.resolve("build.sh"));
    put(".git/build.sh", "#!/bin/sh\n");
    Path outside = cli.folder().resolve("outside.sh");
    Files.writeString(outside, "#!/bin/sh\n");
    Files.createSymbolicLink(files.resolve("build.sh"), outside);
    Files.createSymbolicLink(files.resolve("scripts"), cli.folder());

    assertThat(json(DENIED).path("analyzer_note").asText())
        .contains("no one file of the repository is meant by build.sh");
  }

  @Test
  void a_fix_that_needs_a_person_says_so() throws IOException {
    put(
        WORKFLOW,
        YAML.replace("contents: read", "contents: write\n  packages: write")
            .replace("runs-on", "environment: production\n    runs-on"));

    JsonNode incident = json(COMPOSE);

    assertThat(incident.path("decision").asText()).isEqualTo("approval");
    assertThat(incident.path("floors")).isNotEmpty();
  }

  @Test
  void where_none_applies_the_diagnosis_says_why() throws IOException {
    put(WORKFLOW, YAML.replace("docker-compose", "podman"));
    Files.writeString(cli.folder().resolve("job.log"), COMPOSE);

    cli.runWithConfigAsIs("analyze", "--log", "job.log", "--repo-dir", "files")
        .exits(0)
        .prints("No recipe of the catalogue applies: the recipe docker-compose-plugin does not");
  }

  @Test
  void a_folder_that_is_not_there_and_options_that_do_not_fit_are_mistakes() throws IOException {
    Files.writeString(cli.folder().resolve("job.log"), COMPOSE);

    cli.runWithConfigAsIs("analyze", "--log", "job.log", "--repo-dir", "nowhere")
        .exits(2)
        .complains("there is no such folder");
    cli.runWithConfigAsIs("analyze", "--repo-dir", "files")
        .exits(2)
        .complains("--repo-dir goes with --log");
    cli.runWithConfigAsIs("analyze", "--log", "job.log", "--job", "build")
        .exits(2)
        .complains("--repo-dir");
  }
}
