package io.github.cicdmonitor.act;

import io.github.cicdmonitor.act.Decision.Judged;
import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.Successes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The decision table (contract §4): the first row that matches. Reads the state and GitHub, writes
 * nothing; {@link Decisions} makes rows of what it says.
 */
public final class Decider {
  private static final Duration OUTAGE_WINDOW = Duration.ofHours(1);
  private static final int MOST_DIFF = 2_000; // characters; a message holds one more paragraph then

  private static final int MOST_SIGNALS = 3; // in a message
  private static final String PERSON_FIRST =
      ": the log, a name or the model's answer gives orders to a machine, so a person decides.";

  private static final Verdict RERUN = Verdict.of(
      new Decision(Action.RERUN, IncidentState.RERUN_REQUESTED, Optional.empty(), List.of(), ""));

  private final Forge forge;
  private final ProposalJudge judge;
  private final NoticeWriter writer;
  private final Diffs diffs;
  private final Config config;
  private final Incidents incidents;
  private final Successes successes;
  private final Story story;
  private final Reruns reruns;
  private final Effects effects;
  private final Proposals proposals;
  private final AllowedCommands allowed;

  public Decider(
      Forge forge,
      ProposalJudge judge,
      NoticeWriter writer,
      Diffs diffs,
      Config config,
      Database database) {
    this.forge = forge;
    this.judge = judge;
    this.writer = writer;
    this.diffs = diffs;
    this.config = config;
    this.proposals = new Proposals(database);
    this.incidents = new Incidents(database);
    this.successes = new Successes(database);
    this.story = new Story(database, writer);
    this.reruns = new Reruns(database);
    this.effects = new Effects(database);
    this.allowed = new AllowedCommands(config.remediation().commands());
  }

  /**
   * What is to be done, or why that has to wait for a later run, or a command whose outcome has to be
   * known first.
   *
   * @param command argv; empty where none is to be run
   */
  public record Verdict(Optional<Decision> decision, String waitingFor, List<String> command) {
    static Verdict of(Decision decision) {
      return new Verdict(Optional.of(decision), "", List.of());
    }

    static Verdict waitFor(String what) {
      return new Verdict(Optional.empty(), what, List.of());
    }

    static Verdict run(List<String> command) {
      return new Verdict(Optional.empty(), "its command", List.copyOf(command));
    }

    /** The command on one line, for people. */
    public String commandLine() {
      return AllowedCommands.shown(command);
    }
  }

  public Verdict decide(Case c) {
    Diagnosis diagnosis = c.diagnosis();
    List<String> sameLines = sameLines(c);
    if (sameLines.size() >= config.remediation().outageRepositories()) {
      return Verdict.of(outage(c, sameLines));
    }
    if (c.failures().stream().anyMatch(Failure::fromFork)) {
      return notify(c, "The run came from a fork, so nothing is changed or re-run.");
    }
    boolean wantsRerun =
        diagnosis.transientFault() || diagnosis.remediation().kind() == Remediation.Kind.RERUN;
    if (successes.after(c.failures())) {
      return over(c, wantsRerun);
    }
    if (diagnosis.failureClass() == FailureClass.DEVELOPER) {
      return notify(c, "");
    }
    String noRerun = "";
    if (wantsRerun && diagnosis.confidence() >= Diagnosis.TELLABLE) {
      RerunAnswer rerun =
          judge.signals(c).isEmpty() ? rerun(c) : RerunAnswer.no("Not re-run" + PERSON_FIRST);
      if (rerun.verdict().isPresent()) {
        return rerun.verdict().get();
      }
      noRerun = rerun.whyNot();
    }
    return switch (diagnosis.remediation().kind()) {
      case EDIT -> fix(c);
      case COMMAND -> command(c);
      case NONE, RERUN -> notify(c, noRerun);
    };
  }

  /** The same once its command was run: what it changed is judged like an edit. */
  public Verdict decide(Case c, CommandRunner.Outcome outcome) {
    if (!outcome.changes().isEmpty()) {
      return fix(c, judge.judge(c, outcome.changes()));
    }
    String printed = outcome.printed().isEmpty() ? "" : " It printed: " + outcome.printed();
    return notify(c, outcome.told(), printed);
  }

  private List<String> sameLines(Case c) {
    Instant at = c.incident().lastFailedAt();
    return incidents.repositoriesWith(
        c.incident().signature().linesDigest(), at.minus(OUTAGE_WINDOW), at.plus(OUTAGE_WINDOW));
  }

  private Decision outage(Case c, List<String> repositories) {
    String key =
        story.outageKey(c.incident().signature().linesDigest(), c.first().failedAt());
    IncidentState state =
        successes.after(c.failures()) ? IncidentState.RESOLVED : IncidentState.OUTAGE;
    return Decision.of(Action.OUTAGE, state, writer.outage(c, repositories, key), "");
  }

  private Verdict notify(Case c, String done) {
    return notify(c, done, "");
  }

  /** @param more for the message only, not for the audit trail */
  private Verdict notify(Case c, String done, String more) {
    String suspect = judge.signals(c).stream()
        .limit(MOST_SIGNALS)
        .map(signal -> "\nSuspect: " + signal.words())
        .collect(Collectors.joining());
    String told = done.isEmpty() && !suspect.isEmpty() ? "Nothing was re-run or changed." : done;
    return Verdict.of(Decision.of(
        Action.NOTIFY,
        IncidentState.NOTIFIED,
        writer.failure(c, told + more + suspect, author(c)),
        done));
  }

  /** The branch passes again before anything was done: told once, and nothing is left to do. */
  private Verdict over(Case c, boolean wantsRerun) {
    FailureKey key = c.newest().key();
    String passesAgain = Story.PASSES_AGAIN.words();
    List<Notice> notices;
    if (incidents.isToldOfRun(c.incident(), key.runId())) {
      notices = List.of();
    } else if (wantsRerun && passedWhenRerun(key)) {
      notices = List.of(story.recovered(c));
    } else {
      notices = List.of(writer.failure(c, passesAgain, author(c)));
    }
    return Verdict.of(new Decision(
        Action.NOTIFY, IncidentState.RESOLVED, Optional.empty(), notices, passesAgain));
  }

  /** Whoever had it re-run: a person, or we before our state was lost. */
  private boolean passedWhenRerun(FailureKey key) {
    return forge
        .run(key.repository(), key.runId())
        .filter(run -> run.attempt() > key.attempt())
        .filter(run -> run.complete() && run.conclusion().equals("success"))
        .isPresent();
  }

  /** Asked only where somebody could be mentioned for it; without an answer nobody is. */
  private Optional<String> author(Case c) {
    if (config.mentions().isEmpty() || c.diagnosis().failureClass() != FailureClass.DEVELOPER) {
      return Optional.empty();
    }
    try {
      return forge.authorOf(c.incident().repository(), c.newest().headSha());
    } catch (MonitorException e) {
      return Optional.empty();
    }
  }

  /** What is to be done, or in a sentence why a re-run is not to be had. */
  private record RerunAnswer(Optional<Verdict> verdict, String whyNot) {
    static RerunAnswer no(String why) {
      return new RerunAnswer(Optional.empty(), why);
    }
  }

  private RerunAnswer rerun(Case c) {
    FailureKey key = c.newest().key();
    // Earlier attempts were re-run, by whomever: a lost state must not make it start over.
    int others = key.attempt() - 1;
    if (config.remediation().maxRerunsPerRun() <= others) {
      return RerunAnswer.no(others == 0 ? "" : failedAgain(others));
    }
    boolean refused = effects
        .find(RerunRequester.key(key))
        .filter(effect -> effect.state() == Effects.State.REFUSED)
        .isPresent();
    if (refused || reruns.isSettled(c.incident().id(), key.runId(), key.attempt())) {
      int all = reruns.ofRun(key.repository(), key.runId());
      return RerunAnswer.no(all == 0 ? "" : failedAgain(all));
    }
    Optional<Forge.RunState> run = forge.run(key.repository(), key.runId());
    if (run.isEmpty()) {
      return RerunAnswer.no("Not re-run: the run is gone.");
    }
    // Also when somebody re-runs it now, or we did before our state was lost: what comes of it
    // counts.
    if (!run.get().complete()) {
      return new RerunAnswer(
          Optional.of(Verdict.waitFor("the run to complete before it is re-run")), "");
    }
    if (run.get().attempt() > key.attempt()) {
      return RerunAnswer.no("Not re-run: it is no longer the newest attempt.");
    }
    if (RerunRequester.hasMovedOn(forge, key.repository(), run.get())) {
      return RerunAnswer.no("Not re-run: the branch has moved on since.");
    }
    return new RerunAnswer(Optional.of(RERUN), "");
  }

  static String failedAgain(int reruns) {
    return reruns == 1
        ? "Re-run once; it failed again."
        : "Re-run " + reruns + " times; it failed again.";
  }

  private Verdict fix(Case c) {
    return wasRefused(c) ? refused(c) : fix(c, judge.judge(c));
  }

  private Verdict command(Case c) {
    List<String> argv = c.diagnosis().remediation().command();
    if (!allowed.allows(argv)) {
      return notify(c, "The command was not run: it is not one of those that may be.");
    }
    if (!judge.signals(c).isEmpty()) {
      return notify(c, "The command was not run" + PERSON_FIRST);
    }
    return wasRefused(c) ? refused(c) : Verdict.run(argv);
  }

  private boolean wasRefused(Case c) {
    return incidents.wasRefused(c.incident().repository(), c.incident().signature());
  }

  private Verdict refused(Case c) {
    return notify(
        c, "A pull request for this failure was closed without merging, so no other is opened.");
  }

  private Verdict fix(Case c, ProposalJudge.Judgement judgement) {
    if (judgement.judged().isEmpty()) {
      return notify(c, "No fix was proposed: " + judgement.misfit() + ".");
    }
    Judged judged = judgement.judged().get();
    GateDecision decision = judged.decision();
    boolean offered = decision.outcome() == GateDecision.Outcome.AUTO
        || decision.outcome() == GateDecision.Outcome.APPROVAL;
    if (offered && wasTriedBefore(c, judged.proposal())) {
      return notify(
          c,
          "The fix that comes to mind was tried before and did not help, so it is not proposed"
              + " again.");
    }
    if (offered && needsWorkflowsRight(c, judged.proposal())) {
      String diff = diffs.of(judged.proposal().changes());
      return notify(
          c,
          "A fix is known but not offered: the token may not change workflow files. It needs"
              + " \"Workflows: write\" (a classic token: the scope workflow).",
          " By hand:\n"
              + (diff.length() <= MOST_DIFF ? diff : diff.substring(0, MOST_DIFF) + "\n…"));
    }
    Optional<String> taken = offered ? takenBy(c, judged.proposal()) : Optional.empty();
    if (taken.isPresent()) {
      return Verdict.waitFor("the fix of " + taken.get() + ", which changes the same file");
    }
    return switch (decision.outcome()) {
      case BLOCK ->
        Verdict.of(new Decision(
            Action.BLOCKED,
            IncidentState.BLOCKED,
            Optional.of(judged),
            List.of(writer.blocked(c, decision)),
            ""));
      case REPORT_ONLY ->
        notify(c, "The proposed fix touches source code or tests, which is the authors' to do.");
      case APPROVAL ->
        Verdict.of(new Decision(
            Action.APPROVAL, IncidentState.AWAITING_APPROVAL, Optional.of(judged), List.of(), ""));
      case AUTO -> pullRequest(c, judged);
    };
  }

  private boolean wasTriedBefore(Case c, Proposal proposal) {
    return proposals.failed(c.incident().repository(), c.incident().signature()).stream()
        .anyMatch(failed -> outcome(failed.proposal()).equals(outcome(proposal)));
  }

  /** The other incident whose fix stands on the same base, so that only one of them would fit. */
  private Optional<String> takenBy(Case c, Proposal proposal) {
    Set<String> paths = paths(proposal);
    return proposals.underWay(c.incident().repository(), c.incident().id()).stream()
        .filter(other -> other.proposal().baseBranch().equals(proposal.baseBranch()))
        .filter(other -> !Collections.disjoint(paths(other.proposal()), paths))
        .map(other -> "incident " + other.incident())
        .findFirst();
  }

  private boolean needsWorkflowsRight(Case c, Proposal proposal) {
    return proposal.changes().stream()
            .anyMatch(change -> change.path().startsWith(".github/workflows/"))
        && forge.mayChangeWorkflows(c.incident().repository()) == Forge.Right.NO;
  }

  /** The files as they would be, their modes included. */
  private static Set<Outcome> outcome(Proposal proposal) {
    return proposal.changes().stream()
        .map(change -> new Outcome(change.path(), change.modeAfter(), change.after()))
        .collect(Collectors.toSet());
  }

  private record Outcome(String path, String mode, Optional<String> text) {}

  private static Set<String> paths(Proposal proposal) {
    return proposal.changes().stream().map(FileChange::path).collect(Collectors.toSet());
  }

  private Verdict pullRequest(Case c, Judged judged) {
    int open =
        forge.openPullRequests(c.incident().repository(), config.remediation().branchPrefix());
    if (open >= config.remediation().maxOpenPullRequestsPerRepository()) {
      return Verdict.waitFor(open + " open pull requests of ours to be merged or closed");
    }
    // The incident becomes "pull request open" when it is.
    return Verdict.of(new Decision(
        Action.PULL_REQUEST, IncidentState.DIAGNOSED, Optional.of(judged), List.of(), ""));
  }
}
