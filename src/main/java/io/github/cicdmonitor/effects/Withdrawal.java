package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Effects.Effect;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.PullRequests.PullRequest;
import io.github.cicdmonitor.store.Transaction;
import java.util.List;
import java.util.Optional;

/** A pull request that is no longer needed: said on it, closed, its branch removed. */
public final class Withdrawal {
  private static final String MARK = "<!-- cicd-monitor withdrawn -->";

  private final Forge forge;

  Withdrawal(Forge forge) {
    this.forge = forge;
  }

  /** The pull request is not needed any more. */
  public static void begin(
      Transaction in, Database database, Incident incident, PullRequest pullRequest) {
    new PullRequests(database)
        .change(in, pullRequest, PullRequests.State.WITHDRAWN, pullRequest.checks());
    plan(in, new Effects(database), incident, pullRequest);
  }

  private static void plan(Transaction in, Effects effects, Incident incident, PullRequest pullRequest) {
    effects.plan(
        in,
        "withdraw:" + incident.repository().key() + ":" + pullRequest.number(),
        Effects.Kind.WITHDRAW_PULL_REQUEST,
        Optional.of(incident.id()),
        Optional.of(incident.repository()),
        pullRequest.number() + " " + pullRequest.branch() + " " + pullRequest.headSha());
  }

  /** Anybody can write the mark; it counts from the account that opened the pull request. */
  static boolean isSaid(List<Forge.Comment> comments, Forge.PullRequest pull) {
    return comments.stream()
        .anyMatch(comment ->
            comment.body().contains(MARK) && comment.author().equalsIgnoreCase(pull.author()));
  }

  /** How the pull request stands afterwards. */
  record Result(PullRequests.State found) {}

  Result ensure(Effect effect) {
    String[] parts = effect.payload().split(" ", 3);
    int number = Integer.parseInt(parts[0]);
    RepositoryName repository = effect.repository().orElseThrow();
    Optional<Forge.PullRequest> ours = forge.pullRequests(repository, parts[1]).stream()
        .filter(there -> there.number() == number)
        .findFirst();
    if (ours.isEmpty()) {
      return new Result(PullRequests.State.WITHDRAWN);
    }
    if (ours.get().merged()) {
      return new Result(PullRequests.State.MERGED);
    }
    boolean said = isSaid(forge.comments(repository, number), ours.get());
    if (!ours.get().state().equals("open") && !said) {
      return new Result(PullRequests.State.CLOSED);
    }
    if (!ours.get().headSha().equals(parts[2])) {
      return new Result(PullRequests.State.HANDED_OVER);
    }
    if (!said) {
      forge.comment(
          repository,
          number,
          "The branch passes again without this change, so it is not needed. Closing.\n" + MARK);
    }
    if (ours.get().state().equals("open")) {
      forge.close(repository, number);
    }
    if (forge.branch(repository, parts[1]).isPresent()) {
      forge.deleteBranch(repository, parts[1]);
    }
    return new Result(PullRequests.State.WITHDRAWN);
  }
}
