package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SlackMessage;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person's word: who may give it, on what, how long, and that it counts once. */
@ExtendWith(CliExtension.class)
class ApprovalEndToEndTest {
  private static final String ANNA = "U0ANNA0001";
  private static final String APPROVER_TOKEN = "ghp_" + "Appr0verAppr0verAppr0verAppr0ver00Zz";

  private CliHarness cli;
  private SandboxRepository api;

  /** One request, number 1, waits. */
  @BeforeEach
  void aFixWaits(CliHarness fresh) {
    cli = fresh.watching("acme/api");
    SmallWorld.build(cli.sandbox());
    api = cli.sandbox().github().repository("acme/api");
    cli.configured(config -> config.withArray("protected_repositories").add("acme/api"));
  }

  private JsonNode waiting() {
    return cli.run("approve", "--json").exits(0).json().path("approvals");
  }

  private String ticket() {
    JsonNode request = waiting().get(0);
    return request.path("id").asText() + "-" + request.path("digest").asText().substring(0, 8);
  }

  private String state() {
    return cli.incident(1).path("state").asText();
  }

  @Test
  void what_waits_is_listed_with_number_digest_risk_and_end() {
    cli.tick();

    JsonNode list = waiting();

    assertThat(list).hasSize(1);
    JsonNode request = list.get(0);
    assertThat(request.path("id").asInt()).isEqualTo(1);
    assertThat(request.path("digest").asText()).matches("[0-9a-f]{64}");
    assertThat(request.path("repository").asText()).isEqualTo("acme/api");
    assertThat(request.path("title").asText()).contains("upload-artifact");
    assertThat(request.path("risk").asInt()).isBetween(1, 10);
    assertThat(Instant.parse(request.path("expires_at").asText()))
        .isEqualTo(cli.clock().instant().plus(Duration.ofHours(24)));
    assertThat(request.has("requested_at")).isTrue();
    cli.run("approve").exits(0).prints(ticket(), "acme/api", "risk");
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  void the_whole_proposal_is_shown_as_text_and_as_json() {
    cli.tick();

    cli.run("approve", "1", "--show")
        .exits(0)
        .prints(
            "-      - uses: actions/upload-artifact@v3",
            "+      - uses: actions/upload-artifact@v4",
            "protected",
            "deprecated version");
    JsonNode shown = cli.run("approve", ticket(), "--show", "--json").exits(0).json();

    assertThat(shown.path("diff").asText()).contains("+      - uses: actions/upload-artifact@v4");
    assertThat(shown.path("risk_factors")).isNotEmpty().allSatisfy(factor -> {
      assertThat(factor.path("factor").asText()).isNotEmpty();
      assertThat(factor.path("points").isInt()).isTrue();
    });
    int sum = 0;
    for (JsonNode factor : shown.path("risk_factors")) {
      sum += factor.path("points").asInt();
    }
    assertThat(shown.path("risk").asInt()).isEqualTo(Math.min(10, sum));
    assertThat(shown.path("evidence").get(0).path("text").asText()).contains("upload-artifact");
    assertThat(waiting()).hasSize(1);
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  void what_was_shown_is_what_is_applied() {
    cli.tick();
    String before = api.files("main").get(Workshop.WORKFLOW);

    JsonNode decided =
        cli.run("approve", ticket(), "--json", "--as", "dora").exits(0).json();

    assertThat(decided.path("decision").asText()).isEqualTo("approved");
    assertThat(decided.path("id").asInt()).isEqualTo(1);
    SandboxPull pull = api.pulls().get(0);
    assertThat(decided.path("pull_request").path("number").asInt()).isEqualTo(pull.number());
    assertThat(api.commitsBetween("main", pull.branch())).hasSize(1);
    assertThat(api.files(pull.branch()).get(Workshop.WORKFLOW))
        .isEqualTo(before.replace("upload-artifact@v3", "upload-artifact@v4"));
    assertThat(state()).isEqualTo("pull_request_open");
    assertThat(cli.run("report", "--audit").exits(0).out()).contains("dora");
    assertThat(waiting()).isEmpty();
  }

  @Test
  @DisplayName("X-113: approving twice is one approval, exit 0 as the contract says")
  void approving_twice_is_one_approval() {
    cli.tick();
    cli.run("approve", "1").exits(0);
    int writes = cli.writes().size();

    JsonNode again = cli.run("approve", "1", "--json").exits(0).json();

    assertThat(again.path("decision").asText()).isEqualTo("already");
    assertThat(cli.writes()).hasSize(writes);
    assertThat(api.pulls()).hasSize(1);
    cli.run("approve", "1", "--reject").exits(1).complains("it was approved");
  }

  @Test
  @DisplayName("X-113: after a rejection an approval is refused, exit 1")
  void a_rejection_stands() {
    cli.tick();

    cli.run("approve", "1", "--reject", "--reason", "we leave v3").exits(0).prints("rejected");

    assertThat(state()).isEqualTo("rejected");
    cli.run("approve", "1").exits(1).complains("it was rejected");
    assertThat(cli.run("approve", "1", "--reject", "--json").exits(0).json().path("decision"))
        .asString()
        .contains("already");
    assertThat(cli.run("report", "1", "--json").exits(0).out()).contains("we leave v3");
    assertThat(api.pulls()).isEmpty();
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("X-114: a wrong digest is refused with 1, a shortened one with 2")
  void a_wrong_digest_an_unknown_and_a_malformed_number_are_refused() {
    cli.tick();

    cli.run("approve", "1-00000000").exits(1).complains("digest");
    cli.run("approve", "77").exits(1).complains("no such incident");
    for (String malformed : new String[] {"one", "1-xyz", "1-7f3a9c1", "0x1", "-7", "1 2"}) {
      assertThat(cli.run("approve", malformed).exits(2).out()).isEmpty();
    }
    assertThat(cli.writes()).isEmpty();
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void an_expired_request_is_refused_and_told_once() {
    cli.configured(config -> config.put("approval_timeout_hours", 0.5));
    cli.tick();
    cli.clock().advance(Duration.ofMinutes(29));
    assertThat(waiting()).hasSize(1);
    cli.clock().advance(Duration.ofMinutes(1));

    cli.run("approve", "1").exits(1).complains("expired");
    assertThat(waiting()).isEmpty();
    assertThat(cli.critical()).isEmpty();
    cli.run("analyze").exits(0);
    cli.run("analyze").exits(0);

    assertThat(cli.critical()).singleElement().asString().contains("expired");
    assertThat(state()).isEqualTo("expired");
    assertThat(cli.writes()).isEmpty();
    cli.run("approve", "1").exits(1).complains("expired");
  }

  @Test
  @DisplayName(
      "X-105: a file that has changed since makes the request stale, exit 1, and is analysed anew")
  void a_request_for_a_file_that_has_changed_since_is_stale_and_analysed_anew() {
    cli.tick();
    String old = ticket();
    Workshop.namesTheArtifact(api);

    CliHarness.Ended ended = cli.run("approve", "1", "--json").exits(1);

    assertThat(ended.json().path("decision").asText()).isEqualTo("stale");
    assertThat(api.pulls()).isEmpty();
    assertThat(cli.writes()).isEmpty();
    cli.run("analyze").exits(0);
    assertThat(state()).isEqualTo("awaiting_approval");
    assertThat(ticket()).isNotEqualTo(old);
    assertThat(cli.approvals()).hasSize(2);
    cli.run("approve", old).exits(1).complains("digest");
    cli.run("approve", "1").exits(0);
    assertThat(api.files(api.pulls().get(0).branch()).get(Workshop.WORKFLOW))
        .contains("name: report", "upload-artifact@v4");
  }

  @Test
  void a_branch_that_moved_without_touching_the_file_takes_the_fix_still() {
    cli.tick();
    api.commitAs("dev-ben", "main", "Say more", Map.of("README.md", "# api\n\nMore.\n"));

    cli.run("approve", "1").exits(0);

    assertThat(api.files(api.pulls().get(0).branch()))
        .containsEntry("README.md", "# api\n\nMore.\n");
  }

  @Test
  void a_listed_persons_reaction_is_carried_out_by_the_next_analyze() {
    cli.configured(
        config -> CliHarness.in(config, "approvers").withArray("slack_user_ids").add(ANNA));
    cli.tick();
    SlackMessage request = cli.sandbox().slack().messages("ci-cd-approvals").get(0);
    cli.sandbox().slack().react(request, "U0STRANGER", "white_check_mark");

    cli.tick();
    assertThat(cli.writes()).isEmpty();
    cli.sandbox().slack().react(request, ANNA, "white_check_mark");
    JsonNode seen = cli.run("scan", "--json").exits(0).json();

    assertThat(seen.path("decisions")).hasSize(1);
    assertThat(seen.path("decisions").get(0).path("incident").asInt()).isEqualTo(1);
    assertThat(seen.path("decisions").get(0).path("decision").asText()).isEqualTo("approved");
    assertThat(cli.writes()).isEmpty();
    cli.run("analyze").exits(0);
    assertThat(api.pulls()).hasSize(1);
    cli.tick();
    assertThat(api.pulls()).hasSize(1);
    assertThat(cli.run("report", "--audit").exits(0).out()).contains("slack:" + ANNA);
  }

  @Test
  void where_both_reactions_stand_the_rejection_wins() {
    cli.configured(
        config -> CliHarness.in(config, "approvers").withArray("slack_user_ids").add(ANNA));
    cli.tick();
    SlackMessage request = cli.sandbox().slack().messages("ci-cd-approvals").get(0);
    cli.sandbox().slack().react(request, ANNA, "white_check_mark");
    cli.sandbox().slack().react(request, ANNA, "x");

    cli.tick();

    assertThat(state()).isEqualTo("rejected");
    assertThat(api.pulls()).isEmpty();
  }

  @Test
  void a_reaction_read_after_the_timeout_counts_for_nothing() {
    cli.configured(
        config -> CliHarness.in(config, "approvers").withArray("slack_user_ids").add(ANNA));
    cli.tick();
    SlackMessage request = cli.sandbox().slack().messages("ci-cd-approvals").get(0);
    cli.sandbox().slack().react(request, ANNA, "white_check_mark");
    cli.clock().advance(Duration.ofHours(25));

    cli.tick();

    assertThat(state()).isEqualTo("expired");
    assertThat(api.pulls()).isEmpty();
  }

  @Test
  void identity_is_proven_by_a_token_of_a_listed_login_where_required() {
    cli.configured(config -> {
      CliHarness.in(config, "approvers").put("require_identity", true);
      CliHarness.in(config, "approvers").withArray("github_logins").add("dora").add("dev-anna");
    });
    cli.tick();
    cli.run("approve", "1").exits(3);
    cli.sandbox().github().accept(APPROVER_TOKEN, "somebody-else");
    cli.with("CICD_MONITOR_APPROVER_TOKEN", APPROVER_TOKEN);
    assertThat(cli.run("approve", "1").code()).isIn(1, 3);
    cli.sandbox().github().accept(APPROVER_TOKEN, "dev-anna"); // the author of the failing commit
    cli.run("approve", "1").exits(1).complains("author");
    assertThat(api.pulls()).isEmpty();

    cli.sandbox().github().accept(APPROVER_TOKEN, "dora");
    cli.run("approve", "1").exits(0);

    assertThat(api.pulls()).hasSize(1);
    assertThat(cli.run("report", "--audit").exits(0).out())
        .contains("dora")
        .doesNotContain(APPROVER_TOKEN);
  }

  // ---- asked again about the same bytes -----------------------------------------------------

  private static final String YES = "white_check_mark";

  private List<SlackMessage> requests() {
    return cli.sandbox().slack().messages("ci-cd-approvals");
  }

  private void react(SlackMessage request, String reaction) {
    cli.sandbox().slack().react(request, ANNA, reaction);
  }

  private void asks() {
    cli.configured(
        config -> CliHarness.in(config, "approvers").withArray("slack_user_ids").add(ANNA));
    cli.tick();
  }

  @Test
  void a_request_asked_again_is_a_message_of_its_own_and_old_words_do_not_count_for_it() {
    asks();
    react(requests().get(0), "x");
    cli.tick();
    assertThat(state()).isEqualTo("rejected");

    cli.run("analyze", "--id", "1").exits(0);
    react(requests().get(0), YES);
    cli.tick();

    assertThat(state()).isEqualTo("awaiting_approval");
    assertThat(requests()).hasSize(2);
    assertThat(requests().get(0).plainText()).contains("Rejected by").doesNotContain("analyze");
    assertThat(requests().get(1).plainText()).contains("cicd-monitor approve 1-");
    react(requests().get(1), YES);
    cli.tick();
    assertThat(api.pulls()).hasSize(1);
    assertThat(requests().get(0).plainText()).contains("Rejected by");
    assertThat(requests().get(1).plainText()).contains("Approved by slack:" + ANNA);
  }

  @Test
  void a_no_to_an_earlier_request_does_not_stand_in_the_way_of_the_next_no() {
    asks();
    react(requests().get(0), "x");
    cli.tick();
    cli.run("analyze", "--id", "1").exits(0);
    react(requests().get(1), "x");

    cli.tick();

    assertThat(state()).isEqualTo("rejected");
  }

  @Test
  void a_request_that_waits_when_its_failure_is_analysed_again_asks_no_more() {
    asks();

    cli.run("analyze", "--id", "1").exits(0);

    assertThat(requests()).hasSize(2);
    assertThat(requests().get(0).plainText())
        .contains("🗄", "No longer needed")
        .doesNotContain("cicd-monitor approve 1-");
    react(requests().get(0), YES);
    cli.tick();
    assertThat(api.pulls()).isEmpty();
    assertThat(cli.run("report", "--audit").exits(0).out()).contains("approval.stale");
  }

  @Test
  @DisplayName("R-13: after a lost state, words on a request that was decided count for nothing")
  void words_on_a_decided_request_count_for_nothing_after_a_lost_state() throws IOException {
    asks();
    cli.run("approve", "1", "--reject").exits(0);
    cli.run("analyze").exits(0);
    react(requests().get(0), YES);
    cli.loseTheState();

    cli.tick();
    cli.tick();

    assertThat(api.pulls()).isEmpty();
    assertThat(requests()).hasSize(2);
    react(requests().get(1), YES);
    cli.tick();
    assertThat(api.pulls()).hasSize(1);
  }

  @Test
  @DisplayName("R-13: after a lost state, a request that waits is found and its words count")
  void words_on_a_waiting_request_count_after_a_lost_state() throws IOException {
    asks();
    react(requests().get(0), YES);
    cli.loseTheState();

    cli.tick();
    cli.tick();

    assertThat(requests()).hasSize(1);
    assertThat(api.pulls()).hasSize(1);
  }

  @Test
  @DisplayName("R-13: after a lost state, a request that nobody answered in time is asked anew")
  void a_request_older_than_the_timeout_is_asked_anew_after_a_lost_state() throws IOException {
    asks();
    cli.configured(config -> config.put("approval_timeout_hours", 0.25));
    cli.loseTheState();
    cli.clock().advance(Duration.ofMinutes(16));
    react(requests().get(0), YES);

    cli.tick();
    cli.tick();

    assertThat(api.pulls()).isEmpty();
    assertThat(requests()).hasSize(2);
    assertThat(requests().get(0).plainText()).doesNotContain("cicd-monitor approve 1-");
  }

  @Test
  @DisplayName(
      "R-13: after a lost state, the pull request of an approved fix is found by its marker")
  void an_approved_pull_request_is_not_asked_for_again_after_a_lost_state() throws IOException {
    asks();
    cli.run("approve", "1").exits(0);
    SandboxPull pull = api.pulls().get(0);
    cli.loseTheState();

    cli.tick();
    cli.tick();

    assertThat(requests()).hasSize(1);
    assertThat(waiting()).isEmpty();
    assertThat(api.pulls()).hasSize(1);
    assertThat(cli.incident(1).at("/pull_request/number").asInt()).isEqualTo(pull.number());
    assertThat(state()).isEqualTo("pull_request_open");
  }

  @Test
  @DisplayName("R-13: after a lost state, a pull request that was closed is no approval")
  void a_fix_whose_pull_request_is_not_open_is_asked_for_after_a_lost_state() throws IOException {
    asks();
    cli.run("approve", "1").exits(0);
    api.pulls().get(0).close("dev-ben");
    cli.loseTheState();

    cli.tick();

    assertThat(api.pulls()).hasSize(1);
    assertThat(state()).isEqualTo("awaiting_approval");
  }
}
