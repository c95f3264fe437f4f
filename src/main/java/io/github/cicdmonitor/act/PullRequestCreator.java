package io.github.cicdmonitor.act;

import io.github.cicdmonitor.config.Config.RemediationSettings;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * Branch, one commit, pull request: looked for before made, so that doing it again after a crash or a
 * lost reply finds what is there. The branch name and the signature in the body are the ledger that a
 * lost state file cannot lose.
 */
final class PullRequestCreator {
  private final Forge forge;
  private final RemediationSettings settings;

  PullRequestCreator(Forge forge, RemediationSettings settings) {
    this.forge = forge;
    this.settings = settings;
  }

  static void plan(Transaction in, Effects effects, Incident incident, Proposals.Stored stored) {
    // The branch is named after the failure's signature and generation, and so is the effect.
    effects.planAnew(
        in,
        "pull_request:" + incident.repository().key() + ":" + stored.proposal().headBranch(),
        Effects.Kind.PULL_REQUEST,
        Optional.of(incident.id()),
        Optional.of(incident.repository()),
        Long.toString(stored.id()));
  }

  /** A pull request of ours that is open now. */
  record Opened(int number, String url, String headSha, Holds holds) {}

  /** Whether the files in it are those of the proposal. */
  enum Holds {
    PROPOSAL,
    OTHER_CONTENT
  }

  /** Either opened, or why not. */
  record Result(Optional<Opened> opened, EffectResult result) {
    static Result of(EffectResult result) {
      return new Result(Optional.empty(), result);
    }
  }

  /** What may be done when nothing is found. */
  enum Attempt {
    WRITE,
    LOOK_ONLY
  }

  Result ensure(Proposal proposal, Signature signature, Attempt attempt) {
    RepositoryName repository = proposal.repository();
    for (Forge.PullRequest there : forge.pullRequests(repository, proposal.headBranch())) {
      boolean ours = isOurs(there, signature);
      if (there.state().equals("open")) {
        return ours
            ? opened(there, holdsIn(there, proposal))
            : Result.of(
                EffectResult.refused("pull request #" + there.number() + " uses our branch name"));
      }
      if (ours && !there.merged() && !isWithdrawn(repository, there)) {
        return Result.of(
            EffectResult.refused("pull request #" + there.number() + " was closed by a person"));
      }
    }
    if (attempt == Attempt.LOOK_ONLY) {
      return Result.of(EffectResult.refused("given up after several attempts"));
    }
    Optional<Forge.Branch> base = forge.branch(repository, proposal.baseBranch());
    if (base.isEmpty()) {
      return Result.of(EffectResult.stale("the branch " + proposal.baseBranch() + " is gone"));
    }
    Optional<String> moved = moved(repository, base.get().commit(), proposal.changes());
    if (moved.isPresent()) {
      return Result.of(EffectResult.stale(moved.get() + " has changed since"));
    }
    Optional<Forge.Branch> head = forge.branch(repository, proposal.headBranch());
    if (head.isPresent() && !holds(repository, head.get().commit(), proposal.changes())) {
      return Result.of(EffectResult.refused(
          "the branch " + proposal.headBranch() + " exists with other content"));
    }
    if (head.isEmpty()) {
      forge.createBranch(
          repository,
          proposal.headBranch(),
          base.get().commit(),
          proposal.changes(),
          PullRequestText.commitMessage(signature));
    }
    return open(proposal, signature);
  }

  private Result open(Proposal proposal, Signature signature) {
    try {
      Forge.PullRequest made = forge.openPullRequest(
          proposal.repository(),
          new Forge.NewPullRequest(
              proposal.title(),
              proposal.headBranch(),
              proposal.baseBranch(),
              proposal.body(),
              settings.draft(),
              true));
      return opened(made, Holds.PROPOSAL);
    } catch (MonitorException e) {
      // "already exists": an earlier request of ours arrived after we had looked.
      Optional<Forge.PullRequest> there = e.kind() == MonitorException.Kind.NO
          ? forge.pullRequests(proposal.repository(), proposal.headBranch()).stream()
              .filter(pull -> pull.state().equals("open") && isOurs(pull, signature))
              .findFirst()
          : Optional.empty();
      Forge.PullRequest ours = there.orElseThrow(() -> e);
      return opened(ours, holdsIn(ours, proposal));
    }
  }

  private static boolean isOurs(Forge.PullRequest pull, Signature signature) {
    return PullRequestText.signatureIn(pull.body()).equals(Optional.of(signature.value()));
  }

  private boolean isWithdrawn(RepositoryName repository, Forge.PullRequest pull) {
    return forge.comments(repository, pull.number()).stream().anyMatch(Withdrawal::isWithdrawal);
  }

  /** Labels are decoration: what becomes of them does not undo the pull request. */
  void label(RepositoryName repository, int number) {
    if (!settings.labels().isEmpty()) {
      forge.addLabels(repository, number, settings.labels());
    }
  }

  private Holds holdsIn(Forge.PullRequest there, Proposal proposal) {
    return holds(proposal.repository(), there.headSha(), proposal.changes())
        ? Holds.PROPOSAL
        : Holds.OTHER_CONTENT;
  }

  private static Result opened(Forge.PullRequest there, Holds holds) {
    return new Result(
        Optional.of(new Opened(there.number(), there.url(), there.headSha(), holds)),
        EffectResult.done(there.url()));
  }

  /** The first file that is no longer as it was when the proposal was judged. */
  private Optional<String> moved(
      RepositoryName repository, String commit, List<FileChange> changes) {
    return changes.stream()
        .filter(change -> !forge
            .file(repository, commit, change.path())
            .map(Forge.TextFile::text)
            .equals(change.before()))
        .map(FileChange::path)
        .findFirst();
  }

  private boolean holds(RepositoryName repository, String commit, List<FileChange> changes) {
    return changes.stream()
        .allMatch(change -> forge
            .file(repository, commit, change.path())
            .map(Forge.TextFile::text)
            .equals(change.after()));
  }
}
