package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.command.AllowedCommands;
import io.github.cicdmonitor.command.CommandRunner;
import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.decide.Decision.Judged;
import io.github.cicdmonitor.decide.DecisionTable.Answer;
import io.github.cicdmonitor.decide.DecisionTable.Ask;
import io.github.cicdmonitor.decide.DecisionTable.Decided;
import io.github.cicdmonitor.decide.DecisionTable.Question;
import io.github.cicdmonitor.decide.DecisionTable.Wait;
import io.github.cicdmonitor.decide.ProposalJudge.Judgement;
import io.github.cicdmonitor.effects.Diffs;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.Reason;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.Notice;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.Wording;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.SignatureHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks the decision table, finds the facts that it asks for, and makes of its answer what is to be
 * recorded. Reads the state and GitHub, writes nothing; {@link Decisions} makes rows of it.
 */
public final class Decider {
  private static final int MOST_DIFF = 2_000; // characters; a message holds one more paragraph then

  private static final int MOST_SIGNALS = 3; // in a message

  private final FactFinder finder;
  private final Forge forge;
  private final ProposalJudge judge;
  private final NoticeWriter writer;
  private final Diffs diffs;
  private final Config config;
  private final SignatureHistory history;
  private final IncidentThread thread;

  /** @param byRules what the rules alone say of an excerpt */
  public Decider(
      Forge forge,
      ProposalJudge judge,
      NoticeWriter writer,
      Diffs diffs,
      Config config,
      Function<Excerpt, Diagnosis> byRules,
      Database database) {
    this.finder = new FactFinder(forge, config, byRules, database);
    this.forge = forge;
    this.judge = judge;
    this.writer = writer;
    this.diffs = diffs;
    this.config = config;
    this.history = new SignatureHistory(database);
    this.thread = new IncidentThread(database, writer);
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

  /** What was found on the way to a decision. */
  private record Found(
      IncidentFacts facts, Optional<Judgement> judgement, Optional<CommandRunner.Outcome> command) {
    Found with(IncidentFacts more) {
      return new Found(more, judgement, command);
    }
  }

  /** What is known of the same failure elsewhere: the repositories, and the message about them all. */
  List<String> outage(DiagnosedIncident c) {
    List<String> all = new ArrayList<>(finder.sameFailure(c));
    String lines = c.incident().signature().linesDigest();
    if (!lines.isEmpty()) {
      all.add(thread.outageKey(lines, c.first().failedAt()));
    }
    return all;
  }

  /** Without running a command: the verdict names it instead. */
  public Verdict preview(DiagnosedIncident c) {
    return decide(c, Optional.empty());
  }

  /** @param commands runs the command of a diagnosis, where it comes to that */
  public Verdict decide(
      DiagnosedIncident c, Function<DiagnosedIncident, CommandRunner.Outcome> commands) {
    return decide(c, Optional.of(commands));
  }

  private Verdict decide(
      DiagnosedIncident c, Optional<Function<DiagnosedIncident, CommandRunner.Outcome>> commands) {
    Found found =
        new Found(finder.begin(c, !judge.signals(c).isEmpty()), Optional.empty(), Optional.empty());
    while (true) {
      Answer answer = DecisionTable.decide(found.facts());
      if (answer instanceof Decided decided) {
        return Verdict.of(decision(c, decided, found));
      }
      if (answer instanceof Wait wait) {
        return Verdict.waitFor(Wording.of(wait.reason(), wait.detail()));
      }
      Question question = ((Ask) answer).question();
      if (question == Question.COMMAND && commands.isEmpty()) {
        return Verdict.run(c.diagnosis().remediation().command());
      }
      found = find(c, question, found, commands);
    }
  }

  private Found find(
      DiagnosedIncident c,
      Question question,
      Found found,
      Optional<Function<DiagnosedIncident, CommandRunner.Outcome>> commands) {
    IncidentFacts facts = found.facts();
    return switch (question) {
      case RERUN -> found.with(facts.with(finder.rerun(c)));
      case COMMAND -> {
        CommandRunner.Outcome outcome = commands.orElseThrow().apply(c);
        Optional<String> told =
            outcome.changes().isEmpty() ? Optional.of(outcome.told()) : Optional.empty();
        yield new Found(
            facts.with(new IncidentFacts.Command(told)), Optional.empty(), Optional.of(outcome));
      }
      case FIX -> {
        List<String> asks = facts.poorRecord().stream().toList();
        Judgement judgement = found
            .command()
            .map(outcome -> judge.judge(c, outcome.changes(), asks))
            .orElseGet(() -> judge.judge(c, asks));
        yield new Found(
            facts.with(finder.fix(c, judgement)), Optional.of(judgement), found.command());
      }
      case WORKFLOWS_RIGHT -> found.with(facts.withWorkflowsRight(finder.mayChangeWorkflows(c)));
      case PULL_REQUEST_OPEN ->
        found.with(
            facts.withPullRequestOpen(finder.isPullRequestOpen(c, judged(found).proposal())));
      case OPEN_PULL_REQUESTS -> found.with(facts.withOpenPullRequests(finder.openPullRequests(c)));
    };
  }

  private static Judged judged(Found found) {
    return found.judgement().flatMap(Judgement::judged).orElseThrow();
  }

  private Decision decision(DiagnosedIncident c, Decided decided, Found found) {
    return switch (decided.action()) {
      case OUTAGE -> outage(c, found.facts());
      case NOTIFY -> decided.reason() == Reason.PASSES_AGAIN ? over(c) : notify(c, decided, found);
      case RERUN ->
        new Decision(Action.RERUN, IncidentState.RERUN_REQUESTED, Optional.empty(), List.of(), "");
      case BLOCKED ->
        new Decision(
            Action.BLOCKED,
            IncidentState.BLOCKED,
            Optional.of(judged(found)),
            List.of(writer.blocked(c, judged(found).decision())),
            "");
      case APPROVAL -> offer(Action.APPROVAL, IncidentState.AWAITING_APPROVAL, decided, found);
      // The incident becomes "pull request open" when it is.
      case PULL_REQUEST -> offer(Action.PULL_REQUEST, IncidentState.DIAGNOSED, decided, found);
    };
  }

  private static Decision offer(Action action, IncidentState state, Decided decided, Found found) {
    String note = Wording.of(decided.reason(), decided.detail());
    return new Decision(action, state, Optional.of(judged(found)), List.of(), note);
  }

  private Decision outage(DiagnosedIncident c, IncidentFacts facts) {
    String key =
        thread.outageKey(c.incident().signature().linesDigest(), c.first().failedAt());
    IncidentState state = facts.passedSince() ? IncidentState.RESOLVED : IncidentState.OUTAGE;
    return Decision.of(Action.OUTAGE, state, writer.outage(c, facts.sameFailure(), key), "");
  }

  private Decision notify(DiagnosedIncident c, Decided decided, Found found) {
    String sentence = Wording.of(decided.reason(), decided.detail());
    String more = more(decided.reason(), found); // for the message only, not for the audit trail
    return Decision.of(
        Action.NOTIFY,
        IncidentState.NOTIFIED,
        writer.failure(c, sentence + more + suspects(c), author(c)),
        sentence);
  }

  private String suspects(DiagnosedIncident c) {
    return judge.signals(c).stream()
        .limit(MOST_SIGNALS)
        .map(signal -> "\nSuspect: " + signal.words())
        .collect(Collectors.joining());
  }

  private String more(Reason reason, Found found) {
    if (reason == Reason.COMMAND_WITHOUT_FIX) {
      return Wording.printed(found.command().map(CommandRunner.Outcome::printed).orElse(""));
    }
    if (reason == Reason.NO_WORKFLOWS_RIGHT) {
      String diff = diffs.of(judged(found).proposal().changes());
      return Wording.byHand(
          diff.length() <= MOST_DIFF ? diff : diff.substring(0, MOST_DIFF) + "\n…");
    }
    return "";
  }

  /** The branch passes again before anything was done: reported once, and nothing is left to do. */
  private Decision over(DiagnosedIncident c) {
    FailureKey key = c.newest().key();
    String passesAgain = Wording.PASSES_AGAIN.words();
    List<Notice> notices;
    if (history.isToldOfRun(c.incident(), key.runId())) {
      notices = List.of();
    } else if (FactFinder.saysRerun(c.diagnosis()) && passedWhenRerun(key)) {
      notices = List.of(thread.recovered(c));
    } else {
      notices = List.of(writer.failure(c, passesAgain, author(c)));
    }
    return new Decision(
        Action.NOTIFY, IncidentState.RESOLVED, Optional.empty(), notices, passesAgain);
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
  private Optional<String> author(DiagnosedIncident c) {
    if (config.mentions().isEmpty() || c.diagnosis().failureClass() != FailureClass.DEVELOPER) {
      return Optional.empty();
    }
    try {
      return forge.authorOf(c.incident().repository(), c.newest().headSha());
    } catch (MonitorException e) {
      return Optional.empty();
    }
  }
}
