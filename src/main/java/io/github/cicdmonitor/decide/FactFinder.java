package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.command.AllowedCommands;
import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.decide.IncidentFacts.Fix;
import io.github.cicdmonitor.decide.IncidentFacts.Rerun;
import io.github.cicdmonitor.decide.IncidentFacts.RerunChance;
import io.github.cicdmonitor.effects.PullRequestCreator;
import io.github.cicdmonitor.effects.RerunHandler;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.TrackRecord;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.FixRecords;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.SignatureHistory;
import io.github.cicdmonitor.store.Successes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from the state and GitHub what the decision table rests on. Writes nothing. */
final class FactFinder {
  private static final Duration OUTAGE_WINDOW = Duration.ofHours(1);

  private final Forge forge;
  private final Config config;
  private final Function<Excerpt, Diagnosis> byRules;
  private final AllowedCommands allowed;
  private final SignatureHistory history;
  private final Successes successes;
  private final Reruns reruns;
  private final Effects effects;
  private final Proposals proposals;
  private final FixRecords records;

  /** @param byRules what the rules alone say of an excerpt */
  FactFinder(Forge forge, Config config, Function<Excerpt, Diagnosis> byRules, Database database) {
    this.forge = forge;
    this.config = config;
    this.byRules = byRules;
    this.allowed = new AllowedCommands(config.remediation().commands());
    this.history = new SignatureHistory(database);
    this.successes = new Successes(database);
    this.reruns = new Reruns(database);
    this.effects = new Effects(database);
    this.proposals = new Proposals(database);
    this.records = new FixRecords(database);
  }

  /**
   * What the state and the configuration tell.
   *
   * @param suspect whether there are signs of orders
   */
  IncidentFacts begin(DiagnosedIncident c, boolean suspect) {
    Diagnosis diagnosis = c.diagnosis();
    Remediation.Kind remedy = diagnosis.remediation().kind();
    boolean wanted = wantsRerun(diagnosis);
    // What a stranger wrote into the log may be all that a model's claim rests on.
    boolean grounded = !wanted
        || diagnosis.analyzer() == Diagnosis.Analyzer.RULES
        || wantsRerun(byRules.apply(c.excerpt()));
    // The gate, or the operator's list, judges another remedy, so no re-run has to stand in for it.
    boolean other = (suspect && remedy == Remediation.Kind.EDIT)
        || (!grounded && remedy != Remediation.Kind.NONE && remedy != Remediation.Kind.RERUN);
    return new IncidentFacts(
        sameFailure(c),
        config.remediation().outageRepositories(),
        c.failures().stream().anyMatch(Failure::fromFork),
        successes.after(c.failures()),
        diagnosis.failureClass() == FailureClass.DEVELOPER,
        suspect,
        wanted && !other,
        grounded,
        remedy,
        allowed.allows(diagnosis.remediation().command()),
        history.wasRefused(c.incident().repository(), c.incident().signature()),
        poorRecord(diagnosis),
        config.remediation().maxOpenPullRequestsPerRepository(),
        IncidentFacts.Asked.NOTHING);
  }

  private static boolean wantsRerun(Diagnosis diagnosis) {
    return saysRerun(diagnosis) && diagnosis.confidence() >= Diagnosis.TELLABLE;
  }

  /** Whether the diagnosis calls for a re-run, however sure it is. */
  static boolean saysRerun(Diagnosis diagnosis) {
    return diagnosis.transientFault() || diagnosis.remediation().kind() == Remediation.Kind.RERUN;
  }

  /** Of the recipe that made the fix and of the model that answered, in all repositories. */
  private Optional<String> poorRecord(Diagnosis diagnosis) {
    Optional<TrackRecord> recipe = diagnosis.remediation().fix().map(records::ofRecipe);
    Optional<TrackRecord> model = diagnosis.analyzer() == Diagnosis.Analyzer.LLM
        ? diagnosis.model().map(records::ofModel)
        : Optional.empty();
    return Stream.of(recipe, model)
        .flatMap(Optional::stream)
        .filter(TrackRecord::isPoor)
        .map(TrackRecord::words)
        .findFirst();
  }

  List<String> sameFailure(DiagnosedIncident c) {
    Instant at = c.incident().lastFailedAt();
    return history.repositoriesWith(
        c.incident().signature().linesDigest(), at.minus(OUTAGE_WINDOW), at.plus(OUTAGE_WINDOW));
  }

  Rerun rerun(DiagnosedIncident c) {
    FailureKey key = c.newest().key();
    // Earlier attempts were re-run, by whomever: a lost state must not make it start over.
    int others = key.attempt() - 1;
    if (config.remediation().maxRerunsPerRun() <= others) {
      return new Rerun(RerunChance.TRIED, others);
    }
    boolean refused = effects
        .find(RerunHandler.key(key))
        .filter(effect -> effect.state() == Effect.State.REFUSED)
        .isPresent();
    int all = reruns.ofRun(key.repository(), key.runId());
    return refused || reruns.isSettled(c.incident().id(), key.runId(), key.attempt())
        ? new Rerun(RerunChance.TRIED, all)
        : new Rerun(chance(key), all);
  }

  private RerunChance chance(FailureKey key) {
    Optional<Forge.RunState> run = forge.run(key.repository(), key.runId());
    if (run.isEmpty()) {
      return RerunChance.RUN_GONE;
    }
    // Also when somebody re-runs it now, or we did before our state was lost: what comes of it
    // counts.
    if (!run.get().complete()) {
      return RerunChance.RUN_NOT_COMPLETE;
    }
    if (run.get().attempt() > key.attempt()) {
      return RerunChance.NOT_NEWEST_ATTEMPT;
    }
    return RerunHandler.hasMovedOn(forge, key.repository(), run.get())
        ? RerunChance.BRANCH_MOVED_ON
        : RerunChance.POSSIBLE;
  }

  Fix fix(DiagnosedIncident c, ProposalJudge.Judgement judgement) {
    if (judgement.judged().isEmpty()) {
      return Fix.none(judgement.misfit());
    }
    Proposal proposal = judgement.judged().get().proposal();
    Fix judged = new Fix(
        Optional.of(judgement.judged().get().decision().outcome()),
        "",
        false,
        false,
        Optional.empty());
    return judged.offered()
        ? new Fix(
            judged.gate(),
            "",
            wasTriedBefore(c, proposal),
            proposal.changes().stream()
                .anyMatch(change -> change.path().startsWith(".github/workflows/")),
            takenBy(c, proposal))
        : judged;
  }

  private boolean wasTriedBefore(DiagnosedIncident c, Proposal proposal) {
    return proposals.failed(c.incident().repository(), c.incident().signature()).stream()
        .anyMatch(failed -> result(failed.proposal()).equals(result(proposal)));
  }

  /** The other incident whose fix stands on the same base, so that only one of them would fit. */
  private Optional<String> takenBy(DiagnosedIncident c, Proposal proposal) {
    Set<String> paths = paths(proposal);
    return proposals.underWay(c.incident().repository(), c.incident().id()).stream()
        .filter(other -> other.proposal().baseBranch().equals(proposal.baseBranch()))
        .filter(other -> !Collections.disjoint(paths(other.proposal()), paths))
        .map(other -> "incident " + other.incident())
        .findFirst();
  }

  /** As far as the credentials or GitHub tell; what is not known is tried. */
  boolean mayChangeWorkflows(DiagnosedIncident c) {
    return forge.mayChangeWorkflows(c.incident().repository()) != Forge.Right.NO;
  }

  /** A state that was lost, or is one of two, does not know what was approved and opened. */
  boolean isPullRequestOpen(DiagnosedIncident c, Proposal proposal) {
    return PullRequestCreator.isOpen(forge, proposal, c.incident().signature());
  }

  int openPullRequests(DiagnosedIncident c) {
    return forge.openPullRequests(
        c.incident().repository(), config.remediation().branchPrefix());
  }

  /** The files as they would be, their modes included. */
  private static Set<ResultingFile> result(Proposal proposal) {
    return proposal.changes().stream()
        .map(change -> new ResultingFile(change.path(), change.modeAfter(), change.after()))
        .collect(Collectors.toSet());
  }

  private record ResultingFile(String path, String mode, Optional<String> text) {}

  private static Set<String> paths(Proposal proposal) {
    return proposal.changes().stream().map(FileChange::path).collect(Collectors.toSet());
  }
}
