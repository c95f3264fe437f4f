package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fix of the catalogue is proposed, and carried out, without a model. */
class CatalogueEndToEndTest {
  private static final String COMPOSE =
      "/home/runner/work/_temp/8d1c.sh: line 1: docker-compose: command not found";
  private static final String DENIED =
      "/home/runner/work/_temp/8d1c.sh: line 1: ./scripts/build.sh: Permission denied";
  private static final String YAML = """
      name: CI
      on: [push, pull_request]
      permissions:
        contents: read
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - run: docker-compose up -d
            - run: make all
      """;

  private CliHarness cli;
  private Workshop workshop;
  private SandboxRepository shop;

  @BeforeEach
  void start(@TempDir Path folder) {
    cli = new CliHarness(folder).watching("acme/shop");
    workshop = new Workshop(cli);
    shop = workshop.repository("acme/shop");
    shop.commit(
        "main",
        "Build by a script",
        Map.of(Workshop.WORKFLOW, YAML, "scripts/build.sh", "#!/bin/sh\nmake all\n"));
  }

  @AfterEach
  void nothingUnexpectedWasAsked() {
    cli.close();
  }

  private JsonNode only(JsonNode analyzed) {
    assertThat(analyzed.path("incidents")).hasSize(1);
    return analyzed.path("incidents").get(0);
  }

  private JsonNode decided(String line) {
    workshop.fails(shop, line);
    return only(cli.tick());
  }

  @Test
  void an_edit_of_a_workflow_goes_out_without_asking_anybody() {
    JsonNode incident = decided(COMPOSE);

    assertThat(incident.path("decision").asText()).isEqualTo("pull_request");
    assertThat(incident.path("analyzer").asText()).isEqualTo("rules");
    assertThat(incident.path("analyzer_note").isNull()).isTrue();
    assertThat(incident.at("/remediation/fix").asText()).isEqualTo("docker-compose-plugin");
    assertThat(incident.at("/evidence/0/text").asText()).isEqualTo(COMPOSE);
    assertThat(cli.modelCalls()).isZero();
    SandboxPull pull = shop.pulls().get(0);
    assertThat(pull.title()).isEqualTo("ci: Call docker compose instead of docker-compose");
    assertThat(cli.sandbox().github().files("acme/shop", pull.branch()).get(Workshop.WORKFLOW))
        .isEqualTo(YAML.replace("docker-compose up", "docker compose up"));
  }

  @Test
  void a_file_becomes_executable_in_the_tree() {
    JsonNode incident = decided(DENIED);

    assertThat(incident.at("/remediation/fix").asText()).isEqualTo("executable-bit");
    assertThat(incident.at("/remediation/edits/0/executable").asBoolean()).isTrue();
    assertThat(incident.path("decision").asText()).isEqualTo("pull_request");
    SandboxPull pull = shop.pulls().get(0);
    assertThat(pull.body()).contains("old mode 100644\nnew mode 100755");
    assertThat(shop.modes(pull.branch()).get("scripts/build.sh")).isEqualTo("100755");
    assertThat(cli.sandbox().github().files("acme/shop", pull.branch()).get("scripts/build.sh"))
        .isEqualTo("#!/bin/sh\nmake all\n");
  }

  @Test
  void the_files_are_those_of_the_failing_commit_and_are_read_once_each() {
    decided(COMPOSE);

    assertThat(cli.asked("GET /repos/acme/shop/git/trees/" + shop.head("main"))).isEqualTo(1);
  }

  @Test
  void offline_and_without_a_key_it_works_too() {
    cli.without("OPENROUTER_API_KEY");
    workshop.fails(shop, COMPOSE);
    cli.run("scan").exits(0);

    JsonNode incident = only(cli.run("analyze", "--offline", "--json").exits(0).json());

    assertThat(incident.path("decision").asText()).isEqualTo("pull_request");
    assertThat(incident.path("analyzer_note").isNull()).isTrue();
  }

  @Test
  void where_the_files_do_not_bear_it_out_the_model_is_asked_and_the_reason_is_kept() {
    cli.sandbox()
        .gateway()
        .model(request -> Optional.of(ModelAnswer.devops("environment", COMPOSE).toString()));
    shop.commit("main", "No compose", Map.of(Workshop.WORKFLOW, YAML.replace("-compose", "-x")));

    JsonNode incident = decided(COMPOSE);

    assertThat(cli.modelCalls()).isEqualTo(1);
    assertThat(incident.path("analyzer").asText()).isEqualTo("llm");
    assertThat(incident.path("analyzer_note").asText())
        .contains("the recipe docker-compose-plugin does not apply, because nothing in the");
  }

  @Test
  void a_repository_whose_files_may_not_be_read_is_diagnosed_all_the_same() {
    cli.without("OPENROUTER_API_KEY");
    cli.sandbox()
        .github()
        .faults()
        .always("GET /repos/acme/shop/git/trees/*", Fault.status(403, "{}"));

    JsonNode incident = decided(COMPOSE);

    assertThat(incident.path("analyzer_note").asText()).contains("could not be read");
    assertThat(incident.path("decision").asText()).isEqualTo("notify");
  }

  @Test
  void a_log_that_asks_for_no_fix_costs_no_request() {
    cli.without("OPENROUTER_API_KEY");

    decided(Workshop.GIZMO);

    assertThat(cli.sandbox().ledger().of("github"))
        .noneMatch(entry -> entry.request().path().contains("/git/trees/"));
  }

  @Test
  void a_line_that_a_secret_stands_beside_is_left_alone() {
    cli.without("OPENROUTER_API_KEY");
    String secret = "ghp_" + "a1B2".repeat(9);
    shop.commit(
        "main", "Careless", Map.of(Workshop.WORKFLOW, YAML.replace("up -d", "up -d # " + secret)));

    JsonNode incident = decided(COMPOSE);

    assertThat(incident.toString()).doesNotContain(secret);
    assertThat(incident.path("analyzer_note").asText()).contains("looks like a secret");
    assertThat(shop.pulls()).isEmpty();
  }

  @Test
  void a_dry_run_shows_the_diff_and_the_risk_and_changes_nothing() {
    workshop.fails(shop, COMPOSE);
    cli.run("scan").exits(0);

    cli.run("analyze", "--dry-run")
        .exits(0)
        .prints(
            "would open a pull request",
            "recipe docker-compose-plugin",
            "-      - run: docker-compose up -d",
            "+      - run: docker compose up -d",
            "points  why");
    JsonNode incident = only(cli.run("analyze", "--dry-run", "--json").exits(0).json());

    assertThat(incident.path("diff").asText()).contains("+      - run: docker compose up -d");
    assertThat(incident.path("floors").isArray()).isTrue();
    assertThat(cli.writes()).isEmpty();
  }
}
