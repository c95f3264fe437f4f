package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When failed jobs are run again, how often, and what is said of it. */
@ExtendWith(CliExtension.class)
class RerunEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;
  private SandboxRepository shop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/shop");
    workshop = new Workshop(cli);
    shop = workshop.repository("acme/shop");
  }

  private void allow(int reruns) {
    cli.configured(
        config -> CliHarness.in(config, "remediation").put("max_reruns_per_run", reruns));
  }

  private void failsAgain(SandboxRun run) {
    cli.clock().advance(Duration.ofMinutes(2));
    run.attempt().job("build").failsAt("Run make all").log(workshop.log(Workshop.PASSING));
    run.finishAt("failure", cli.clock().instant());
    cli.clock().advance(Duration.ofMinutes(5));
  }

  private String state() {
    return cli.incident(1).path("state").asText();
  }

  @Test
  void a_run_whose_branch_has_moved_on_is_told_and_not_re_run() {
    workshop.fails(shop, Workshop.PASSING);
    cli.run("scan").exits(0);
    shop.commitAs("dev-ben", "main", "Go on", Map.of("README.md", "# shop\n\nMore.\n"));

    cli.run("analyze").exits(0);

    assertThat(cli.writes()).isEmpty();
    assertThat(state()).isEqualTo("notified");
    assertThat(cli.alerts()).singleElement().asString().contains("the branch has moved on");
  }

  @Test
  void a_branch_that_moves_on_while_the_re_run_waits_stops_it() {
    workshop.fails(shop, Workshop.PASSING);
    cli.run("scan").exits(0);
    cli.sandbox()
        .github()
        .faults()
        .once(
            "POST /repos/acme/shop/actions/runs/*/rerun-failed-jobs",
            io.github.cicdmonitor.sandbox.Fault.secondaryLimit(Duration.ofMinutes(10)));
    cli.run("analyze");
    assertThat(state()).isEqualTo("rerun_requested");
    shop.commitAs("dev-ben", "main", "Go on", Map.of("README.md", "# shop\n\nMore.\n"));
    cli.clock().advance(Duration.ofMinutes(15));

    cli.run("analyze").exits(0);

    assertThat(cli.writes()).hasSize(1); // the one that was limited
    assertThat(state()).isEqualTo("notified");
    assertThat(cli.alerts()).singleElement().asString().contains("the branch has moved on");
  }

  @Test
  void a_run_of_a_tag_has_no_branch_that_could_move() {
    cli.configured(config -> ((com.fasterxml.jackson.databind.node.ObjectNode)
            config.path("repositories").get(0))
        .put("branch", "*"));
    SandboxRun run = workshop.run(shop, Duration.ofMinutes(10));
    shop.commitAs("dev-ben", "v1", "A tag in all but its kind", Map.of("x", "x"));
    run.branch("v1");
    cli.sandbox()
        .github()
        .faults()
        .always(
            "GET /repos/acme/shop/git/ref/heads/v1",
            io.github.cicdmonitor.sandbox.Fault.status(404, "{\"message\":\"Not Found\"}"));
    run.job("build").failsAt("Run make all").log(workshop.log(Workshop.PASSING));
    run.finish("failure");

    cli.tick();

    assertThat(cli.writes()).singleElement().asString().contains("rerun-failed-jobs");
  }

  @Test
  void several_failures_of_one_run_ask_once_how_it_stands_and_once_more_before_the_re_run() {
    SandboxRun run = workshop.run(shop, Duration.ofMinutes(10));
    for (String job : List.of("build", "docs", "lint")) {
      run.job(job).failsAt("Run make all").log(workshop.log(Workshop.PASSING));
    }
    run.finish("failure");
    String asking = "GET /repos/acme/shop/actions/runs/" + run.id();

    cli.tick();

    assertThat(cli.incident(3).path("state").asText()).isEqualTo("rerun_requested");
    assertThat(cli.writes()).hasSize(1);
    assertThat(cli.asked(asking)).isEqualTo(2);
    cli.run("scan").exits(0);
    assertThat(cli.asked(asking)).isEqualTo(3);
  }

  @Test
  void as_many_re_runs_as_allowed_are_asked_for_and_the_end_is_told_once() {
    allow(2);
    SandboxRun run = workshop.fails(shop, Workshop.PASSING);
    cli.tick();
    assertThat(cli.writes()).hasSize(1);
    failsAgain(run);

    cli.tick();

    assertThat(cli.writes()).hasSize(2);
    assertThat(state()).isEqualTo("rerun_requested");
    assertThat(cli.alerts()).isEmpty();
    failsAgain(run);
    cli.tick();
    cli.tick();

    assertThat(cli.writes()).hasSize(2);
    assertThat(run.attempts()).hasSize(3);
    assertThat(state()).isEqualTo("notified");
    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("Re-run 2 times; it failed again.");
  }

  @Test
  void where_a_re_run_did_not_help_before_none_is_asked_for() {
    SandboxRun run = workshop.fails(shop, Workshop.PASSING);
    cli.tick();
    failsAgain(run);
    cli.tick();
    assertThat(cli.writes()).hasSize(1);
    assertThat(state()).isEqualTo("notified");
    cli.clock().advance(Duration.ofDays(15));
    workshop.fails(shop, Workshop.PASSING);

    cli.tick();

    assertThat(cli.writes()).hasSize(1);
    assertThat(cli.incident(2).path("transient").asBoolean(true)).isFalse();
    assertThat(cli.alerts()).last().asString().contains("failed again in 1 of 1 re-run");
  }

  @Test
  void a_re_run_that_did_not_help_long_ago_is_no_longer_held_against_it() {
    SandboxRun run = workshop.fails(shop, Workshop.PASSING);
    cli.tick();
    failsAgain(run);
    cli.tick();
    cli.clock().advance(Duration.ofDays(31));
    workshop.fails(shop, Workshop.PASSING);

    cli.tick();

    assertThat(cli.writes()).hasSize(2);
    assertThat(cli.incident(2).path("transient").asBoolean(false)).isTrue();
  }

  @Test
  void the_second_re_run_may_recover_it() {
    allow(3);
    SandboxRun run = workshop.fails(shop, Workshop.PASSING);
    cli.tick();
    failsAgain(run);
    cli.tick();
    run.finishAt("success", cli.clock().instant());
    cli.clock().advance(Duration.ofMinutes(5));

    cli.tick();

    assertThat(state()).isEqualTo("resolved");
    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("Passed when its failed jobs were re-run")
        .doesNotContainIgnoringCase("flaky");
    assertThat(cli.writes()).hasSize(2);
  }

  @Test
  @DisplayName(
      "another failure at the second attempt is another incident, and no re-run is lost on it")
  void a_re_run_that_fails_in_another_way_is_another_incident() {
    allow(2);
    SandboxRun run = workshop.fails(shop, Workshop.PASSING);
    cli.tick();
    cli.clock().advance(Duration.ofMinutes(2));
    run.attempt().job("build").failsAt("Run make all").log(workshop.log(Workshop.GIZMO));
    run.finishAt("failure", cli.clock().instant());
    cli.sandbox()
        .gateway()
        .queue(ModelAnswer.devops("environment", Workshop.GIZMO).toString());
    cli.clock().advance(Duration.ofMinutes(5));

    cli.tick();

    assertThat(cli.writes()).hasSize(1);
    assertThat(state()).isEqualTo("notified");
    assertThat(cli.incident(2).path("state").asText()).isEqualTo("notified");
    assertThat(cli.alerts()).hasSize(2);
  }

  // ---- after the state was lost ---------------------------------------------------------------

  private SandboxRun rerun() {
    SandboxRun run = workshop.fails(shop, Workshop.PASSING);
    cli.tick();
    assertThat(cli.writes()).hasSize(1);
    cli.clock().advance(Duration.ofMinutes(2));
    return run;
  }

  private void passes(SandboxRun run) {
    run.finishAt("success", cli.clock().instant());
    cli.clock().advance(Duration.ofMinutes(5));
  }

  private void aLaterRunPasses() {
    workshop.run(shop, Duration.ofMinutes(1)).finish("success");
  }

  private void isToldOnce() {
    assertThat(cli.writes()).hasSize(1);
    assertThat(state()).isEqualTo("resolved");
    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("✅ acme/shop", "Passed when its failed jobs were re-run");
    cli.tick();
    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  @DisplayName(
      "R-13: a re-run that was going on when the state was lost is told when it has passed")
  void a_re_run_of_a_lost_state_is_told_when_it_has_passed() throws IOException {
    SandboxRun run = rerun();
    cli.loseTheState();
    cli.tick();
    assertThat(state()).isEqualTo("diagnosed");
    assertThat(cli.alerts()).isEmpty();
    passes(run);

    cli.tick();

    isToldOnce();
  }

  @Test
  @DisplayName("R-13: a re-run that passed unseen before the state was lost is told as passed")
  void a_re_run_that_passed_before_the_state_was_lost_is_told() throws IOException {
    SandboxRun run = rerun();
    cli.loseTheState();
    passes(run);

    cli.tick();

    isToldOnce();
  }

  @Test
  @DisplayName("R-13: what was told of a re-run is not told again after the state was lost")
  void what_was_told_of_a_re_run_is_not_told_again() throws IOException {
    SandboxRun run = rerun();
    passes(run);
    cli.tick();
    assertThat(cli.alerts()).hasSize(1);
    cli.loseTheState();
    cli.clock().advance(Duration.ofMinutes(5));

    cli.tick();

    isToldOnce();
  }

  @Test
  @DisplayName(
      "R-13: a re-run of a lost state that fails again is told once and not asked for again")
  void a_re_run_of_a_lost_state_that_fails_again_is_told_once() throws IOException {
    SandboxRun run = rerun();
    cli.loseTheState();
    cli.tick();
    failsAgain(run);

    cli.tick();
    cli.tick();

    assertThat(cli.writes()).hasSize(1);
    assertThat(cli.alerts()).singleElement().asString().contains("Re-run once; it failed again.");
  }

  @Test
  void a_success_of_another_run_is_no_recovery_of_this_one() {
    workshop.fails(shop, Workshop.PASSING);
    workshop.run(shop, Duration.ofMinutes(3)).finish("success");

    cli.tick();

    assertThat(cli.writes()).isEmpty();
    assertThat(state()).isEqualTo("resolved");
    assertThat(cli.alerts()).singleElement().asString().contains("has passed again since");
  }

  @Test
  @DisplayName("R-13: what was told of a re-run is not told again, also when the branch went on")
  void what_was_told_of_a_re_run_is_not_told_again_after_a_later_run() throws IOException {
    SandboxRun run = rerun();
    passes(run);
    cli.tick();
    aLaterRunPasses();
    cli.tick();
    cli.loseTheState();
    cli.clock().advance(Duration.ofMinutes(5));

    cli.tick();

    isToldOnce();
  }

  @Test
  void a_re_run_is_told_as_passed_though_a_later_run_is_seen_with_it() throws IOException {
    SandboxRun run = rerun();
    cli.loseTheState();
    cli.tick();
    run.finishAt("success", cli.clock().instant());
    cli.clock().advance(Duration.ofMinutes(5));
    aLaterRunPasses();

    cli.tick();

    isToldOnce();
  }

  @Test
  void what_waited_for_a_re_run_is_told_when_a_later_run_passes_first() throws IOException {
    rerun();
    cli.loseTheState();
    cli.tick();
    aLaterRunPasses();

    cli.tick();

    assertThat(state()).isEqualTo("resolved");
    assertThat(cli.alerts()).singleElement().asString().contains("has passed again since");
  }

  @Test
  @DisplayName("K14: killed before the diagnosis, a failure that recovers meanwhile is told still")
  void a_failure_without_a_diagnosis_that_recovers_is_told() throws IOException {
    SandboxRun run = rerun();
    cli.loseTheState();
    cli.tick();
    cli.changeState("UPDATE incident SET state = 'new'");
    cli.changeState("DELETE FROM diagnosis");
    passes(run);

    cli.tick();

    isToldOnce();
  }

  @Test
  void a_re_run_that_a_later_run_overtakes_is_told_once() {
    SandboxRun run = rerun();
    aLaterRunPasses();
    cli.tick();
    assertThat(state()).isEqualTo("resolved");
    assertThat(cli.alerts()).singleElement().asString().contains("✅", "passed again since");
    passes(run);

    cli.tick();

    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  void a_re_run_that_passes_with_a_later_run_is_told_as_passed() {
    SandboxRun run = rerun();
    run.finishAt("success", cli.clock().instant());
    aLaterRunPasses();
    cli.clock().advance(Duration.ofMinutes(5));

    cli.tick();

    isToldOnce();
  }

  @Test
  void another_branch_that_is_still_red_is_not_said_to_pass() {
    cli.without("OPENROUTER_API_KEY");
    cli.configured(config -> ((com.fasterxml.jackson.databind.node.ObjectNode)
            config.path("repositories").get(0))
        .put("branch", "*"));
    shop.commit("one", "Begin", Map.of("one", "1\n"));
    shop.commit("two", "Begin", Map.of("two", "2\n"));
    String lint = "error: no-such-door is not allowed  no-doors";
    workshop.fails(shop, lint).branch("one");
    workshop.fails(shop, Duration.ofMinutes(9), lint).branch("two");
    workshop.run(shop, Duration.ofMinutes(3)).branch("one").finish("success");
    cli.tick();
    assertThat(cli.incident(1).path("occurrences").asInt()).isEqualTo(2);
    assertThat(state()).isEqualTo("notified");
    assertThat(cli.alerts()).singleElement().asString().doesNotContain("passed again");

    cli.clock().advance(Duration.ofMinutes(5));
    workshop.run(shop, Duration.ofMinutes(1)).branch("two").finish("success");
    cli.tick();

    assertThat(state()).isEqualTo("resolved");
  }

  @Test
  void a_second_attempt_that_fails_unseen_before_the_third_passes_is_one_story() {
    SandboxRun run = rerun();
    failsAgain(run);
    run.rerun("dev-ben");
    cli.clock().advance(Duration.ofMinutes(2));
    passes(run);

    cli.tick();

    assertThat(cli.alerts()).singleElement().asString().contains("Passed when its failed jobs");
    cli.tick();
    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.run("report", "--format", "json")
            .exits(0)
            .json()
            .at("/incidents/open")
            .asInt())
        .isZero();
  }
}
