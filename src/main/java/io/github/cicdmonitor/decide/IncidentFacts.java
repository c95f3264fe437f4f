package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Remediation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that a decision rests on.
 *
 * @param sameFailure repositories that failed with the same lines within the hour
 * @param outageFrom how many of them make an outage
 * @param passedSince the branch has passed since the newest failure
 * @param suspect what the diagnosis was made from gives orders to a machine
 * @param rerunWanted the diagnosis is transient, or says re-run, and is sure enough
 * @param rerunGrounded not only a model says so: the rules alone would have it re-run
 * @param fixRefused a person closed a pull request for this failure without merging it, or took
 *     it back afterwards
 * @param poorRecord why the recipe or model that the fix comes from may not act by itself; empty
 *     where it may
 * @param mostOpenPullRequests so many of ours a repository may have open
 */
record IncidentFacts(
    List<String> sameFailure,
    int outageFrom,
    boolean fromFork,
    boolean passedSince,
    boolean developers,
    boolean suspect,
    boolean rerunWanted,
    boolean rerunGrounded,
    Remediation.Kind remedy,
    boolean commandAllowed,
    boolean fixRefused,
    Optional<String> poorRecord,
    int mostOpenPullRequests,
    Asked asked) {

  IncidentFacts {
    sameFailure = List.copyOf(sameFailure);
  }

  /**
   * What costs requests, or a command, and is empty until the table asks for it.
   *
   * @param workflowsRight false where the token may not change workflow files, as far as is known
   * @param pullRequestOpen a pull request of ours for this failure is open on GitHub
   * @param openPullRequests how many of ours the repository has open
   */
  record Asked(
      Optional<Rerun> rerun,
      Optional<Command> command,
      Optional<Fix> fix,
      Optional<Boolean> workflowsRight,
      Optional<Boolean> pullRequestOpen,
      OptionalInt openPullRequests) {
    static final Asked NOTHING = new Asked(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  private IncidentFacts asked(Asked more) {
    return new IncidentFacts(
        sameFailure,
        outageFrom,
        fromFork,
        passedSince,
        developers,
        suspect,
        rerunWanted,
        rerunGrounded,
        remedy,
        commandAllowed,
        fixRefused,
        poorRecord,
        mostOpenPullRequests,
        more);
  }

  Optional<Rerun> rerun() {
    return asked.rerun();
  }

  Optional<Command> command() {
    return asked.command();
  }

  Optional<Fix> fix() {
    return asked.fix();
  }

  /** Whether the failed jobs can be re-run, or else why not. */
  enum RerunChance {
    POSSIBLE,
    RUN_NOT_COMPLETE,
    TRIED,
    RUN_GONE,
    NOT_NEWEST_ATTEMPT,
    BRANCH_MOVED_ON
  }

  /** @param reruns how often the run was re-run */
  record Rerun(RerunChance chance, int reruns) {}

  /** @param told why it made no fix; empty where it changed files */
  record Command(Optional<String> told) {}

  /**
   * The proposal as the gate judges it.
   *
   * @param gate empty where there is nothing to judge
   * @param misfit why there is not
   * @param takenBy another incident whose open fix changes the same file
   */
  record Fix(
      Optional<GateDecision.Outcome> gate,
      String misfit,
      boolean triedBefore,
      boolean changesWorkflows,
      Optional<String> takenBy) {
    static Fix none(String misfit) {
      return new Fix(Optional.empty(), misfit, false, false, Optional.empty());
    }

    /** Whether it would be offered: as a pull request, or to a person who decides. */
    boolean offered() {
      return gate.filter(outcome ->
              outcome == GateDecision.Outcome.AUTO || outcome == GateDecision.Outcome.APPROVAL)
          .isPresent();
    }
  }

  IncidentFacts with(Rerun found) {
    return asked(new Asked(
        Optional.of(found),
        command(),
        fix(),
        asked.workflowsRight(),
        asked.pullRequestOpen(),
        asked.openPullRequests()));
  }

  IncidentFacts with(Command found) {
    return asked(new Asked(
        rerun(),
        Optional.of(found),
        fix(),
        asked.workflowsRight(),
        asked.pullRequestOpen(),
        asked.openPullRequests()));
  }

  IncidentFacts with(Fix found) {
    return asked(new Asked(
        rerun(),
        command(),
        Optional.of(found),
        asked.workflowsRight(),
        asked.pullRequestOpen(),
        asked.openPullRequests()));
  }

  IncidentFacts withWorkflowsRight(boolean right) {
    return ofGitHub(Optional.of(right), asked.pullRequestOpen(), asked.openPullRequests());
  }

  IncidentFacts withPullRequestOpen(boolean open) {
    return ofGitHub(asked.workflowsRight(), Optional.of(open), asked.openPullRequests());
  }

  IncidentFacts withOpenPullRequests(int open) {
    return ofGitHub(asked.workflowsRight(), asked.pullRequestOpen(), OptionalInt.of(open));
  }

  private IncidentFacts ofGitHub(
      Optional<Boolean> right, Optional<Boolean> pullRequest, OptionalInt open) {
    return asked(new Asked(rerun(), command(), fix(), right, pullRequest, open));
  }
}
