package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.EffectPayload.WithdrawPullRequest;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.PullRequests.PullRequest;
import io.github.cicdmonitor.store.Transaction;
import java.util.List;
import java.util.Optional;

/** A pull request that is no longer needed: said on it, closed, its branch removed. */
public final class WithdrawalHandler implements EffectHandler {
  private static final String MARK = "<!-- cicd-monitor withdrawn -->";

  private final Database database;
  private final Forge forge;
  private final Effects effects;
  private final PullRequests pulls;

  WithdrawalHandler(Database database, Forge forge) {
    this.database = database;
    this.forge = forge;
    this.effects = new Effects(database);
    this.pulls = new PullRequests(database);
  }

  /** The pull request is not needed any more. */
  public static void begin(
      Transaction in, Database database, Incident incident, PullRequest pullRequest) {
    new PullRequests(database)
        .change(in, pullRequest, PullRequests.State.WITHDRAWN, pullRequest.checks());
    String key = "withdraw:" + incident.repository().key() + ":" + pullRequest.number();
    WithdrawPullRequest payload =
        new WithdrawPullRequest(pullRequest.number(), pullRequest.branch(), pullRequest.headSha());
    new Effects(database).plan(in, Effects.Plan.of(key, incident, payload));
  }

  /** Anybody can write the mark; it counts from the account that opened the pull request. */
  static boolean isSaid(List<Forge.Comment> comments, Forge.PullRequest pull) {
    return comments.stream()
        .anyMatch(comment ->
            comment.body().contains(MARK) && comment.author().equalsIgnoreCase(pull.author()));
  }

  @Override
  public boolean isWanted(Effect effect) {
    return true;
  }

  /** What a person did to the pull request in the meantime counts more than our withdrawal. */
  @Override
  public EffectResult ensure(Effect effect, Attempt allowed, Runnable declare) {
    declare.run();
    PullRequests.State found =
        withdraw(effect.repository().orElseThrow(), (WithdrawPullRequest) effect.content());
    database.change(in -> {
      effects.done(in, effect, found.word());
      pulls
          .of(effect.incident().orElse(0L))
          .filter(pull -> pull.state() != found)
          .ifPresent(pull -> pulls.change(in, pull, found, pull.checks()));
    });
    return EffectResult.settled(found.word());
  }

  /** How the pull request stands afterwards. */
  private PullRequests.State withdraw(RepositoryName repository, WithdrawPullRequest wanted) {
    int number = wanted.number();
    Optional<Forge.PullRequest> ours = forge.pullRequests(repository, wanted.branch()).stream()
        .filter(there -> there.number() == number)
        .findFirst();
    if (ours.isEmpty()) {
      return PullRequests.State.WITHDRAWN;
    }
    if (ours.get().merged()) {
      return PullRequests.State.MERGED;
    }
    boolean said = isSaid(forge.comments(repository, number), ours.get());
    if (!ours.get().state().equals("open") && !said) {
      return PullRequests.State.CLOSED;
    }
    if (!ours.get().headSha().equals(wanted.headSha())) {
      return PullRequests.State.HANDED_OVER;
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
    forge.deleteBranch(repository, wanted.branch());
    return PullRequests.State.WITHDRAWN;
  }

  @Override
  public void onRefused(Transaction in, Effect effect, EffectResult result) {
    // Nobody waits for it.
  }
}
