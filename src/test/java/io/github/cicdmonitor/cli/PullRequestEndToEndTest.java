package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pull request from before it is opened to its end, and everything that can be in its way. */
@ExtendWith(CliExtension.class)
class PullRequestEndToEndTest {
  private static final String PULLS = "POST /repos/acme/shop/pulls";

  private CliHarness cli;
  private Workshop workshop;
  private SandboxRepository shop;

  /** The model always answers with the same fix of little risk. */
  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/shop");
    workshop = new Workshop(cli);
    shop = workshop.repository("acme/shop");
    cli.sandbox().gateway().model(request -> Optional.of(Workshop.moreTime()));
    workshop.fails(shop, Workshop.GIZMO);
  }

  @AfterEach
  void nothingIsForcedAndNothingUnexpectedWasAsked() {
    assertThat(cli.writes()).noneMatch(line -> line.startsWith("PATCH") && line.contains("/refs"));
    assertThat(cli.writes()).noneMatch(line -> line.startsWith("DELETE"));
  }

  private SandboxPull opened() {
    cli.tick();
    return shop.pulls().get(0);
  }

  private JsonNode incident(long id) {
    return cli.incident(id);
  }

  private String state() {
    return incident(1).path("state").asText();
  }

  private void protect() {
    cli.configured(config -> config.withArray("protected_repositories").add("acme/shop"));
  }

  private JsonNode tickAfter(Duration wait) {
    cli.clock().advance(wait);
    return cli.tick();
  }

  /** Where the fix will go, from a run that changes nothing. */
  private String branchToBe() {
    cli.run("scan").exits(0);
    JsonNode preview = cli.run("analyze", "--dry-run", "--json").exits(0).json();
    return "cicd-monitor/fix-" + preview.at("/incidents/0/signature").asText().substring(0, 12);
  }

  // ---- what it says -------------------------------------------------------------------------

  @Test
  void the_body_says_why_what_and_how_to_undo_with_links_of_ours_only() {
    SandboxPull pull = opened();
    SandboxRun run = shop.runs().get(1);
    String job = "/acme/shop/actions/runs/" + run.id() + "/job/"
        + run.attempt().job("build").id();

    assertThat(pull.title()).hasSizeLessThanOrEqualTo(72);
    assertThat(pull.body())
        .contains(
            "### Root cause",
            Workshop.GIZMO,
            job + "#step:3:1",
            "```diff\n--- a/" + Workshop.WORKFLOW,
            "-    timeout-minutes: 10\n+    timeout-minutes: 20",
            "### Risk: ",
            "### How to undo",
            "/acme/shop/commit/" + shop.head("main"),
            "/acme/shop/actions/runs/" + run.id() + ")");
  }

  @Test
  void the_evidence_is_linked_by_the_lines_of_the_failed_step() {
    SandboxPull pull = opened();
    SandboxRun run = shop.runs().get(1);
    List<String> log = workshop.log(Workshop.GIZMO).lines().toList();
    int begins = lineWith(log, "##[group]Run make all");
    int shows = lineWith(log, Workshop.GIZMO);
    int inStep = shows - begins + 1;

    assertThat(inStep).isEqualTo(7);
    assertThat(pull.body())
        .contains(shows + ": " + Workshop.GIZMO)
        .containsPattern("\\[" + inStep + "]\\(\\S+/actions/runs/" + run.id() + "/job/\\d+#step:3:"
            + inStep + "\\)");
  }

  @Test
  void the_message_that_asks_links_to_the_line_that_shows_it() {
    protect();
    cli.tick();
    String job = shop.runs().get(1).attempt().job("build").id() + "#step:3:7";

    assertThat(cli.sandbox().slack().messages("ci-cd-approvals"))
        .singleElement()
        .extracting(message -> message.blocks().toString())
        .asString()
        .contains("/job/" + job + "|Job log>");
  }

  @Test
  void the_evidence_is_linked_in_the_log_that_was_read_though_it_failed_again_since() {
    SandboxRun first = shop.runs().get(1);
    SandboxRun second =
        workshop.fails(shop, Duration.ofMinutes(4), "cc -c three.c\n" + Workshop.GIZMO);

    SandboxPull pull = opened();

    assertThat(incident(1).path("occurrences").asInt()).isEqualTo(2);
    assertThat(pull.body())
        .contains("[the whole log](", "/actions/runs/" + first.id() + "/job/")
        .contains("[a job failed](", "/actions/runs/" + second.id() + "/job/")
        .doesNotContain("/actions/runs/" + second.id() + "/job/"
            + second.attempt().job("build").id() + "#step");
  }

  @Test
  void the_log_that_was_read_may_be_that_of_the_later_failure() {
    SandboxRun first = shop.runs().get(1);
    String log =
        "GET /repos/acme/shop/actions/jobs/" + first.attempt().job("build").id() + "/logs";
    cli.sandbox().github().faults().always(log, Fault.status(503, "{}"));
    cli.run("scan").exits(0);
    assertThat(cli.run("analyze").code()).isIn(1, 4);
    cli.sandbox().github().faults().clear();
    SandboxRun second = workshop.fails(shop, Duration.ofMinutes(4), Workshop.GIZMO);

    SandboxPull pull = opened();

    assertThat(incident(1).path("occurrences").asInt()).isEqualTo(2);
    assertThat(pull.body())
        .containsPattern("\\[the whole log]\\(\\S+/actions/runs/" + second.id() + "/job/");
  }

  @Test
  void an_excerpt_that_an_earlier_version_kept_is_read() {
    opened();
    cli.changeState("UPDATE excerpt SET content = json_extract(content, '$.excerpt')");
    cli.changeState("UPDATE incident SET state = 'notified'");

    cli.run("analyze", "--id", "1").exits(0);

    assertThat(incident(1).path("evidence").toString()).contains(Workshop.GIZMO);
    assertThat(shop.pulls()).hasSize(1);
  }

  @Test
  void an_incident_whose_pull_request_is_open_is_not_analysed_again() {
    SandboxPull pull = opened();
    int asked = cli.sandbox().gateway().calls();

    cli.run("analyze", "--id", "1")
        .exits(1)
        .complains(
            "could not analyse incident 1", "#" + pull.number() + " is open", "Merge or close it");

    assertThat(cli.sandbox().gateway().calls()).isEqualTo(asked);
    assertThat(state()).isEqualTo("pull_request_open");
    pull.close("dev-ben");
    tickAfter(Duration.ofMinutes(5));
    cli.run("analyze", "--id", "1").exits(0);
    assertThat(state()).isEqualTo("notified");
  }

  private static int lineWith(List<String> log, String text) {
    return 1 + (int) log.stream().takeWhile(line -> !line.contains(text)).count();
  }

  // ---- its checks ---------------------------------------------------------------------------

  @Test
  void checks_that_wait_for_a_person_are_told_once() {
    SandboxPull pull = opened();
    shop.run("CI").path(Workshop.WORKFLOW).forPull(pull).finish("action_required");

    tickAfter(Duration.ofMinutes(5));
    tickAfter(Duration.ofMinutes(30));

    assertThat(cli.alerts())
        .hasSize(2)
        .last()
        .asString()
        .contains("has to approve the workflow run");
    assertThat(state()).isEqualTo("pull_request_open");
  }

  @Test
  @DisplayName("X-070: a pull request whose checks never start is told once")
  void a_pull_request_without_any_check_is_told_once_after_a_quarter_of_an_hour() {
    opened();
    tickAfter(Duration.ofMinutes(14));
    assertThat(cli.alerts()).hasSize(1);

    tickAfter(Duration.ofMinutes(1));
    tickAfter(Duration.ofMinutes(15));

    assertThat(cli.alerts()).hasSize(2).last().asString().contains("No check", "has started");
  }

  // ---- never the same edit again ------------------------------------------------------------

  @Test
  void an_edit_whose_checks_were_red_is_not_proposed_again() {
    SandboxPull pull = opened();
    SandboxRun checks = shop.run("CI").path(Workshop.WORKFLOW).forPull(pull);
    checks.job("build").failsAt("Run make all").log("no\n");
    checks.finish("failure");
    tickAfter(Duration.ofMinutes(5));
    assertThat(state()).isEqualTo("fix_failed");

    JsonNode again = cli.run("analyze", "--id", "1", "--json").exits(0).json();

    assertThat(again.at("/incidents/0/decision").asText()).isEqualTo("notify");
    assertThat(cli.alerts()).last().asString().contains("tried before and did not help");
    assertThat(shop.pulls()).hasSize(1);
  }

  @Test
  void an_edit_that_was_merged_and_did_not_help_is_not_asked_for_either() {
    String before = shop.files("main").get(Workshop.WORKFLOW);
    SandboxPull pull = opened();
    cli.clock().advance(Duration.ofMinutes(5));
    pull.merge("dev-ben");
    cli.tick();
    cli.clock().advance(Duration.ofMinutes(5));
    shop.commitAs("dev-ben", "main", "Revert", Map.of(Workshop.WORKFLOW, before));
    protect();
    workshop.fails(shop, Duration.ofMinutes(1), Workshop.GIZMO);

    cli.tick();

    assertThat(state()).isEqualTo("fix_failed");
    assertThat(incident(2).path("decision").asText()).isEqualTo("notify");
    assertThat(cli.alerts()).last().asString().contains("tried before and did not help");
    assertThat(cli.approvals()).isEmpty();
  }

  // ---- too many at once ---------------------------------------------------------------------

  private SandboxPull oneOfOursIsOpen() {
    cli.configured(config ->
        CliHarness.in(config, "remediation").put("max_open_pull_requests_per_repository", 1));
    shop.commitAs("acme-cicd-bot", "cicd-monitor/other", "Other", Map.of("other", "x"));
    return shop.openPull("acme-cicd-bot", "cicd-monitor/other", "Other", "");
  }

  @Test
  void what_waits_for_other_pull_requests_is_shown_by_report_until_it_is_decided() {
    SandboxPull other = oneOfOursIsOpen();
    cli.tick();
    assertThat(shop.pulls()).hasSize(1);

    cli.run("report").exits(0).prints("Waiting", "#1 in acme/shop waits for 1 open pull request");
    cli.run("report", "1").exits(0).prints("Waits for", "to be merged or closed");
    other.merge("dev-ben");
    tickAfter(Duration.ofMinutes(5));

    assertThat(shop.pulls()).hasSize(2);
    assertThat(cli.run("report").exits(0).out()).doesNotContain("waits for");
    assertThat(cli.run("report", "1").exits(0).out()).doesNotContain("Waits for");
  }

  @Test
  void a_fix_that_a_person_approved_does_not_wait_for_others() {
    oneOfOursIsOpen();
    protect();
    cli.tick();

    cli.run("approve", "1").exits(0);

    assertThat(shop.pulls()).hasSize(2);
  }

  // ---- what people did meanwhile ------------------------------------------------------------

  @Test
  @DisplayName("X-061: a branch deleted before the fix gets none, exit 0")
  void a_branch_deleted_before_the_fix_gets_none() {
    cli.run("scan").exits(0);
    shop.deleteBranch("main");

    cli.run("analyze").exits(0);

    assertThat(cli.writes()).isEmpty();
    assertThat(cli.alerts()).singleElement().asString().contains("the branch is gone");
  }

  @Test
  void a_branch_whose_name_holds_a_secret_gets_no_fix_and_is_not_looked_up() {
    String named = "topic/ghp_" + "x7Kd93mQ".repeat(5);
    shop.commitAs("dev-anna", named, "Try", Map.of("README.md", "try\n"));
    SandboxRun run = shop.run("CI").branch(named).path(Workshop.WORKFLOW);
    run.createdAt(workshop.tenMinutesAgo());
    run.job("build").failsAt("Run make all").log(workshop.log(Workshop.GIZMO));
    run.finish("failure");
    cli.configured(
        config -> ((ObjectNode) config.path("repositories").get(0)).put("branch", "topic/*"));

    cli.tick();

    assertThat(cli.writes()).isEmpty();
    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("the branch's name holds what looks like a secret");
    assertThat(cli.sandbox().ledger().entries())
        .noneMatch(entry -> entry.request().path().contains("redacted"));
  }

  @Test
  @DisplayName("X-061, R-23: a base deleted before the approval makes it stale, exit 1")
  void a_base_deleted_before_the_approval_makes_it_stale() {
    protect();
    cli.tick();
    shop.deleteBranch("main");

    JsonNode decided = cli.run("approve", "1", "--json").exits(1).json();

    assertThat(decided.path("decision").asText()).isEqualTo("stale");
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName(
      "X-062, R-23: a force-push that takes the file back makes the approval stale, exit 1")
  void a_force_push_makes_the_approval_stale() {
    String first = shop.head("main");
    shop.commitAs("dev-anna", "side", "Before", Map.of(Workshop.WORKFLOW, "name: Old\n"));
    protect();
    cli.tick();
    assertThat(shop.head("main")).isEqualTo(first);
    shop.forcePush("main", shop.head("side"));

    JsonNode decided = cli.run("approve", "1", "--json").exits(1).json();

    assertThat(decided.path("decision").asText()).isEqualTo("stale");
    assertThat(shop.pulls()).isEmpty();
  }

  @Test
  @DisplayName("R-23: a file renamed before the approval makes it stale, exit 1")
  void a_renamed_file_makes_the_approval_stale() {
    protect();
    cli.tick();
    String text = shop.files("main").get(Workshop.WORKFLOW);
    shop.commitAs("dev-ben", "main", "Rename", Map.of(".github/workflows/build.yml", text));
    shop.delete("main", Workshop.WORKFLOW);

    JsonNode decided = cli.run("approve", "1", "--json").exits(1).json();

    assertThat(decided.path("decision").asText()).isEqualTo("stale");
    assertThat(shop.pulls()).isEmpty();
  }

  @Test
  @DisplayName("R-23: our branch deleted by hand closes the pull request, which is a no")
  void our_branch_deleted_by_hand_is_a_no() {
    SandboxPull pull = opened();
    int writes = cli.writes().size();
    pull.close("dev-ben"); // as GitHub does when the branch goes
    shop.deleteBranch(pull.branch());

    tickAfter(Duration.ofMinutes(5));
    workshop.fails(shop, Duration.ofMinutes(1), Workshop.GIZMO);
    cli.tick();

    assertThat(state()).isEqualTo("closed");
    assertThat(cli.writes()).hasSize(writes);
  }

  // ---- our names are taken ------------------------------------------------------------------

  @Test
  @DisplayName("X-065: a branch of our name with other content is left alone, exit 1")
  void a_branch_of_our_name_with_other_content_is_a_conflict() {
    String branch = branchToBe();
    String theirs = shop.commitAs("mallory", branch, "Mine", Map.of("mine", "x"));

    cli.run("analyze").exits(1).complains(branch, "other content", "left alone");

    assertThat(shop.head(branch)).isEqualTo(theirs);
    assertThat(shop.pulls()).isEmpty();
    assertThat(cli.alerts()).singleElement().asString().contains("other content");
    cli.run("analyze").exits(0);
  }

  @Test
  @DisplayName("X-065: a branch with our change and more in it is not ours")
  void a_branch_with_more_than_our_change_is_a_conflict() {
    String branch = branchToBe();
    String fixed = shop.files("main").get(Workshop.WORKFLOW).replace("minutes: 10", "minutes: 20");
    shop.commitAs("mallory", branch, "Both", Map.of(Workshop.WORKFLOW, fixed, "mine", "x"));

    cli.run("analyze").exits(1).complains("other content");

    assertThat(shop.pulls()).isEmpty();
  }

  @Test
  @DisplayName("X-065: a branch with exactly our change is used")
  void a_branch_with_exactly_our_change_is_adopted() {
    String branch = branchToBe();
    String fixed = shop.files("main").get(Workshop.WORKFLOW).replace("minutes: 10", "minutes: 20");
    String ours = shop.commitAs("acme-cicd-bot", branch, "Ours", Map.of(Workshop.WORKFLOW, fixed));

    cli.run("analyze").exits(0);

    assertThat(shop.pulls()).hasSize(1);
    assertThat(shop.head(branch)).isEqualTo(ours);
  }

  @Test
  @DisplayName("X-066: a pull request of our branch without our marker is not adopted, exit 1")
  void a_strangers_pull_request_of_our_branch_is_not_adopted() {
    String branch = branchToBe();
    shop.commitAs("mallory", branch, "Mine", Map.of("mine", "x"));
    shop.openPull("mallory", branch, "Mine", "");

    cli.run("analyze").exits(1).complains("uses our branch");

    assertThat(shop.pulls()).hasSize(1);
    assertThat(shop.pulls().get(0).comments()).isEmpty();
  }

  // ---- 422 ----------------------------------------------------------------------------------

  /** Something happens when the request to open the pull request arrives. */
  private void whenAsked(Runnable happens) {
    cli.sandbox().watch((moment, request) -> {
      if (moment == Watch.Moment.ARRIVED && request.line().equals(PULLS)) {
        happens.run();
      }
      return true;
    });
  }

  @Test
  @DisplayName("X-067: 422 for want of commits between: told that it is there already, exit 0 or 1")
  void nothing_between_the_branches_is_told_as_done_already() {
    whenAsked(() -> shop.forcePush("main", shop.head(shop.branches().get(0))));
    cli.run("scan").exits(0);

    cli.run("analyze").exits(0);

    assertThat(shop.pulls()).isEmpty();
    assertThat(state()).isEqualTo("notified");
    assertThat(cli.alerts()).singleElement().asString().contains("is on main already");
  }

  @Test
  @DisplayName("X-067: 422 for a base that is gone: stale, looked at anew by the next analyze")
  void a_base_that_goes_at_the_last_moment_is_stale() {
    whenAsked(() -> shop.deleteBranch("main"));
    cli.run("scan").exits(0);

    cli.run("analyze").exits(0);

    assertThat(shop.pulls()).isEmpty();
    assertThat(state()).isEqualTo("new");
  }

  // ---- decided anew while its fate is unknown -----------------------------------------------

  private void isDecidedOtherwiseAfter(Fault fault) {
    cli.sandbox().github().faults().once(PULLS, fault);
    cli.run("scan").exits(0);
    cli.run("analyze").exits(1);
    cli.sandbox()
        .gateway()
        .model(request ->
            Optional.of(ModelAnswer.devops("dependency", Workshop.GIZMO).toString()));
    cli.clock().advance(Duration.ofMinutes(5));

    cli.run("analyze", "--id", "1").exits(0);
  }

  @Test
  void a_fix_of_unknown_fate_is_not_sent_again_once_another_decision_was_made() {
    isDecidedOtherwiseAfter(Fault.dropBeforeProcessing());
    cli.run("analyze").exits(0);

    assertThat(shop.pulls()).isEmpty();
    assertThat(state()).isEqualTo("notified");
    assertThat(cli.alerts()).singleElement().asString().doesNotContain("Not done");
  }

  @Test
  void a_fix_that_had_arrived_is_known_even_though_another_decision_was_made() {
    isDecidedOtherwiseAfter(Fault.dropAfterProcessing());

    assertThat(shop.pulls()).hasSize(1);
    assertThat(state()).isEqualTo("pull_request_open");
  }

  @Test
  void an_approved_request_whose_base_went_at_the_last_moment_says_so() {
    protect();
    cli.tick();
    whenAsked(() -> shop.deleteBranch("main"));

    cli.run("approve", "1");
    cli.run("analyze").exits(0);

    assertThat(cli.approvals())
        .singleElement()
        .asString()
        .contains("🗄", "has changed since")
        .doesNotContain("Approved by");
  }

  @Test
  void a_no_is_not_undone_by_a_stranger_who_writes_our_mark() throws IOException {
    SandboxPull pull = opened();
    pull.close("dev-ben");
    pull.comment("mallory", "Thanks!\n<!-- cicd-monitor withdrawn -->");
    cli.loseTheState();

    tickAfter(Duration.ofMinutes(5));

    assertThat(shop.pulls()).hasSize(1);
  }

  // ---- files that are not to be edited, repositories that are protected ----------------------

  /** For a failure of what the branch holds now. */
  private void proposes(String path, String find) {
    proposes(path, find, "two");
  }

  private void proposes(String path, String find, String replacement) {
    workshop.fails(shop, Duration.ofMinutes(4), Workshop.GIZMO);
    String edit = ModelAnswer.devops("timeout", Workshop.GIZMO)
        .edit(path, find, replacement)
        .toString();
    cli.sandbox().gateway().model(request -> Optional.of(edit));
  }

  /** The branch of a fix of this file that a person let pass. */
  private String approved(String path) {
    protect();
    proposes(path, "one");
    cli.tick();
    cli.run("approve", "1").exits(0);
    return shop.pulls().get(0).branch();
  }

  private void hasWorkflow(String jobs) {
    String head = "on: push\npermissions: { contents: read }\njobs:\n";
    shop.commit("main", "Change it", Map.of(Workshop.WORKFLOW, head + jobs));
  }

  private void isBlocked(String path, String reason) {
    proposes(path, "one");
    assertThat(cli.tick().at("/incidents/0/decision").asText()).isEqualTo("blocked");
    assertThat(cli.critical()).singleElement().asString().contains("B-PATH", reason);
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("X-106: a symbolic link is not edited, nor what it leads to")
  void a_symbolic_link_is_not_edited() {
    shop.commit("main", "Keep it", Map.of("conf/real.txt", "one\n"));
    shop.symlink("main", "conf/link.txt", "real.txt");

    isBlocked("conf/link.txt", "mode 120000");
  }

  @Test
  @DisplayName("X-106: a pointer of Git LFS is not edited")
  void a_pointer_of_git_lfs_is_not_edited() {
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:one\nsize 3\n";
    shop.commit("main", "Keep it", Map.of("conf/large.txt", pointer));

    isBlocked("conf/large.txt", "Git LFS");
  }

  @Test
  @DisplayName("X-106: a binary file is not edited")
  void a_binary_file_is_not_edited() {
    shop.commit("main", "Keep it", Map.of("conf/data.txt", "one\0\1\2\n"));

    isBlocked("conf/data.txt", "no text file");
  }

  @Test
  @DisplayName("X-106: a file above 1 MiB is not edited, and that is no error")
  void a_file_above_one_mebibyte_is_not_edited() {
    String large = "one\n" + "#".repeat(1 << 20) + "\n";
    shop.commit("main", "Keep it", Map.of("conf/large.txt", large));
    proposes("conf/large.txt", "one");

    assertThat(cli.tick().at("/incidents/0/decision").asText()).isEqualTo("notify");

    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("X-106: an executable file stays one")
  void an_executable_file_stays_one() {
    shop.executable("main", "ci/fetch.cfg", "tries = one\n");

    String branch = approved("ci/fetch.cfg");

    assertThat(shop.files(branch).get("ci/fetch.cfg")).isEqualTo("tries = two\n");
    assertThat(shop.modes(branch).get("ci/fetch.cfg")).isEqualTo("100755");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFtries = one\n",
        "first\r\ntries = one\r\nlast\r\n",
        "first\r\n\ttries =\tone \nmixed\r\n\n",
        "tries = one"
      })
  @DisplayName(
      "X-107: of a file with any ends of lines, tabs or a mark only the edit's bytes change")
  void only_the_bytes_of_the_edit_change(String before) {
    shop.commit("main", "Keep it", Map.of("ci/fetch.cfg", before));

    String branch = approved("ci/fetch.cfg");

    assertThat(shop.files(branch).get("ci/fetch.cfg")).isEqualTo(before.replace("one", "two"));
  }

  @Test
  @DisplayName("X-108: an edit of an anchor counts in each job that uses it")
  void an_edit_of_an_anchor_counts_in_each_job_that_uses_it() {
    String uses = "    runs-on: *where\n    steps: [{ run: make }]\n";
    hasWorkflow("  build:\n    runs-on: &where one\n    steps: [{ run: make }]\n" + "  test:\n"
        + uses + "  ship:\n" + uses);
    proposes(Workshop.WORKFLOW, "one");

    cli.tick();

    assertThat(cli.run("approve", "1", "--show").exits(0).out())
        .contains("job build:", "job test:", "job ship:");
  }

  @Test
  @DisplayName("X-109: with a key twice there is no meaning to compare, so that its repair asks")
  void the_repair_of_a_workflow_with_a_key_twice_asks() {
    String twice = "    timeout-minutes: 10\n    timeout-minutes: 20\n";
    hasWorkflow("  build:\n" + twice + "    runs-on: ubuntu-24.04\n    steps: [{ run: make }]\n");
    proposes(Workshop.WORKFLOW, twice, "    timeout-minutes: 20\n");

    assertThat(cli.tick().at("/incidents/0/decision").asText()).isEqualTo("approval");

    assertThat(cli.run("approve", "1", "--show").exits(0).out())
        .contains("the file before does not parse");
    assertThat(cli.writes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACME/Shop", "acme/*", "acme/store"})
  @DisplayName("X-111: a repository is protected by any case, a glob, and by the name it had")
  void a_repository_is_protected_by_any_of_its_names(String listed) {
    cli.sandbox().github().rename("acme/store", "acme/shop");
    cli.configured(config -> config.withArray("protected_repositories").add(listed));

    cli.tick();

    assertThat(cli.approvals()).hasSize(1);
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("X-111: what is protected elsewhere or gone protects nothing here")
  void other_protected_repositories_are_others() {
    workshop.repository("acme/vault");
    cli.configured(
        config -> config.withArray("protected_repositories").add("acme/vault").add("acme/nowhere"));

    assertThat(opened().number()).isPositive();
  }

  // ---- two fixes of one file ----------------------------------------------------------------

  @Test
  @DisplayName(
      "X-110: of two proposals for one file the second waits for the first and builds on it")
  void the_second_fix_of_a_file_waits_for_the_first() {
    String other = "gizmo-fetch: the mirror is slow, gave up after ten minutes";
    String permissions = ModelAnswer.devops("timeout", other)
        .edit(Workshop.WORKFLOW, "run: make all", "run: make all\n        timeout-minutes: 9")
        .toString();
    cli.sandbox()
        .gateway()
        .model(request -> Optional.of(
            request.toString().contains("the mirror is slow") ? permissions : Workshop.moreTime()));
    SandboxRun run = workshop.run(shop, Duration.ofMinutes(10));
    run.job("pack").failsAt("Run make all").log(workshop.log(other));
    run.finish("failure");
    cli.tick();
    cli.run("approve", "1").exits(0);
    assertThat(shop.pulls()).hasSize(1);
    assertThat(cli.run("report").exits(0).out()).contains("which changes the same file");

    cli.clock().advance(Duration.ofMinutes(5));
    shop.pulls().get(0).merge("dev-ben");
    tickAfter(Duration.ofMinutes(5));

    assertThat(shop.pulls()).hasSize(2);
    assertThat(shop.files(shop.pulls().get(1).branch()).get(Workshop.WORKFLOW))
        .contains("timeout-minutes: 20", "timeout-minutes: 9");
  }
}
