package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.config.Config.RemediationSettings;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.RepositoryFiles.RepositoryFile;
import io.github.cicdmonitor.forge.RepositorySource;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Branch, one commit, pull request: looked for before made, so that doing it again after a crash or a
 * lost reply finds what is there. The branch name and the signature in the body are the ledger that a
 * lost state file cannot lose.
 */
public final class PullRequestCreator {
  private final Forge forge;
  private final RemediationSettings settings;

  PullRequestCreator(Forge forge, RemediationSettings settings) {
    this.forge = forge;
    this.settings = settings;
  }

  /** Whether a pull request of ours for this failure is open, whatever is in it. */
  public static boolean isOpen(Forge forge, Proposal proposal, Signature signature) {
    return forge.pullRequests(proposal.repository(), proposal.headBranch()).stream()
        .anyMatch(there -> there.state().equals("open") && isOurs(there, proposal, signature));
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

  /** @param approvedBy who said yes; empty where nobody was asked */
  Result ensure(
      Proposal proposal,
      Signature signature,
      EffectHandler.Attempt attempt,
      Optional<String> approvedBy) {
    RepositoryName repository = proposal.repository();
    RepositorySource.Repository now = forge.repository(repository);
    if (proposal.repositoryId() != now.id()) {
      return Result.of(EffectResult.refused(otherRepository(repository)));
    }
    for (Forge.PullRequest there : forge.pullRequests(repository, proposal.headBranch())) {
      boolean ours = isOurs(there, proposal, signature);
      if (there.state().equals("open")) {
        return ours
            ? opened(there, holdsIn(there, proposal))
            : conflict(
                repository,
                "pull request #" + there.number() + " uses our branch for something else");
      }
      if (ours && !there.merged() && !isWithdrawn(repository, there)) {
        return Result.of(
            EffectResult.refused("pull request #" + there.number() + " was closed by a person"));
      }
    }
    if (now.archived()) {
      return Result.of(EffectResult.refused("the repository is archived and takes no changes"));
    }
    if (attempt == EffectHandler.Attempt.LOOK_ONLY) {
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
    if (head.isPresent() && !isOurCommit(head.get(), proposal)) {
      return conflict(
          repository,
          "the branch " + proposal.headBranch() + " exists with other content and is left alone");
    }
    if (head.isEmpty()) {
      forge.createBranch(
          repository,
          new Forge.NewBranch(
              proposal.headBranch(),
              base.get().commit(),
              proposal.changes(),
              PullRequestText.commitMessage(proposal.title(), signature)));
    }
    return open(proposal, signature, approvedBy);
  }

  private Result open(Proposal proposal, Signature signature, Optional<String> approvedBy) {
    String body =
        approvedBy.map(by -> PullRequestText.approved(proposal.body(), by)).orElse(proposal.body());
    try {
      Forge.PullRequest made = forge.openPullRequest(
          proposal.repository(),
          new Forge.NewPullRequest(
              proposal.title(),
              proposal.headBranch(),
              proposal.baseBranch(),
              body,
              settings.draft(),
              true));
      return opened(made, Holds.PROPOSAL);
    } catch (MonitorException e) {
      if (e.kind() != MonitorException.Kind.NO) {
        throw e;
      }
      return refused(proposal, signature, e);
    }
  }

  /** What a 422 means is read from the repository, not from the words that came with it. */
  private Result refused(Proposal proposal, Signature signature, MonitorException e) {
    RepositoryName repository = proposal.repository();
    // "already exists": an earlier request of ours arrived after we had looked.
    Optional<Forge.PullRequest> there =
        forge.pullRequests(repository, proposal.headBranch()).stream()
            .filter(pull -> pull.state().equals("open") && isOurs(pull, proposal, signature))
            .findFirst();
    if (there.isPresent()) {
      return opened(there.get(), holdsIn(there.get(), proposal));
    }
    if (forge.branch(repository, proposal.baseBranch()).isEmpty()) {
      return Result.of(EffectResult.stale("the branch " + proposal.baseBranch() + " is gone"));
    }
    boolean nothingAhead = forge
        .compare(repository, proposal.baseBranch(), proposal.headBranch())
        .filter(comparison -> comparison.commitsAhead() == 0)
        .isPresent();
    if (nothingAhead) {
      return Result.of(
          EffectResult.refused("the change is on " + proposal.baseBranch() + " already"));
    }
    throw e;
  }

  public static String otherRepository(RepositoryName repository) {
    return repository + " is another repository now than the one that failed";
  }

  /** Somebody else has what we would need: never overwritten, and told as a failure of this run. */
  private static Result conflict(RepositoryName repository, String why) {
    throw MonitorException.of(
        MonitorException.Kind.NO,
        "could not open a pull request in " + repository,
        why,
        "Rename or delete it if the fix is wanted, and run 'cicd-monitor analyze --id' for the"
            + " incident");
  }

  private static boolean isOurs(Forge.PullRequest pull, Proposal proposal, Signature signature) {
    return PullRequestText.signatureIn(pull.body()).equals(Optional.of(signature.value()))
        && pull.base().equals(proposal.baseBranch());
  }

  /** One commit on what the base branch has, with the proposal's files as proposed and no other. */
  private boolean isOurCommit(Forge.Branch head, Proposal proposal) {
    Set<String> paths =
        proposal.changes().stream().map(FileChange::path).collect(Collectors.toSet());
    return forge
            .compare(proposal.repository(), proposal.baseBranch(), head.commit())
            .filter(ahead -> ahead.commitsAhead() == 1 && ahead.files().equals(paths))
            .isPresent()
        && holds(proposal.repository(), head.commit(), proposal.changes());
  }

  private boolean isWithdrawn(RepositoryName repository, Forge.PullRequest pull) {
    return WithdrawalHandler.isSaid(forge.comments(repository, pull.number()), pull);
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
        .filter(change -> !hasTextBefore(repository, commit, change)
            || (change.changesMode() && !hasMode(repository, commit, change, change.mode())))
        .map(FileChange::path)
        .findFirst();
  }

  private boolean hasTextBefore(RepositoryName repository, String commit, FileChange change) {
    return forge
        .file(repository, commit, change.path())
        .map(RepositoryFile::text)
        .equals(change.before());
  }

  private boolean hasMode(
      RepositoryName repository, String commit, FileChange change, String mode) {
    return mode.equals(
        forge.treeModes(repository, commit, Set.of(change.path())).getOrDefault(change.path(), ""));
  }

  private boolean holds(RepositoryName repository, String commit, List<FileChange> changes) {
    return changes.stream().allMatch(change -> holds(repository, commit, change));
  }

  private boolean holds(RepositoryName repository, String commit, FileChange change) {
    return forge
            .file(repository, commit, change.path())
            .map(RepositoryFile::text)
            .equals(change.after())
        && (!change.changesMode() || hasMode(repository, commit, change, change.modeAfter()));
  }
}
