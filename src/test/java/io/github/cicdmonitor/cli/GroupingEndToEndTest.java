package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One fault is one incident, and its story is told to the end. */
@ExtendWith(CliExtension.class)
class GroupingEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
    SmallWorld.build(cli.sandbox());
  }

  /** The pull request of acme/api, opened by the first tick. */
  private SandboxPull pullOfApi() {
    cli.watching("acme/api");
    cli.tick();
    SandboxPull pull = cli.sandbox().github().repository("acme/api").pulls().get(0);
    cli.clock().advance(Duration.ofMinutes(5));
    return pull;
  }

  private String state() {
    return cli.incident(1).path("state").asText();
  }

  @Test
  void two_failures_of_one_fault_are_one_incident_and_one_message() {
    SandboxRepository shop = workshop.repository("acme/gizmos");
    cli.watching("acme/gizmos");
    workshop.fails(shop, Duration.ofMinutes(40), Workshop.GIZMO);
    workshop.fails(shop, Duration.ofMinutes(10), Workshop.GIZMO);
    cli.sandbox()
        .gateway()
        .queue(ModelAnswer.devops("environment", Workshop.GIZMO).toString());

    JsonNode analyzed = cli.tick();

    assertThat(analyzed.path("incidents")).hasSize(1);
    assertThat(analyzed.path("incidents").get(0).path("occurrences").asInt()).isEqualTo(2);
    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.modelCalls()).isEqualTo(1);
    workshop.fails(shop, Duration.ofMinutes(1), Workshop.GIZMO);
    cli.tick();
    assertThat(cli.incident(1).path("occurrences").asInt()).isEqualTo(3);
    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.modelCalls()).isEqualTo(1);
  }

  @Test
  @DisplayName("X-068: a pull request closed by a person is a no, also for a later incident")
  void a_pull_request_closed_by_a_person_is_a_no() {
    SandboxRepository shop = workshop.repository("acme/gizmos");
    cli.watching("acme/gizmos");
    workshop.fails(shop, Workshop.GIZMO);
    cli.sandbox().gateway().model(request -> Optional.of(Workshop.moreTime()));
    cli.tick();
    shop.pulls().get(0).close("dev-ben");

    cli.clock().advance(Duration.ofMinutes(20));
    cli.tick();
    assertThat(state()).isEqualTo("closed");
    workshop.fails(shop, Workshop.GIZMO);
    cli.tick();
    cli.clock().advance(Duration.ofMinutes(20));
    workshop.run(shop, Duration.ofMinutes(1)).finish("success");
    cli.tick();
    cli.clock().advance(Duration.ofMinutes(20));
    workshop.fails(shop, Workshop.GIZMO);
    JsonNode later = cli.tick();

    assertThat(shop.pulls()).hasSize(1);
    assertThat(later.path("incidents").get(0).path("decision").asText()).isEqualTo("notify");
    assertThat(cli.alerts()).last().asString().contains("closed without merging");
  }

  @Test
  void red_checks_of_a_fix_are_told_once_and_it_is_not_tried_again() {
    SandboxPull pull = pullOfApi();
    SandboxRun checks = pull.repository().run("CI").path(Workshop.WORKFLOW).forPull(pull);
    checks.job("build").failsAt("Run npm ci").log("no\n");
    checks.finish("failure");
    int before = cli.alerts().size();

    cli.tick();
    cli.tick();

    assertThat(state()).isEqualTo("fix_failed");
    assertThat(cli.alerts()).hasSize(before + 1).last().asString().contains("checks");
    assertThat(cli.sandbox().github().pulls()).hasSize(1);
    JsonNode report = cli.run("report", "--format", "json").exits(0).json();
    assertThat(report.path("pull_requests").path("fix_failed").asInt()).isEqualTo(1);
    assertThat(report.path("failures").path("total").asInt()).isEqualTo(1);
  }

  @Test
  void a_merged_fix_is_resolved_once_the_branch_is_green() {
    SandboxPull pull = pullOfApi();
    pull.merge("dev-ben");

    cli.tick();
    assertThat(state()).isEqualTo("merged");
    cli.clock().advance(Duration.ofMinutes(5));
    pull.repository().run("CI").path(Workshop.WORKFLOW).finish("success");
    cli.tick();

    assertThat(state()).isEqualTo("resolved");
  }

  @Test
  void a_merged_fix_that_does_not_help_has_failed_and_the_next_one_is_told_apart() {
    SandboxRepository shop = workshop.repository("acme/gizmos");
    cli.watching("acme/gizmos");
    workshop.fails(shop, Workshop.GIZMO);
    cli.sandbox().gateway().model(request -> Optional.of(Workshop.moreTime()));
    cli.tick();
    SandboxPull pull = shop.pulls().get(0);
    pull.merge("dev-ben");
    cli.clock().advance(Duration.ofMinutes(2));
    // The run of the merge begins before anybody here has noticed the merge.
    workshop.fails(shop, Duration.ofMinutes(1), Workshop.GIZMO);
    cli.clock().advance(Duration.ofMinutes(5));

    cli.tick();

    assertThat(state()).isEqualTo("fix_failed");
    assertThat(cli.incident(2).path("state").asText()).isNotEqualTo("new");
    assertThat(shop.pulls().stream().skip(1).map(SandboxPull::branch))
        .allMatch(branch -> branch.equals(pull.branch() + "-2"));
  }

  @Test
  void a_message_that_slack_refuses_does_not_hold_back_its_channel() {
    SandboxRepository shop = workshop.repository("acme/gizmos");
    SandboxRepository other = workshop.repository("acme/widgets");
    cli.watching("acme/gizmos", "acme/widgets");
    workshop.fails(shop, "error: gizmo 17 is broken beyond repair");
    workshop.fails(other, "error: the widget press has no more steel");
    cli.sandbox()
        .slack()
        .faults()
        .once(
            "POST /api/chat.postMessage",
            Fault.answer(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"ok\":false,\"error\":\"invalid_arguments\"}"));

    cli.run("scan").exits(0);
    cli.run("analyze", "--offline").exits(1);
    cli.run("analyze", "--offline").exits(0);

    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  void a_branch_that_recovers_by_other_means_withdraws_the_pull_request() {
    SandboxPull pull = pullOfApi();
    pull.repository().run("CI").path(Workshop.WORKFLOW).finish("success");

    cli.tick();
    cli.tick();

    assertThat(pull.isOpen()).isFalse();
    assertThat(pull.isMerged()).isFalse();
    assertThat(pull.comments()).hasSize(1);
    assertThat(pull.repository().branches()).doesNotContain(pull.branch());
    assertThat(state()).isEqualTo("resolved");
  }

  @Test
  void a_recovery_seen_before_the_failure_is_analysed_anew_withdraws_the_pull_request_too() {
    cli.without("SLACK_BOT_TOKEN"); // what is printed begins no story that could be gone on with
    SandboxPull pull = pullOfApi();
    pull.repository().run("CI").path(Workshop.WORKFLOW).finish("success");
    cli.run("scan").exits(0);

    cli.run("analyze", "--id", "1").exits(0);

    assertThat(pull.isOpen()).isFalse();
    assertThat(pull.repository().branches()).doesNotContain(pull.branch());
    assertThat(state()).isEqualTo("resolved");
  }

  @Test
  void a_branch_that_a_person_pushed_to_is_left_alone() {
    SandboxPull pull = pullOfApi();
    pull.repository().commitAs("dev-ben", pull.branch(), "My turn", Map.of("NOTES", "mine\n"));
    cli.tick();
    assertThat(state()).isEqualTo("handed_over");
    int writes = cli.writes().size();
    cli.clock().advance(Duration.ofMinutes(5));
    pull.repository().run("CI").path(Workshop.WORKFLOW).finish("success");

    cli.tick();

    assertThat(pull.isOpen()).isTrue();
    assertThat(pull.repository().branches()).contains(pull.branch());
    assertThat(cli.writes()).hasSize(writes);
  }
}
