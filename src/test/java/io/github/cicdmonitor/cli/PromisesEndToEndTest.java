package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.Faults;
import io.github.cicdmonitor.sandbox.Ledger;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds after any fault (safety §3.2), as far as acting is concerned and no process has to die
 * for it; those that do are in the package {@code crash}.
 */
@ExtendWith(CliExtension.class)
class PromisesEndToEndTest {
  private static final String PULLS = "POST /repos/*/*/pulls";

  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
    SmallWorld.build(cli.sandbox());
  }

  @Test
  void a_reply_of_unknown_fate_is_looked_for_under_its_message_however_old_that_is() {
    cli.watching("acme/api");
    cli.tick();
    cli.clock().advance(Duration.ofHours(5));
    SandboxPull pull = cli.sandbox().github().repository("acme/api").pulls().get(0);
    SandboxRun checks = pull.repository().run("CI").path(Workshop.WORKFLOW).forPull(pull);
    checks.job("build").failsAt("Run npm ci").log("no\n");
    checks.finish("failure");
    cli.run("scan").exits(0);
    cli.sandbox().slack().faults().once("POST /api/chat.postMessage", Fault.dropAfterProcessing());
    assertThat(cli.run("analyze").code()).isIn(1, 4);
    cli.clock().advance(Duration.ofMinutes(5));

    cli.run("analyze").exits(0);

    assertThat(cli.alerts()).hasSize(2);
    assertThat(cli.asked("POST /api/chat.postMessage")).isEqualTo(2);
  }

  @Test
  @DisplayName("R-02: another wording of the fix after a lost state makes no second pull request")
  void another_wording_after_a_lost_state_makes_no_second_pull_request() throws IOException {
    SandboxRepository shop = workshop.repository("acme/gizmos");
    cli.watching("acme/gizmos");
    workshop.fails(shop, Workshop.GIZMO);
    cli.sandbox().gateway().model(request -> Optional.of(Workshop.moreTime()));
    cli.tick();
    assertThat(shop.pulls()).hasSize(1);
    cli.loseTheState();
    cli.sandbox()
        .gateway()
        .model(request -> Optional.of(ModelAnswer.devops("timeout", Workshop.GIZMO)
            .edit(Workshop.WORKFLOW, "timeout-minutes: 10", "timeout-minutes: 15")
            .toString()));
    cli.clock().advance(Duration.ofMinutes(10));

    cli.tick();

    assertThat(shop.pulls()).hasSize(1);
    assertThat(shop.branches()).hasSize(2);
    assertThat(cli.asked(PULLS)).isEqualTo(1);
    assertThat(cli.incident(1).path("state").asText()).isEqualTo("handed_over");
  }

  @Test
  @DisplayName("R-12, X-119: a proposal changed in the state by hand is not applied")
  void a_proposal_changed_by_hand_is_not_applied() throws SQLException {
    cli.watching("acme/api")
        .configured(config -> config.withArray("protected_repositories").add("acme/api"));
    cli.tick();
    cli.changeState("UPDATE proposal SET content = replace(content, 'artifact@v4', 'artifact@v9')");

    cli.run("approve", "1").exits(1).complains("E-DIGEST");

    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("R-12: an effect changed in the state by hand is not carried out")
  void an_effect_changed_by_hand_is_not_carried_out() throws SQLException {
    cli.watching("acme/core");
    cli.sandbox().slack().faults().always("POST /api/**", Fault.status(503, "down"));
    cli.run("scan").exits(0);
    assertThat(cli.run("analyze").code()).isIn(1, 4);
    cli.sandbox().slack().faults().clear();
    cli.changeState(
        "UPDATE effect SET payload = replace(payload, 'core', 'evil') WHERE kind = 'notice'");
    cli.clock().advance(Duration.ofMinutes(5));

    cli.run("analyze").exits(1).complains("changed");

    assertThat(cli.sandbox().slack().texts()).isEmpty();
    cli.run("analyze").exits(0);
  }

  @Test
  @DisplayName("R-18: after a limit GitHub is left alone until its time, then the work goes on")
  void after_a_limit_github_is_left_alone_until_its_time() {
    cli.watching("acme/shop", "acme/api");
    cli.sandbox()
        .github()
        .faults()
        .once("POST /repos/acme/shop/**", Fault.secondaryLimit(Duration.ofMinutes(15)));
    cli.run("scan").exits(0);
    cli.sandbox().ledger().clear();

    assertThat(cli.run("analyze").code()).isIn(1, 4);

    List<String> writes = cli.writes();
    assertThat(writes).filteredOn(w -> w.contains("/shop/")).hasSize(1);
    int last = -1;
    List<Ledger.Entry> entries = cli.sandbox().ledger().entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).toString().contains("rerun-failed-jobs")) {
        last = i;
      }
    }
    assertThat(entries.subList(last + 1, entries.size()))
        .noneMatch(entry -> entry.toString().contains("/repos/"));
    cli.clock().advance(Duration.ofMinutes(16));
    cli.run("analyze").exits(0);
    assertThat(cli.sandbox().github().pulls()).hasSize(1);
    assertThat(cli.sandbox().github().pendingReruns()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5, 0.7, 0.9})
  @DisplayName("R-19: faults at any rate do nothing twice, and end with everything done")
  void faults_at_any_rate_do_nothing_twice(double rate) {
    cli.watching("acme/shop", "acme/api", "acme/core", "acme/deploy");
    Random random = new Random(Double.hashCode(rate));
    for (int tick = 0; tick < 6; tick++) {
      disturb(random, rate);
      cli.run("scan");
      cli.run("analyze");
      nothingTwice();
      cli.clock().advance(Duration.ofMinutes(5));
    }
    faults().forEach(Faults::clear);
    for (int tick = 0; tick < 3; tick++) {
      cli.run("scan").exits(0);
      cli.run("analyze");
      cli.clock().advance(Duration.ofMinutes(5));
    }

    nothingTwice();
    cli.run("analyze").exits(0);
    // Where the model could not be asked, rules alone have answered: less is done, and it is told.
    JsonNode incidents = cli.run("report", "--format", "json").exits(0).json().path("incidents");
    assertThat(incidents.path("total").asInt()).isEqualTo(4);
    assertThat(incidents.path("by_state").path("new").asInt()).isZero();
    assertThat(incidents.path("by_state").path("diagnosed").asInt()).isZero();
    assertThat(cli.sandbox().github().repository("acme/shop").runs().stream()
            .filter(run -> run.attempt().number() == 2))
        .hasSize(1);
    String told = String.join("\n", cli.sandbox().slack().texts());
    assertThat(told).contains("acme/core", "acme/api", "acme/deploy");
    assertThat(cli.run("report", "--verify").exits(0).out()).isNotEmpty();
  }

  private List<Faults> faults() {
    return List.of(
        cli.sandbox().github().faults(),
        cli.sandbox().github().blobFaults(),
        cli.sandbox().slack().faults(),
        cli.sandbox().gateway().faults());
  }

  private void disturb(Random random, double rate) {
    List<String> github = List.of(
        "GET /repos/*/*/actions/runs",
        "GET /repos/*/*/actions/runs/**",
        "GET /repos/*/*/actions/jobs/**",
        "GET /repos/*/*/contents/**",
        "GET /repos/*/*/git/**",
        "GET /repos/*/*/pulls",
        "POST /repos/*/*/git/blobs",
        "POST /repos/*/*/git/trees",
        "POST /repos/*/*/git/commits",
        "POST /repos/*/*/git/refs",
        PULLS,
        "POST /repos/*/*/issues/*/labels",
        "POST /repos/*/*/actions/runs/*/rerun-failed-jobs");
    strike(random, rate, cli.sandbox().github().faults(), github);
    strike(random, rate, cli.sandbox().github().blobFaults(), List.of("GET /logs/**"));
    strike(
        random,
        rate,
        cli.sandbox().slack().faults(),
        List.of("POST /api/chat.postMessage", "POST /api/conversations.**"));
    strike(
        random, rate, cli.sandbox().gateway().faults(), List.of("POST /api/v1/chat/completions"));
  }

  private static void strike(Random random, double rate, Faults faults, List<String> requests) {
    faults.clear();
    for (String request : requests) {
      if (random.nextDouble() < rate) {
        faults.next(1 + random.nextInt(3), request, fault(random));
      }
    }
  }

  private static Fault fault(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Fault.status(502, "<html>bad gateway</html>");
      case 1 -> Fault.dropBeforeProcessing();
      case 2 -> Fault.secondaryLimit(Duration.ofSeconds(90));
      default -> Fault.dropAfterProcessing();
    };
  }

  private void nothingTwice() {
    assertThat(cli.sandbox().github().pulls()).hasSizeLessThanOrEqualTo(1);
    assertThat(cli.sandbox().github().repository("acme/api").branches())
        .hasSizeLessThanOrEqualTo(2);
    assertThat(cli.sandbox().github().repository("acme/shop").runs())
        .allMatch(run -> run.attempt().number() <= 2);
    for (String channel : List.of("ci-cd-alerts", "ci-cd-approvals", "critical-alerts")) {
      List<String> keys = new ArrayList<>();
      cli.sandbox()
          .slack()
          .messages(channel)
          .forEach(m -> keys.add(m.metadata().at("/event_payload/key").asText()));
      assertThat(keys).doesNotHaveDuplicates();
    }
  }

  @Test
  @DisplayName("R-25: two state files on one repository make one pull request and one message")
  void two_state_files_on_one_repository_act_once() {
    cli.watching("acme/api", "acme/core");
    cli.tick();
    int posts = cli.asked("POST /api/chat.postMessage");
    cli.with("DATABASE_URL", "sqlite:///" + cli.folder().resolve("other.db"));

    JsonNode second = cli.tick();

    assertThat(second.path("incidents")).hasSize(2);
    assertThat(second.toString()).contains("pull_request_open");
    assertThat(cli.sandbox().github().pulls()).hasSize(1);
    assertThat(cli.asked(PULLS)).isEqualTo(1);
    assertThat(cli.asked("POST /api/chat.postMessage")).isEqualTo(posts);
  }

  @RepeatedTest(3)
  @DisplayName("R-22: of approvals and rejections at one moment exactly one counts")
  void of_approvals_and_rejections_at_one_moment_one_counts() throws Exception {
    cli.watching("acme/api")
        .configured(config -> config.withArray("protected_repositories").add("acme/api"));
    cli.tick();
    ExecutorService people = Executors.newFixedThreadPool(6);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<CliHarness.Ended>> words = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      boolean yes = i % 2 == 0;
      words.add(people.submit(() -> {
        start.await();
        return yes
            ? cli.runWithConfigAsIs("approve", "1", "--json")
            : cli.runWithConfigAsIs("approve", "1", "--reject", "--json");
      }));
    }

    start.countDown();

    int approved = 0;
    int rejected = 0;
    for (Future<CliHarness.Ended> word : words) {
      CliHarness.Ended ended = word.get();
      assertThat(ended.code()).isIn(0, 1, 5);
      String decision = ended.code() == 0 ? ended.json().path("decision").asText() : "";
      approved += decision.equals("approved") ? 1 : 0;
      rejected += decision.equals("rejected") ? 1 : 0;
    }
    people.shutdown();
    assertThat(approved + rejected).isEqualTo(1);
    assertThat(cli.sandbox().github().pulls()).hasSize(approved);
    assertThat(cli.run("report", "--verify").exits(0).out()).isNotEmpty();
  }

  @Test
  @DisplayName(
      "R-03: a message that a dead run may have sent stays unknown while Slack cannot tell")
  void a_message_a_dead_run_may_have_sent_stays_unknown_while_slack_cannot_tell()
      throws SQLException {
    cli.watching("acme/core");
    cli.sandbox().slack().faults().once("POST /api/chat.postMessage", Fault.dropAfterProcessing());
    cli.run("scan").exits(0);
    cli.run("analyze");
    cli.changeState(
        "UPDATE effect SET state = 'SENDING' WHERE kind = 'notice'"); // as a killed run leaves it
    cli.sandbox().slack().faults().always("POST /api/conversations.**", Fault.status(503, "down"));
    cli.clock().advance(Duration.ofMinutes(5));
    assertThat(cli.run("analyze").code()).isIn(1, 4);
    cli.sandbox().slack().faults().clear();
    cli.sandbox().slack().refuse("channels:history");

    for (int i = 0; i < 3; i++) {
      cli.clock().advance(Duration.ofMinutes(5));
      cli.run("analyze");
    }

    assertThat(cli.alerts()).hasSize(1);
    assertThat(cli.asked("POST /api/chat.postMessage")).isEqualTo(1);
  }

  @Test
  @DisplayName("X-121: a channel problem is told once a run with what to do, and heals")
  void a_channel_problem_is_told_once_and_heals() {
    cli.watching("acme/core", "acme/tools");
    cli.sandbox()
        .slack()
        .faults()
        .next(
            1,
            "POST /api/chat.postMessage",
            Fault.answer(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"ok\":false,\"error\":\"not_in_channel\"}"));
    cli.run("scan").exits(0);

    CliHarness.Ended ended = cli.run("analyze").exits(1);

    assertThat(ended.err().lines().filter(line -> line.contains("/invite"))).hasSize(1);
    assertThat(cli.alerts()).isEmpty();
    cli.clock().advance(Duration.ofMinutes(5));
    cli.run("analyze").exits(0);
    assertThat(cli.alerts()).hasSize(2);
  }

  @Test
  @DisplayName("X-120: a revoked Slack token ends with 3, and requests can be decided all the same")
  void a_revoked_slack_token_leaves_approvals_to_the_command_line() {
    cli.watching("acme/api")
        .configured(config -> config.withArray("protected_repositories").add("acme/api"));
    cli.run("scan").exits(0);
    cli.sandbox().slack().revoke(io.github.cicdmonitor.sandbox.Sandbox.SLACK_BOT_TOKEN);

    cli.run("analyze").exits(3).complains("SLACK_BOT_TOKEN");

    assertThat(cli.run("approve", "--json").exits(0).json().path("approvals")).hasSize(1);
    cli.run("approve", "1").exits(0);
    assertThat(cli.sandbox().github().pulls()).hasSize(1);
  }

  @Test
  @DisplayName("X-127: without Slack a request waits in report, and nothing is approved by itself")
  void without_slack_a_request_waits() {
    cli.watching("acme/api")
        .without("SLACK_BOT_TOKEN")
        .configured(config -> config.withArray("protected_repositories").add("acme/api"));
    cli.run("scan").exits(0);

    cli.run("analyze").exits(0).prints("approval wanted (1-");

    cli.run("report").exits(0).prints("Waiting for approval", "1-", "acme/api");
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("X-123: messages that Slack's limit holds back are sent later, each once")
  void messages_that_a_limit_holds_back_are_sent_later() {
    cli.watching("acme/core", "acme/tools");
    cli.sandbox()
        .slack()
        .faults()
        .next(3, "POST /api/chat.postMessage", Fault.tooManyRequests(Duration.ofMinutes(2)));
    cli.run("scan").exits(0);
    assertThat(cli.run("analyze").code()).isIn(1, 4);
    cli.sandbox().slack().faults().clear();
    cli.clock().advance(Duration.ofMinutes(5));

    cli.run("analyze").exits(0);

    assertThat(cli.alerts()).hasSize(2);
  }
}
