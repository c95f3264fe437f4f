package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.SandboxJob;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each row of the decision table, with its Slack channel and with what it must not do. */
@ExtendWith(CliExtension.class)
class DecisionEndToEndTest {
  private static final String RERUN = "POST /repos/acme/shop/actions/runs/%d/rerun-failed-jobs";

  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
  }

  private static JsonNode only(JsonNode analyzed) {
    assertThat(analyzed.path("incidents")).hasSize(1);
    return analyzed.path("incidents").get(0);
  }

  private JsonNode tickAfter(Duration wait) {
    cli.clock().advance(wait);
    return cli.tick();
  }

  // ---- outage -------------------------------------------------------------------------------

  private void failTogether(String... repositories) {
    cli.watching(repositories);
    for (String name : repositories) {
      workshop.fails(workshop.repository(name), Workshop.PASSING);
    }
  }

  @Test
  void the_same_lines_in_three_repositories_are_one_outage_told_once() {
    failTogether("acme/one", "acme/two", "acme/three");

    JsonNode analyzed = cli.tick();

    assertThat(analyzed.path("incidents")).hasSize(3).allSatisfy(incident -> {
      assertThat(incident.path("decision").asText()).isEqualTo("outage");
      assertThat(incident.path("state").asText()).isEqualTo("outage");
    });
    assertThat(cli.critical())
        .singleElement()
        .asString()
        .contains("acme/one", "acme/two", "acme/three");
    assertThat(cli.alerts()).isEmpty();
    assertThat(cli.writes()).isEmpty();
    tickAfter(Duration.ofMinutes(5));
    assertThat(cli.critical()).hasSize(1);
  }

  @Test
  void an_outage_that_one_repository_is_out_of_says_so_from_the_beginning() {
    failTogether("acme/one", "acme/two", "acme/three");
    SandboxRepository one = cli.sandbox().github().repository("acme/one");
    workshop.run(one, Duration.ofMinutes(1)).finish("success");

    cli.tick();

    assertThat(cli.critical())
        .singleElement()
        .asString()
        .contains("The same failure in 3 repositories", "1 of 3 pass again.");
    assertThat(cli.incident(1).path("state").asText()).isEqualTo("resolved");
    assertThat(cli.incident(2).path("state").asText()).isEqualTo("outage");
  }

  @Test
  void the_same_lines_in_two_repositories_are_no_outage() {
    failTogether("acme/one", "acme/two");

    cli.tick();

    assertThat(cli.critical()).isEmpty();
    assertThat(cli.writes()).hasSize(2).allSatisfy(w -> assertThat(w).contains("rerun-failed"));
  }

  // ---- the developers -----------------------------------------------------------------------

  @Test
  void a_developers_failure_is_told_to_its_author_and_nobody_else() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/core")
        .configured(config -> CliHarness.in(config, "mentions")
            .put("dev-anna", "U0ANNA0001")
            .put("dev-ben", "U0BEN00001"));

    JsonNode incident = only(cli.tick());

    assertThat(incident.path("class").asText()).isEqualTo("DEVELOPER");
    assertThat(incident.path("decision").asText()).isEqualTo("notify");
    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("acme/core", "PriceTest", "U0ANNA0001")
        .doesNotContain("U0BEN00001");
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  void an_author_who_is_not_listed_is_not_mentioned() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/core")
        .configured(config -> CliHarness.in(config, "mentions").put("dev-ben", "U0BEN00001"));

    cli.tick();

    assertThat(cli.alerts()).singleElement().asString().doesNotContain("U0BEN00001", "<@");
  }

  @Test
  void a_failure_of_a_pull_request_from_a_fork_is_only_told() {
    cli.watching("acme/shop");
    SandboxRun run = workshop.fails(workshop.repository("acme/shop"), Workshop.PASSING);
    run.fromFork("stranger/shop");

    JsonNode incident = only(cli.tick());

    assertThat(incident.path("decision").asText()).isEqualTo("notify");
    assertThat(cli.writes()).isEmpty();
    assertThat(cli.alerts()).singleElement().asString().contains("fork");
  }

  // ---- re-runs ------------------------------------------------------------------------------

  @Test
  void a_passing_fault_is_re_run_once_and_its_recovery_is_told_once() {
    cli.watching("acme/shop");
    SandboxRun run = workshop.fails(workshop.repository("acme/shop"), Workshop.PASSING);

    JsonNode incident = only(cli.tick());

    assertThat(incident.path("decision").asText()).isEqualTo("rerun");
    assertThat(incident.path("state").asText()).isEqualTo("rerun_requested");
    assertThat(cli.writes()).containsExactly(RERUN.formatted(run.id()));
    assertThat(cli.alerts()).isEmpty();
    assertThat(cli.modelCalls()).isZero();

    tickAfter(Duration.ofMinutes(2)); // still going on
    assertThat(cli.alerts()).isEmpty();
    run.finishAt("success", cli.clock().instant());
    tickAfter(Duration.ofMinutes(5));
    tickAfter(Duration.ofMinutes(5));

    assertThat(cli.incident(1).path("state").asText()).isEqualTo("resolved");
    assertThat(cli.alerts()).singleElement().asString().contains("acme/shop", "Passed");
    assertThat(cli.writes()).hasSize(1);
  }

  @Test
  void a_re_run_that_fails_again_is_told_once_and_not_repeated() {
    cli.watching("acme/shop");
    SandboxRun run = workshop.fails(workshop.repository("acme/shop"), Workshop.PASSING);
    cli.tick();

    cli.clock().advance(Duration.ofMinutes(2));
    SandboxJob again = run.attempt().job("build");
    again.failsAt("Run make all").log(workshop.log(Workshop.PASSING));
    run.finishAt("failure", cli.clock().instant());
    tickAfter(Duration.ofMinutes(5));
    tickAfter(Duration.ofMinutes(5));

    assertThat(cli.writes()).containsExactly(RERUN.formatted(run.id()));
    assertThat(cli.incident(1).path("state").asText()).isEqualTo("notified");
    assertThat(cli.incident(1).path("occurrences").asInt()).isEqualTo(2);
    assertThat(cli.alerts()).singleElement().asString().contains("failed again");
  }

  @Test
  void a_run_with_jobs_still_going_on_is_not_re_run_yet() {
    cli.watching("acme/shop");
    SandboxRun run = workshop.fails(workshop.repository("acme/shop"), Workshop.PASSING);
    cli.run("scan").exits(0);
    run.rerun("dev-anna");
    run.attempt().job("build").start();

    JsonNode incident = only(cli.run("analyze", "--json").exits(0).json());

    assertThat(cli.writes()).isEmpty();
    assertThat(incident.path("state").asText()).isIn("notified", "diagnosed");
  }

  @Test
  void no_re_run_is_asked_for_where_none_is_allowed() {
    cli.watching("acme/shop")
        .configured(config -> CliHarness.in(config, "remediation").put("max_reruns_per_run", 0));
    workshop.fails(workshop.repository("acme/shop"), Workshop.PASSING);

    assertThat(only(cli.tick()).path("decision").asText()).isEqualTo("notify");

    assertThat(cli.writes()).isEmpty();
    assertThat(cli.alerts()).hasSize(1);
  }

  // ---- fixes --------------------------------------------------------------------------------

  @Test
  @DisplayName("X-113: what a hard rule blocks cannot be approved by anybody, exit 1")
  void a_fix_against_a_hard_rule_is_told_as_critical_and_nobody_can_approve_it() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/deploy");

    JsonNode incident = only(cli.tick());

    assertThat(incident.path("decision").asText()).isEqualTo("blocked");
    assertThat(cli.critical()).singleElement().asString().contains("acme/deploy", "B-PERM");
    assertThat(cli.alerts()).isEmpty();
    assertThat(cli.writes()).isEmpty();
    cli.run("approve", "1").exits(1).complains("hard rule");
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("X-113: a fix of application source is only told and cannot be approved, exit 1")
  void a_fix_of_application_source_is_left_to_its_authors() {
    cli.watching("acme/shop");
    workshop.fails(workshop.repository("acme/shop"), Workshop.GIZMO);
    cli.sandbox()
        .gateway()
        .queue(ModelAnswer.devops("environment", Workshop.GIZMO)
            .edit("src/app.js", "answer = 41", "answer = 42")
            .toString());

    JsonNode incident = only(cli.tick());

    assertThat(incident.path("decision").asText()).isEqualTo("notify");
    assertThat(cli.alerts()).singleElement().asString().contains("source code");
    cli.run("approve", "1").exits(1).complains("asked for no approval");
    assertThat(cli.writes()).isEmpty();
    assertThat(cli.critical()).isEmpty();
    assertThat(cli.approvals()).isEmpty();
  }

  @Test
  void a_fix_in_a_protected_repository_asks_in_the_approvals_channel() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api")
        .configured(config -> config.withArray("protected_repositories").add("ACME/Api"));

    JsonNode incident = only(cli.tick());

    assertThat(incident.path("decision").asText()).isEqualTo("approval");
    assertThat(incident.path("state").asText()).isEqualTo("awaiting_approval");
    assertThat(cli.approvals())
        .singleElement()
        .asString()
        .contains("acme/api", "upload-artifact@v4", "cicd-monitor approve 1-");
    assertThat(cli.alerts()).isEmpty();
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  void a_threshold_of_zero_asks_for_everything() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api").configured(config -> config.put("risk_threshold", 0));

    assertThat(only(cli.tick()).path("decision").asText()).isEqualTo("approval");

    assertThat(cli.writes()).isEmpty();
  }

  @Test
  void a_fix_of_little_risk_becomes_one_commit_in_one_pull_request() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api");

    JsonNode incident = only(cli.tick());

    SandboxRepository api = cli.sandbox().github().repository("acme/api");
    SandboxPull pull = api.pulls().get(0);
    String signature = incident.path("signature").asText();
    assertThat(api.pulls()).hasSize(1);
    assertThat(pull.branch()).isEqualTo("cicd-monitor/fix-" + signature.substring(0, 12));
    assertThat(pull.base()).isEqualTo("main");
    assertThat(pull.labels()).containsExactly("cicd-monitor");
    assertThat(pull.isDraft()).isFalse();
    assertThat(pull.body()).contains(signature, "upload-artifact");
    assertThat(api.commitsBetween("main", pull.branch())).hasSize(1);
    assertThat(api.files(pull.branch()).get(Workshop.WORKFLOW))
        .isEqualTo(api.files("main")
            .get(Workshop.WORKFLOW)
            .replace("upload-artifact@v3", "upload-artifact@v4"));
    assertThat(api.files(pull.branch()).keySet()).isEqualTo(api.files("main").keySet());
    assertThat(incident.path("pull_request").path("number").asInt()).isEqualTo(pull.number());
    assertThat(cli.alerts()).singleElement().asString().contains("/pull/" + pull.number());
    assertThat(cli.critical()).isEmpty();
    assertThat(cli.approvals()).isEmpty();
  }

  @Test
  void without_a_fix_people_hear_what_to_do() {
    cli.watching("acme/shop");
    workshop.fails(workshop.repository("acme/shop"), Workshop.GIZMO);
    cli.sandbox()
        .gateway()
        .queue(ModelAnswer.devops("environment", Workshop.GIZMO)
            .command("gizmo", "upgrade")
            .toString());

    JsonNode incident = only(cli.tick());

    assertThat(incident.path("decision").asText()).isEqualTo("notify");
    assertThat(incident.path("analyzer").asText()).isEqualTo("llm");
    assertThat(cli.alerts()).singleElement().asString().contains("gizmo upgrade", "not run");
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  void an_edit_that_does_not_apply_is_asked_for_once_more_and_then_told() {
    cli.watching("acme/shop");
    workshop.fails(workshop.repository("acme/shop"), Workshop.GIZMO);
    String answer = ModelAnswer.devops("environment", Workshop.GIZMO)
        .edit("gizmo.toml", "gizmo = 5", "gizmo = 3")
        .toString();
    cli.sandbox().gateway().queue(answer, answer);

    JsonNode incident = only(cli.tick());

    assertThat(cli.modelCalls()).isEqualTo(2);
    assertThat(incident.path("decision").asText()).isEqualTo("notify");
    assertThat(incident.path("analyzer_note").asText()).contains("did not apply");
    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.writes()).isEmpty();
  }
}
