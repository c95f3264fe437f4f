package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Proposals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A fix of the catalogue is proposed, and carried out, without a model. */
@ExtendWith(CliExtension.class)
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
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/shop");
    workshop = new Workshop(cli);
    shop = workshop.repository("acme/shop");
    shop.commit(
        "main",
        "Build by a script",
        Map.of(Workshop.WORKFLOW, YAML, "scripts/build.sh", "#!/bin/sh\nmake all\n"));
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

  @Test
  void the_pull_request_names_the_recipe_and_where_its_value_comes_from() {
    decided(DENIED);

    assertThat(shop.pulls().get(0).body())
        .contains(
            "### Recipe\n\n`executable-bit`: Makes a script",
            "scripts/build.sh is run as a program, but its mode",
            "no language model was asked")
        .doesNotContain("Not verified by CI");
  }

  @Test
  void a_workflow_that_the_pull_request_does_not_run_is_said_to_be_unverified() {
    shop.commit(
        "main",
        "On release",
        Map.of(Workshop.WORKFLOW, YAML.replace("[push, pull_request]", "[release, schedule]")));

    decided(DENIED);

    assertThat(shop.pulls().get(0).body())
        .contains("### Not verified by CI")
        .containsPattern("\\(on: release,\\s+schedule\\)");
  }

  @Test
  void the_gate_is_given_the_files_that_are_there_and_asks_for_no_others() {
    shop.commit("main", "Go", Map.of("go.mod", "module x\n\ngo 1.25\n"));

    decided(COMPOSE);

    String contents = "GET /repos/acme/shop/contents/";
    assertThat(cli.asked(contents + "go.mod")).isEqualTo(1);
    assertThat(cli.asked(contents + "package.json")).isZero();
  }

  @Test
  void a_file_that_became_executable_meanwhile_makes_the_fix_stale() {
    cli.configured(config -> config.withArray("protected_repositories").add("acme/shop"));
    JsonNode incident = decided(DENIED);
    assertThat(incident.path("decision").asText()).isEqualTo("approval");
    assertThat(cli.run("approve", "1", "--show").exits(0).out())
        .contains("old mode 100644\nnew mode 100755".replace("\n", System.lineSeparator()));

    shop.executable("main", "scripts/build.sh", "#!/bin/sh\nmake all\n");

    cli.run("approve", "1").exits(1);
    assertThat(shop.pulls()).isEmpty();
  }

  @Test
  void an_approved_mode_is_what_is_pushed_and_is_adopted_when_the_state_is_lost() throws Exception {
    cli.configured(config -> config.withArray("protected_repositories").add("acme/shop"));
    decided(DENIED);

    cli.run("approve", "1").exits(0);

    SandboxPull pull = shop.pulls().get(0);
    assertThat(shop.modes(pull.branch())).containsEntry("scripts/build.sh", "100755");
    cli.configured(config -> config.putArray("protected_repositories"));
    cli.loseTheState();
    JsonNode again = only(cli.tick());
    assertThat(again.at("/pull_request/number").asInt()).isEqualTo(pull.number());
    assertThat(again.path("state").asText()).isEqualTo("pull_request_open");
    assertThat(shop.pulls()).hasSize(1);
  }

  @Test
  void proposals_that_became_pull_requests_are_found_again() {
    decided(COMPOSE);

    Instant now = cli.clock().instant();
    try (Database database =
        Database.openForReading(cli.stateFile(), cli.clock()).orElseThrow()) {
      Proposals proposals = new Proposals(database);
      RepositoryName name = new RepositoryName("acme", "shop");
      assertThat(proposals.openedSince(name, now.minus(Duration.ofDays(90)))).hasSize(1);
      assertThat(proposals.openedSince(name, now.plus(Duration.ofDays(1)))).isEmpty();
      assertThat(proposals.openedSince(
              new RepositoryName("acme", "other"), now.minus(Duration.ofDays(90))))
          .isEmpty();
    }
  }

  @Test
  void the_images_are_read_where_a_label_that_moves_is_left() {
    String latest = YAML.replace("ubuntu-24.04", "ubuntu-latest");
    shop.commit("main", "Latest", Map.of(Workshop.WORKFLOW, latest));
    SandboxRun green = workshop.run(shop, Duration.ofHours(1));
    green.job("build").step("Set up job", "success").log(workshop.log("fine"));
    green.job("build").conclude("success");
    green.finish("success");
    cli.sandbox()
        .gateway()
        .model(request -> Optional.of(ModelAnswer.devops("environment", Workshop.GIZMO)
            .edit(Workshop.WORKFLOW, "runs-on: ubuntu-latest", "runs-on: ubuntu-24.04")
            .toString()));

    decided(Workshop.GIZMO);

    long job = green.attempt().job("build").id();
    // Once for the lines that every run prints, once for its head.
    assertThat(cli.asked("GET /repos/acme/shop/actions/jobs/" + job + "/logs")).isEqualTo(2);
  }
}
