package io.github.cicdmonitor.effects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.effects.EffectHandler.Attempt;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.notify.NoticeGallery;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.EffectPayload;
import io.github.cicdmonitor.store.EffectPayload.OpenPullRequest;
import io.github.cicdmonitor.store.EffectPayload.RerunJobs;
import io.github.cicdmonitor.store.EffectPayload.WithdrawPullRequest;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.StateFixture;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One re-run, one pull request, one withdrawal: looked for, done once, and what a refusal leads to. */
class EffectHandlerTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");

  private final ForgeStub forge = new ForgeStub();
  private final NoticeWriter writer = NoticeGallery.writer();
  private StateFixture state;
  private Effects effects;
  private int declared;

  @BeforeEach
  void anIncident(@TempDir Path folder) {
    state = StateFixture.in(folder, NOW).repository("acme/shop");
    state.incident(1, "acme/shop", "build", "rerun_requested", NOW.minusSeconds(600));
    effects = new Effects(state.database());
  }

  @AfterEach
  void close() {
    state.close();
  }

  private Effect planned(EffectPayload payload) {
    state
        .database()
        .change(in ->
            effects.plan(in, new Effects.Plan("key", Optional.of(1L), Optional.of(SHOP), payload)));
    return effects.find("key").orElseThrow();
  }

  private EffectResult ensure(EffectHandler handler, Effect effect, Attempt allowed) {
    return handler.ensure(effect, allowed, () -> declared++);
  }

  private IncidentState incident() {
    return new Incidents(state.database()).find(1).orElseThrow().state();
  }

  private void move(IncidentState to) {
    Incidents incidents = new Incidents(state.database());
    state.database().change(in -> incidents.move(in, incidents.find(1).orElseThrow(), to));
  }

  // ---- re-run ---------------------------------------------------------------------------------

  private final RerunJobs failed = new RerunJobs(8123, 1, OptionalLong.of(1));

  private RerunHandler reruns() {
    return new RerunHandler(state.database(), forge, writer);
  }

  private void runIs(long repository, int attempt, boolean complete) {
    forge.run = Optional.of(new WorkflowRun(
        8123,
        repository,
        attempt,
        "CI",
        ".github/workflows/ci.yml",
        "push",
        "main",
        "abc",
        false,
        complete ? "completed" : "in_progress",
        complete ? "failure" : "",
        "dev-anna",
        "https://forge.example/runs/8123",
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH));
  }

  @Test
  void a_run_that_stands_as_it_failed_is_re_run_once() {
    runIs(1, 1, true);
    Effect effect = planned(failed);

    assertThat(ensure(reruns(), effect, Attempt.WRITE)).isEqualTo(EffectResult.done("attempt 2"));

    assertThat(forge.writes).containsExactly("re-run 8123");
    assertThat(declared).isEqualTo(1);
  }

  @Test
  void a_run_that_was_re_run_already_is_left_alone() {
    runIs(1, 3, false);

    assertThat(ensure(reruns(), planned(failed), Attempt.WRITE))
        .isEqualTo(EffectResult.done("attempt 3"));
    assertThat(forge.writes).isEmpty();
  }

  @Test
  void a_run_that_is_not_there_or_not_fit_is_not_re_run() {
    Effect effect = planned(failed);
    assertThat(ensure(reruns(), effect, Attempt.WRITE).detail()).isEqualTo("the run is gone");
    runIs(2, 1, true);
    assertThat(ensure(reruns(), effect, Attempt.WRITE).detail()).contains("another repository");
    runIs(1, 1, false);
    assertThat(ensure(reruns(), effect, Attempt.WRITE).kind())
        .isEqualTo(EffectResult.Kind.POSTPONED);
    runIs(1, 1, true);
    assertThat(ensure(reruns(), effect, Attempt.LOOK_ONLY).kind())
        .isEqualTo(EffectResult.Kind.REFUSED);
    forge.branch = Optional.of(new Forge.Branch("main", "newer", "tree"));
    assertThat(ensure(reruns(), effect, Attempt.WRITE).detail()).contains("has moved on");
    assertThat(forge.writes).isEmpty();
  }

  @Test
  void a_re_run_is_wanted_while_one_incident_waits_for_it_and_its_refusal_ends_that() {
    state.rerun("acme/shop", 8123, 1, "", NOW);
    Effect effect = planned(failed);
    assertThat(reruns().isWanted(effect)).isTrue();

    state
        .database()
        .change(in -> reruns().onRefused(in, effect, EffectResult.refused("the run is gone")));

    assertThat(incident()).isEqualTo(IncidentState.NOTIFIED);
    assertThat(reruns().isWanted(effect)).isFalse();
  }

  @Test
  void a_re_run_of_a_resolved_incident_is_not_wanted() {
    state.rerun("acme/shop", 8123, 1, "", NOW);
    move(IncidentState.RESOLVED);

    assertThat(reruns().isWanted(planned(failed))).isFalse();
  }

  // ---- pull request ---------------------------------------------------------------------------

  private PullRequestHandler pulls() {
    return new PullRequestHandler(state.database(), forge, NoticeGallery.config(), writer);
  }

  /** Of a risk that a person decides on. */
  private Effect fix(Action action, String approval) {
    state.approval(1, approval, NOW);
    long proposal = new Approvals(state.database()).newest(1).orElseThrow().proposal();
    state.database().change(in -> new Incidents(state.database()).decide(in, 1, action));
    forge.branch = Optional.of(new Forge.Branch("main", "head", "tree"));
    return planned(new OpenPullRequest(proposal));
  }

  private void isOpen(Effect effect) {
    Proposals.Stored stored = new Proposals(state.database())
        .find(((OpenPullRequest) effect.content()).proposal())
        .orElseThrow();
    String signature =
        new Incidents(state.database()).find(1).orElseThrow().signature().value();
    forge.pulls.add(new Forge.PullRequest(
        7,
        "https://forge.example/7",
        "open",
        false,
        stored.proposal().baseBranch(),
        "head",
        "<!-- cicd-monitor signature=" + signature + " -->\n",
        "me"));
  }

  @Test
  void an_approved_fix_is_opened() {
    Effect effect = fix(Action.APPROVAL, "approved");
    assertThat(pulls().isWanted(effect)).isTrue();

    assertThat(ensure(pulls(), effect, Attempt.WRITE).kind()).isEqualTo(EffectResult.Kind.SETTLED);

    assertThat(forge.writes)
        .startsWith("branch cicd-monitor/fix-1", "pull request cicd-monitor/fix-1");
    assertThat(incident()).isEqualTo(IncidentState.PULL_REQUEST_OPEN);
  }

  @Test
  void what_nobody_approved_is_not_wanted() {
    assertThat(pulls().isWanted(fix(Action.APPROVAL, "waiting"))).isFalse();
  }

  @Test
  void what_is_open_from_before_the_state_was_lost_is_adopted_without_an_approval() {
    Effect effect = fix(Action.PULL_REQUEST, "waiting");
    isOpen(effect);

    assertThat(ensure(pulls(), effect, Attempt.WRITE).kind()).isEqualTo(EffectResult.Kind.SETTLED);

    assertThat(incident()).isEqualTo(IncidentState.PULL_REQUEST_OPEN);
    assertThat(forge.writes).doesNotContain("pull request cicd-monitor/fix-1");
  }

  @Test
  void a_risky_fix_that_nobody_approved_is_never_opened_however_it_was_decided() {
    Effect effect = fix(Action.PULL_REQUEST, "waiting");

    EffectResult result = ensure(pulls(), effect, Attempt.WRITE);

    assertThat(result.kind()).isEqualTo(EffectResult.Kind.STALE);
    assertThat(forge.writes).isEmpty();
    state.database().change(in -> pulls().onRefused(in, effect, result));
    assertThat(incident()).isEqualTo(IncidentState.NEW);
  }

  // ---- withdrawal -----------------------------------------------------------------------------

  private EffectResult withdrawn(String state, String headSha) {
    forge.pulls.add(new Forge.PullRequest(
        7, "https://forge.example/7", state, false, "main", headSha, "", "me"));
    forge.branch = Optional.of(new Forge.Branch("cicd-monitor/fix-1", headSha, "tree"));
    return ensure(
        new WithdrawalHandler(this.state.database(), forge),
        planned(new WithdrawPullRequest(7, "cicd-monitor/fix-1", "ours")),
        Attempt.WRITE);
  }

  @Test
  void a_pull_request_that_is_not_needed_is_closed_and_its_branch_removed() {
    assertThat(withdrawn("open", "ours").detail()).isEqualTo(PullRequests.State.WITHDRAWN.word());
    assertThat(forge.writes).containsExactly("comment 7", "close 7", "delete cicd-monitor/fix-1");
  }

  @Test
  void a_pull_request_that_a_person_pushed_to_or_closed_is_left_to_them() {
    assertThat(withdrawn("open", "theirs").detail())
        .isEqualTo(PullRequests.State.HANDED_OVER.word());
    assertThat(forge.writes).isEmpty();
  }

  @Test
  void a_pull_request_that_a_person_closed_stays_so() {
    assertThat(withdrawn("closed", "ours").detail()).isEqualTo(PullRequests.State.CLOSED.word());
    assertThat(forge.writes).isEmpty();
  }
}
