package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SlackMessage;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One message for a story, which changes as the story goes on; what is new is said under it. */
@ExtendWith(CliExtension.class)
class SlackStoryEndToEndTest {
  private static final String POST = "POST /api/chat.postMessage";
  private static final String UPDATE = "POST /api/chat.update";

  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
    SmallWorld.build(cli.sandbox());
  }

  private List<SlackMessage> messages(String channel) {
    return cli.sandbox().slack().messages(channel);
  }

  private SandboxPull pullOfApi() {
    cli.watching("acme/api");
    cli.tick();
    cli.clock().advance(Duration.ofMinutes(5));
    return cli.sandbox().github().repository("acme/api").pulls().get(0);
  }

  // ---- one message, changed and answered ------------------------------------------------------

  @Test
  void a_merged_fix_is_followed_in_its_first_message_until_the_branch_is_green() {
    SandboxPull pull = pullOfApi();
    SandboxRun checks = pull.repository().run("CI").path(Workshop.WORKFLOW).forPull(pull);
    checks.job("build").step("Run it all", "success").conclude("success");
    checks.finish("success");
    cli.tick();
    assertThat(cli.alerts()).singleElement().asString().contains("🟢", "passes its checks");

    pull.merge("dev-ben");
    cli.clock().advance(Duration.ofMinutes(5));
    cli.tick();
    assertThat(cli.alerts()).singleElement().asString().contains("🟣", "is merged");

    cli.clock().advance(Duration.ofMinutes(5));
    pull.repository().run("CI").path(Workshop.WORKFLOW).finish("success");
    cli.tick();

    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("✅ acme/api", "Resolved: the fix was merged and main is green. It took")
        .doesNotContain("🔧", "🟣");
    assertThat(cli.asked(POST)).isEqualTo(1);
    cli.tick();
    assertThat(cli.asked(UPDATE)).isEqualTo(3);
  }

  @Test
  void a_fix_that_failed_is_said_under_its_message_and_shown_in_it() {
    SandboxPull pull = pullOfApi();
    SandboxRun checks = pull.repository().run("CI").path(Workshop.WORKFLOW).forPull(pull);
    checks.job("build").failsAt("Run npm ci").log("no\n");
    checks.finish("failure");

    cli.tick();

    List<SlackMessage> alerts = messages("ci-cd-alerts");
    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(1).thread()).contains(alerts.get(0).ts());
    assertThat(alerts.get(1).plainText()).contains("❌ acme/api", "pull request #1", "failed");
    assertThat(alerts.get(0).plainText()).startsWith("== ❌ acme/api").contains("not tried again");
  }

  @Test
  void a_pull_request_closed_or_taken_over_by_a_person_shows_in_its_message() {
    SandboxPull pull = pullOfApi();
    pull.repository().commitAs("dev-ben", pull.branch(), "My turn", Map.of("NOTES", "mine\n"));

    cli.tick();

    assertThat(cli.alerts()).singleElement().asString().contains("🤝", "person's hands");
  }

  @Test
  void a_recovery_closes_the_message_of_a_failure() {
    cli.watching("acme/core");
    cli.tick();
    SandboxRepository core = cli.sandbox().github().repository("acme/core");
    cli.clock().advance(Duration.ofMinutes(30));
    core.run("CI").path(Workshop.WORKFLOW).finish("success");

    cli.tick();

    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("✅ acme/core", "Resolved: main passes again. It took");
    assertThat(cli.asked(POST)).isEqualTo(1);
  }

  @Test
  void a_message_says_what_why_since_when_and_whose_commit_with_one_link_and_no_button() {
    cli.watching("acme/core");
    cli.tick();

    SlackMessage message = messages("ci-cd-alerts").get(0);
    String text = message.plainText();
    assertThat(text)
        .startsWith("== 🔴 acme/core: CI / test ==")
        .contains("PriceTest", "Since ", " UTC", "commit ", " by dev-", " on main", "Job log");
    assertThat(text.split("https?://", -1)).hasSize(2);
    assertThat(message.blocks().findValuesAsText("type")).doesNotContain("button", "actions");
    JsonNode last = message.blocks().get(message.blocks().size() - 1);
    assertThat(last.path("type").asText()).isEqualTo("context");
    assertThat(last.toString()).contains("DEVELOPER", "% sure", "incident 1");
  }

  // ---- requests -------------------------------------------------------------------------------

  private String asksForApproval() {
    cli.watching("acme/api")
        .configured(config -> config.withArray("protected_repositories").add("acme/api"));
    cli.tick();
    assertThat(cli.approvals()).singleElement().asString().contains("cicd-monitor approve 1-");
    return cli.run("approve", "--json")
        .json()
        .path("approvals")
        .get(0)
        .path("digest")
        .asText();
  }

  @Test
  void an_approved_request_asks_no_more_and_says_who_decided() {
    asksForApproval();

    cli.run("approve", "1", "--as", "dora").exits(0);

    assertThat(cli.approvals())
        .singleElement()
        .asString()
        .contains("✅ acme/api", "Approved by as:dora", "pull request #1", "upload-artifact@v4")
        .doesNotContain("cicd-monitor approve 1-");
    assertThat(cli.alerts()).singleElement().asString().contains("/pull/1");
  }

  @Test
  void a_rejected_request_asks_no_more() {
    asksForApproval();

    cli.run("approve", "1", "--reject").exits(0);
    cli.run("analyze").exits(0);

    assertThat(cli.approvals())
        .singleElement()
        .asString()
        .contains("🚫 acme/api", "Rejected by", "Nothing was changed")
        .doesNotContain("cicd-monitor approve 1-");
  }

  @Test
  void an_expired_request_asks_no_more() {
    asksForApproval();
    cli.clock().advance(Duration.ofHours(25));

    cli.run("analyze").exits(0);

    assertThat(cli.approvals())
        .singleElement()
        .asString()
        .contains("⌛ acme/api", "expired")
        .doesNotContain("cicd-monitor approve 1-");
    assertThat(cli.critical()).hasSize(1);
  }

  @Test
  void a_stale_request_makes_way_for_the_next_one() {
    asksForApproval();
    Workshop.namesTheArtifact(cli.sandbox().github().repository("acme/api"));

    cli.run("approve", "1").exits(1);
    cli.run("analyze").exits(0);

    assertThat(cli.approvals()).hasSize(2);
    assertThat(cli.approvals().get(0)).contains("🗄").doesNotContain("cicd-monitor approve 1-");
    assertThat(cli.approvals().get(1)).contains("🔐", "cicd-monitor approve 1-");
  }

  // ---- nothing twice --------------------------------------------------------------------------

  @Test
  @DisplayName("R-13: a lost state sends no message again for what is still open")
  void a_lost_state_sends_no_message_again() throws IOException {
    cli.watching(SmallWorld.REPOSITORIES.toArray(String[]::new));
    cli.tick();
    List<String> before = cli.sandbox().slack().texts();
    int posts = cli.asked(POST);
    cli.loseTheState();
    cli.clock().advance(Duration.ofMinutes(10));

    cli.tick();

    assertThat(posts).isGreaterThanOrEqualTo(5);
    assertThat(cli.asked(POST)).isEqualTo(posts);
    assertThat(cli.sandbox().slack().texts()).hasSameSizeAs(before);
    assertThat(cli.run("approve", "--json").exits(0).json().path("approvals")).hasSize(1);
  }

  @Test
  @DisplayName("R-14: a state restored from before the messages sends none of them again")
  void a_restored_state_sends_no_message_again() throws IOException {
    cli.watching("acme/core", "acme/tools", "acme/api");
    cli.run("scan").exits(0);
    Path copy = cli.folder().resolve("copy");
    Files.copy(cli.stateFile(), copy);
    cli.run("analyze").exits(0);
    int posts = cli.asked(POST);
    List<String> writes = cli.writes();
    cli.clock().advance(Duration.ofHours(1));
    Files.copy(copy, cli.stateFile(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    cli.tick();

    assertThat(cli.asked(POST)).isEqualTo(posts);
    assertThat(cli.sandbox().github().pulls()).hasSize(1);
    assertThat(cli.writes().stream().filter(w -> w.endsWith("/pulls"))).hasSize(1);
    assertThat(writes).isNotEmpty();
  }

  @Test
  void a_request_found_after_a_lost_state_for_other_bytes_is_replaced() throws IOException {
    String digest = asksForApproval();
    cli.loseTheState();
    Workshop.namesTheArtifact(cli.sandbox().github().repository("acme/api"));
    cli.clock().advance(Duration.ofMinutes(10));

    cli.tick();

    String now = cli.run("approve", "--json")
        .json()
        .path("approvals")
        .get(0)
        .path("digest")
        .asText();
    assertThat(now).isNotEqualTo(digest);
    assertThat(cli.approvals()).hasSize(2);
    assertThat(cli.approvals().get(0)).contains("Replaced").doesNotContain("cicd-monitor approve");
    assertThat(cli.approvals().get(1)).contains("cicd-monitor approve 1-" + now.substring(0, 8));
  }

  @Test
  void a_change_whose_reply_was_lost_is_made_again() {
    SandboxPull pull = pullOfApi();
    pull.merge("dev-ben");
    cli.sandbox().slack().faults().once(UPDATE, Fault.dropAfterProcessing());
    cli.run("scan").exits(0);
    assertThat(cli.run("analyze").code()).isIn(1, 4);
    cli.clock().advance(Duration.ofMinutes(5));

    cli.run("analyze").exits(0);

    assertThat(cli.alerts()).singleElement().asString().contains("is merged");
    assertThat(cli.asked(UPDATE)).isEqualTo(2);
  }

  @Test
  @DisplayName("X-128: a message deleted by a user is no error, and the story goes on without it")
  void a_message_that_was_deleted_is_no_error() {
    SandboxPull pull = pullOfApi();
    pull.merge("dev-ben");
    cli.sandbox()
        .slack()
        .faults()
        .once(
            UPDATE,
            Fault.answer(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"ok\":false,\"error\":\"message_not_found\"}"));

    cli.tick();

    assertThat(cli.incident(1).path("state").asText()).isEqualTo("merged");
    assertThat(cli.asked(POST)).isEqualTo(1);
  }

  private void aGizmoIsHeldToBe(String first, String later) {
    cli.watching("acme/gizmos");
    workshop.fails(workshop.repository("acme/gizmos"), Workshop.GIZMO);
    cli.sandbox()
        .gateway()
        .queue(
            ModelAnswer.devops(first, Workshop.GIZMO).toString(),
            ModelAnswer.devops(later, Workshop.GIZMO).toString());
    cli.tick();
  }

  @Test
  void a_failure_analysed_anew_changes_its_message_instead_of_sending_another() {
    aGizmoIsHeldToBe("environment", "dependency");
    assertThat(cli.alerts()).singleElement().asString().contains("environment");

    cli.run("analyze", "--id", "1").exits(0);

    assertThat(cli.alerts()).singleElement().asString().contains("dependency");
    assertThat(cli.asked(POST)).isEqualTo(1);
  }

  // ---- floods -----------------------------------------------------------------------------------

  @Test
  @DisplayName("T-32: a flood is ten messages and one digest, and all of it is in report")
  void a_flood_is_ten_messages_and_a_digest() {
    SandboxRepository many = workshop.repository("acme/many");
    cli.watching("acme/many");
    for (int i = 0; i < 30; i++) {
      SandboxRun run = workshop.run(many, Duration.ofMinutes(10));
      run.job("part " + words(i)).failsAt("Run make all").log(workshop.log(fault(i)));
      run.finish("failure");
    }
    cli.run("scan").exits(0);
    JsonNode analyzed = cli.run("analyze", "--offline", "--json").exits(0).json();

    assertThat(analyzed.path("incidents")).hasSize(30);
    assertThat(cli.alerts()).hasSize(11);
    String digest = cli.alerts().get(10);
    assertThat(digest).contains("📚 20 more in the last hour", "acme/many CI / part", "report");
    assertThat(digest.lines().filter(line -> line.contains("acme/many"))).hasSize(20);
    cli.run("analyze", "--offline").exits(0);
    assertThat(cli.alerts()).hasSize(11);

    SandboxRun late = workshop.run(many, Duration.ofMinutes(1));
    late.job("part late").failsAt("Run make all").log(workshop.log("error: late riser"));
    late.finish("failure");
    cli.run("scan").exits(0);
    cli.run("analyze", "--offline").exits(0);

    assertThat(cli.alerts()).hasSize(11);
    assertThat(cli.alerts().get(10)).contains("21 more", "part late");
    cli.clock().advance(Duration.ofMinutes(61));
    SandboxRun next = workshop.run(many, Duration.ofMinutes(1));
    next.job("part next").failsAt("Run make all").log(workshop.log("error: next morning"));
    next.finish("failure");
    cli.run("scan").exits(0);
    cli.run("analyze", "--offline").exits(0);
    assertThat(cli.alerts()).hasSize(12).last().asString().contains("part next");
  }

  private static String words(int i) {
    return "" + (char) ('a' + i / 6) + (char) ('a' + i % 6);
  }

  private static String fault(int i) {
    return "error: the " + words(i) + "x machine has no " + words(29 - i) + "y left";
  }

  // ---- outage ---------------------------------------------------------------------------------

  @Test
  void a_fourth_repository_joins_the_outage_in_the_same_message() {
    cli.watching("acme/one", "acme/two", "acme/three", "acme/four");
    for (String name : List.of("acme/one", "acme/two", "acme/three")) {
      workshop.fails(workshop.repository(name), Workshop.PASSING);
    }
    SandboxRepository four = workshop.repository("acme/four");
    cli.tick();
    cli.clock().advance(Duration.ofMinutes(5));
    workshop.fails(four, Duration.ofMinutes(1), Workshop.PASSING);

    cli.tick();

    assertThat(cli.critical())
        .singleElement()
        .asString()
        .contains("in 4 repositories", "acme/one", "acme/two", "acme/three", "acme/four");
    assertThat(cli.writes()).isEmpty();
    assertThat(cli.asked(POST)).isEqualTo(1);
  }

  @Test
  void an_outage_s_message_counts_who_is_out_of_it_and_is_over_with_the_last_one() {
    List<String> names = List.of("acme/one", "acme/two", "acme/three");
    cli.watching(names.toArray(String[]::new));
    for (String name : names) {
      workshop.fails(workshop.repository(name), Workshop.PASSING);
    }
    cli.tick();

    recovers("acme/two");
    assertThat(cli.critical())
        .singleElement()
        .asString()
        .contains("🌩", "1 of 3 pass again, the last one acme/two");
    recovers("acme/one");
    recovers("acme/three");

    assertThat(cli.critical()).singleElement().asString().contains("✅", "Over: all 3 pass again");
    assertThat(cli.asked(POST)).isEqualTo(1);
  }

  private void recovers(String repository) {
    cli.clock().advance(Duration.ofMinutes(5));
    workshop
        .run(cli.sandbox().github().repository(repository), Duration.ofMinutes(1))
        .finish("success");
    cli.tick();
  }

  // ---- what was said last, and what is gone ---------------------------------------------------

  @Test
  void a_story_that_ends_keeps_the_words_said_last() {
    aGizmoIsHeldToBe("environment", "dependency");
    cli.run("analyze", "--id", "1").exits(0);

    recovers("acme/gizmos");

    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("✅", "passes again", "dependency")
        .doesNotContain("environment");
  }

  private void checksFail(SandboxPull pull) {
    SandboxRun checks = pull.repository().run("CI").path(Workshop.WORKFLOW).forPull(pull);
    checks.job("build").failsAt("Run npm ci").log("no\n");
    checks.finish("failure");
  }

  @Test
  @DisplayName("X-128: what answers a message that somebody deleted is said by itself")
  void an_answer_to_a_deleted_message_stands_alone() {
    SandboxPull pull = pullOfApi();
    cli.sandbox().slack().delete(messages("ci-cd-alerts").get(0));
    checksFail(pull);

    cli.tick();
    cli.tick();

    assertThat(cli.alerts()).singleElement().asString().contains("❌ acme/api", "failed");
    assertThat(messages("ci-cd-alerts").get(0).thread()).isEmpty();
  }

  private static Fault refusal(String word) {
    return Fault.answer(
        200,
        Map.of("Content-Type", "application/json"),
        "{\"ok\":false,\"error\":\"" + word + "\"}");
  }

  @Test
  void an_answer_that_was_posted_alone_is_found_there() {
    cli.sandbox()
        .slack()
        .faults()
        .always("POST /api/conversations.history", refusal("missing_scope"));
    cli.sandbox().slack().faults().once(POST, Fault.dropAfterProcessing());
    cli.watching("acme/api");
    cli.run("scan").exits(0);
    cli.run("analyze");
    SandboxPull pull = cli.sandbox().github().repository("acme/api").pulls().get(0);
    checksFail(pull);
    cli.clock().advance(Duration.ofMinutes(5));
    cli.run("scan").exits(0);
    cli.sandbox().slack().faults().once(POST, Fault.dropAfterProcessing());
    cli.run("analyze");
    assertThat(messages("ci-cd-alerts")).hasSize(2).noneMatch(m -> m.thread().isPresent());
    cli.sandbox().slack().faults().clear();
    cli.clock().advance(Duration.ofMinutes(5));

    cli.run("analyze").exits(0);
    cli.run("analyze").exits(0);

    assertThat(messages("ci-cd-alerts")).hasSize(2);
  }

  private SandboxRepository tenAreSaid() {
    SandboxRepository many = workshop.repository("acme/many");
    cli.watching("acme/many");
    for (int i = 0; i < 10; i++) {
      part(many, i);
    }
    cli.run("scan").exits(0);
    cli.run("analyze", "--offline").exits(0);
    assertThat(cli.alerts()).hasSize(10);
    return many;
  }

  private void part(SandboxRepository many, int i) {
    SandboxRun run = workshop.run(many, Duration.ofMinutes(5));
    run.job("part " + words(i)).failsAt("Run make all").log(workshop.log(fault(i)));
    run.finish("failure");
  }

  @Test
  @DisplayName("T-32: what joins a digest whose fate is unknown is told all the same")
  void what_joins_a_digest_of_unknown_fate_is_told() {
    cli.sandbox()
        .slack()
        .faults()
        .always("POST /api/conversations.history", refusal("missing_scope"));
    SandboxRepository many = tenAreSaid();
    part(many, 10);
    cli.run("scan").exits(0);
    cli.sandbox().slack().faults().once(POST, Fault.dropAfterProcessing());
    cli.run("analyze", "--offline");
    part(many, 11);
    cli.run("scan").exits(0);
    cli.run("analyze", "--offline");
    cli.sandbox().slack().faults().clear();

    cli.run("analyze", "--offline").exits(0);
    cli.run("analyze", "--offline").exits(0);

    assertThat(cli.alerts()).hasSize(11);
    assertThat(cli.alerts().get(10)).contains("part " + words(10), "part " + words(11));
  }

  @Test
  @DisplayName("T-32: what was to be told in a digest that Slack refuses is told by itself")
  void what_a_refused_digest_was_to_tell_is_told_by_itself() {
    SandboxRepository many = tenAreSaid();
    part(many, 10);
    cli.run("scan").exits(0);
    cli.sandbox().slack().faults().next(2, POST, refusal("msg_too_long"));

    cli.run("analyze", "--offline");
    cli.run("analyze", "--offline").exits(0);

    assertThat(cli.alerts()).hasSize(11).last().asString().contains("part " + words(10));
    assertThat(cli.alerts().get(10)).doesNotContain("📚");
  }
}
