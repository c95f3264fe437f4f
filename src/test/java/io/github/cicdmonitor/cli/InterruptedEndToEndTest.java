package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SmallWorld;
import io.github.cicdmonitor.store.WriterLock;
import io.github.cicdmonitor.store.WriterTurn;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lost replies, lost state, two at once: everything is done once, nothing is lost. */
@ExtendWith(CliExtension.class)
class InterruptedEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
    SmallWorld.build(cli.sandbox());
  }

  private SandboxRepository api() {
    return cli.sandbox().github().repository("acme/api");
  }

  @Test
  void a_pull_request_whose_reply_was_lost_is_adopted() {
    cli.watching("acme/api");
    cli.sandbox().github().faults().once("POST /repos/acme/api/pulls", Fault.dropAfterProcessing());
    cli.run("scan").exits(0);
    cli.run("analyze");
    assertThat(api().pulls()).hasSize(1);
    cli.clock().advance(Duration.ofMinutes(5));

    cli.run("analyze").exits(0);
    cli.run("analyze").exits(0);

    SandboxPull pull = api().pulls().get(0);
    assertThat(api().pulls()).hasSize(1);
    assertThat(api().commitsBetween("main", pull.branch())).hasSize(1);
    assertThat(cli.incident(1).path("pull_request").path("number").asInt())
        .isEqualTo(pull.number());
    assertThat(cli.alerts()).singleElement().asString().contains("/pull/" + pull.number());
    assertThat(pull.labels()).containsExactly("cicd-monitor");
  }

  @Test
  void a_branch_made_before_the_crash_is_used() {
    cli.watching("acme/api");
    cli.sandbox()
        .github()
        .faults()
        .once("POST /repos/acme/api/git/refs", Fault.dropAfterProcessing());
    cli.run("scan").exits(0);
    cli.run("analyze");
    cli.clock().advance(Duration.ofMinutes(5));

    cli.run("analyze").exits(0);

    assertThat(api().pulls()).hasSize(1);
    assertThat(api().commitsBetween("main", api().pulls().get(0).branch())).hasSize(1);
    assertThat(api().branches()).hasSize(2);
  }

  @Test
  @DisplayName("X-125, R-03: a message whose reply was lost is looked for, not sent again")
  void a_message_whose_reply_was_lost_is_found_in_the_channel_and_not_sent_again() {
    cli.watching("acme/core");
    cli.sandbox().slack().faults().once("POST /api/chat.postMessage", Fault.dropAfterProcessing());
    cli.run("scan").exits(0);
    cli.run("analyze");
    assertThat(cli.alerts()).hasSize(1);

    cli.clock().advance(Duration.ofMinutes(2));
    cli.run("analyze").exits(0);
    cli.clock().advance(Duration.ofMinutes(2));
    cli.run("analyze").exits(0);

    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.sandbox().ledger().like("POST /api/chat.postMessage")).hasSize(1);
  }

  @Test
  void a_message_that_never_arrived_is_sent_again() {
    cli.watching("acme/core");
    cli.sandbox().slack().faults().once("POST /api/chat.postMessage", Fault.dropBeforeProcessing());
    cli.run("scan").exits(0);
    cli.run("analyze");
    assertThat(cli.alerts()).isEmpty();

    for (int i = 0; i < 4; i++) {
      cli.clock().advance(Duration.ofMinutes(2));
      cli.run("analyze");
    }

    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  @DisplayName("X-122: without the history scope a message of unknown fate is not repeated, exit 1")
  void a_message_of_unknown_fate_is_not_repeated_where_history_cannot_be_read() {
    cli.watching("acme/core");
    cli.sandbox().slack().refuse("channels:history");
    cli.sandbox().slack().faults().once("POST /api/chat.postMessage", Fault.dropAfterProcessing());
    cli.run("scan").exits(0);
    cli.run("analyze");

    for (int i = 0; i < 4; i++) {
      cli.clock().advance(Duration.ofMinutes(5));
      cli.run("analyze");
    }

    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  void a_re_run_whose_reply_was_lost_is_not_asked_for_again() {
    cli.watching("acme/gizmos");
    SandboxRun run = workshop.fails(workshop.repository("acme/gizmos"), Workshop.PASSING);
    cli.sandbox()
        .github()
        .faults()
        .once(
            "POST /repos/acme/gizmos/actions/runs/*/rerun-failed-jobs",
            Fault.dropAfterProcessing());
    cli.run("scan").exits(0);
    cli.run("analyze");
    cli.clock().advance(Duration.ofMinutes(2));
    cli.run("analyze").exits(0);
    cli.clock().advance(Duration.ofMinutes(2));
    run.finishAt("success", cli.clock().instant());
    cli.clock().advance(Duration.ofMinutes(2));
    cli.tick();

    assertThat(run.attempts()).hasSize(2);
    assertThat(cli.writes()).hasSize(1);
    assertThat(cli.incident(1).path("state").asText()).isEqualTo("resolved");
    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  void a_lost_state_file_does_not_double_a_pull_request() throws IOException {
    cli.watching("acme/api");
    cli.tick();
    cli.loseTheState();
    cli.clock().advance(Duration.ofMinutes(10));

    JsonNode analyzed = cli.tick();

    assertThat(api().pulls()).hasSize(1);
    assertThat(api().branches()).hasSize(2);
    JsonNode incident = analyzed.path("incidents").get(0);
    assertThat(incident.path("state").asText()).isEqualTo("pull_request_open");
    assertThat(incident.path("pull_request").path("number").asInt())
        .isEqualTo(api().pulls().get(0).number());
    assertThat(cli.run("report", "--verify").exits(0).out()).isNotEmpty();
  }

  @Test
  @DisplayName("X-118: scan, analyze and approve wait 10 seconds for another run, then exit 5")
  void a_second_run_on_the_same_state_ends_with_the_pid_of_the_first() {
    cli.watching("acme/api");
    cli.run("scan").exits(0);
    WriterLock lock = WriterLock.take(
        cli.stateFile(), new WriterTurn("scan", Duration.ZERO, wait -> {}), cli.clock());
    try {
      String pid = Long.toString(ProcessHandle.current().pid());
      cli.sandbox().ledger().clear();

      cli.run("scan").exits(5).complains(pid);
      cli.run("analyze").exits(5).complains(pid);
      cli.run("approve", "1").exits(5).complains(pid);
      cli.run("report").exits(0);

      assertThat(cli.sandbox().ledger().entries()).isEmpty();
      assertThat(cli.slept()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    } finally {
      lock.close();
    }
    cli.run("scan").exits(0);
  }

  @Test
  void slack_down_loses_no_message() {
    cli.watching("acme/core");
    cli.sandbox().slack().faults().always("POST /api/**", Fault.status(503, "down"));
    cli.run("scan").exits(0);
    assertThat(cli.run("analyze").code()).isIn(1, 4);
    cli.sandbox().slack().faults().clear();
    for (int i = 0; i < 3; i++) {
      cli.clock().advance(Duration.ofMinutes(5));
      cli.run("analyze");
    }

    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  void logs_that_cannot_be_read_now_are_read_next_time() {
    cli.watching("acme/core");
    cli.run("scan").exits(0);
    cli.sandbox().github().blobFaults().always("GET /logs/**", Fault.status(500, "down"));
    assertThat(cli.run("analyze").code()).isIn(1, 4);
    assertThat(cli.alerts()).isEmpty();
    cli.sandbox().github().blobFaults().clear();

    cli.run("analyze").exits(0);

    assertThat(cli.alerts()).hasSize(1);
  }
}
