package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SlackMessage;
import io.github.cicdmonitor.sandbox.SmallWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may decide where identity is required, and under which policy a word counts. */
@ExtendWith(CliExtension.class)
class EntitlementEndToEndTest {
  private static final String ANNA = "U0ANNA0001";
  private static final String BEN = "U0BEN00001";
  private static final String APPROVER_TOKEN = "ghp_" + "Appr0verAppr0verAppr0verAppr0ver00Zz";

  private CliHarness cli;
  private SandboxRepository api;

  /** A fix of a commit of dev-anna's waits. */
  @BeforeEach
  void aFixWaits(CliHarness fresh) {
    cli = fresh.watching("acme/api");
    SmallWorld.build(cli.sandbox());
    api = cli.sandbox().github().repository("acme/api");
    cli.configured(config -> {
      config.withArray("protected_repositories").add("acme/api");
      CliHarness.in(config, "approvers")
          .put("require_identity", true)
          .withArray("github_logins")
          .add("dora")
          .add(Sandbox.BOT_LOGIN);
      CliHarness.in(config, "approvers").withArray("slack_user_ids").add(ANNA).add(BEN);
      CliHarness.in(config, "mentions").put("Dev-Anna", ANNA).put("dev-ben", BEN);
    });
    cli.tick();
  }

  private String state() {
    return cli.incident(1).path("state").asText();
  }

  private SlackMessage request() {
    return cli.sandbox().slack().messages("ci-cd-approvals").get(0);
  }

  private void approvingAs(String login) {
    cli.sandbox().github().accept(APPROVER_TOKEN, login);
    cli.with("CICD_MONITOR_APPROVER_TOKEN", APPROVER_TOKEN);
  }

  private String audit() {
    return cli.run("report", "--audit", "--json").exits(0).out();
  }

  @Test
  @DisplayName("X-115: the author's own reaction counts for nothing, and another's beside it does")
  void the_authors_own_reaction_counts_for_nothing() {
    cli.sandbox().slack().react(request(), ANNA, "white_check_mark");
    cli.run("scan").exits(0);

    cli.run("analyze").exits(0).complains("author of the failing commit");

    assertThat(state()).isEqualTo("awaiting_approval");
    assertThat(cli.writes()).isEmpty();
    assertThat(audit()).contains("approval.refused", "slack:" + ANNA);
    cli.sandbox().slack().react(request(), BEN, "white_check_mark");
    cli.tick();
    assertThat(api.pulls()).hasSize(1);
  }

  @Test
  void the_authors_no_does_not_outweigh_anothers_yes() {
    cli.sandbox().slack().react(request(), ANNA, "x");
    cli.tick();
    cli.sandbox().slack().react(request(), BEN, "white_check_mark");

    cli.tick();

    assertThat(api.pulls()).hasSize(1);
  }

  @Test
  @DisplayName("X-115: the account that the program acts as may not approve its own fixes")
  void the_programs_own_account_may_not_approve() {
    approvingAs(Sandbox.BOT_LOGIN);

    cli.run("approve", "1").exits(1).complains("may not approve its own fixes");

    assertThat(cli.writes()).isEmpty();
    assertThat(audit()).contains("approval.refused", "github:" + Sandbox.BOT_LOGIN);
  }

  @Test
  @DisplayName("X-115: an approver without write access is refused, with an audit row")
  void an_approver_without_write_access_is_refused() {
    approvingAs("dora");
    api.permission("push", false);

    cli.run("approve", "1").exits(1).complains("dora may not push to acme/api");

    assertThat(cli.writes()).isEmpty();
    assertThat(audit()).contains("approval.refused", "github:dora");
    cli.sandbox().github().hide(APPROVER_TOKEN, "acme/api");
    api.permission("push", true);
    cli.run("approve", "1").exits(1).complains("dora may not push to acme/api");
    approvingAs("dora");
    cli.run("approve", "1").exits(0);
  }

  @Test
  @DisplayName(
      "X-115: a token that GitHub refuses, no token, and somebody not listed: exit 3, audit row")
  void who_cannot_prove_to_be_listed_is_refused() {
    cli.with("CICD_MONITOR_APPROVER_TOKEN", APPROVER_TOKEN);
    cli.run("approve", "1", "--as", "eve").exits(3).complains("CICD_MONITOR_APPROVER_TOKEN");
    assertThat(audit()).contains("approval.refused", "as:eve");
    approvingAs("mallory");
    cli.run("approve", "1").exits(3).complains("mallory");
    assertThat(audit()).contains("github:mallory").doesNotContain(APPROVER_TOKEN);
    cli.without("CICD_MONITOR_APPROVER_TOKEN");
    cli.run("approve", "1", "--as", "bob").exits(3);
    assertThat(audit()).contains("as:bob");
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("X-117: a policy loosened while a request is open leaves it open")
  void a_loosened_policy_leaves_the_request_open() {
    cli.configured(config -> {
      config.withArray("protected_repositories").removeAll();
      config.put("risk_threshold", 10);
    });

    cli.tick();

    assertThat(state()).isEqualTo("awaiting_approval");
    assertThat(cli.writes()).isEmpty();
    approvingAs("dora");
    cli.run("approve", "1").exits(0);
    assertThat(api.pulls()).hasSize(1);
  }

  @Test
  @DisplayName("X-116: what the gate forbids by now cannot be approved any more")
  void what_is_forbidden_by_now_cannot_be_approved() {
    api.symlink("main", Workshop.WORKFLOW, "elsewhere.yml");
    approvingAs("dora");

    JsonNode decided = cli.run("approve", "1", "--json").exits(1).json();

    assertThat(decided.path("decision").asText()).isEqualTo("blocked");
    assertThat(state()).isEqualTo("blocked");
    assertThat(cli.writes()).isEmpty();
    cli.run("approve", "1").exits(1);
  }
}
