package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Effects.Effect;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.Transaction;
import java.util.Optional;

/** Re-runs of the failed jobs of a run, once for each attempt that failed. */
public final class RerunRequester {
  private final Forge forge;

  RerunRequester(Forge forge) {
    this.forge = forge;
  }

  /** One for each attempt that failed, whichever incidents it belongs to. */
  public static String key(FailureKey failure) {
    return "rerun:" + failure.repository().key() + ":" + failure.runId() + ":" + failure.attempt();
  }

  public static void plan(Transaction in, Effects effects, Incident incident, Failure of) {
    FailureKey failure = of.key();
    effects.plan(
        in,
        key(failure),
        Effects.Kind.RERUN,
        Optional.of(incident.id()),
        Optional.of(incident.repository()),
        failure.runId() + " " + failure.attempt() + " " + of.repositoryId());
  }

  /** The run and the attempt that failed. */
  static Reruns.Rerun of(Effect effect) {
    String[] parts = effect.payload().split(" ", -1);
    return new Reruns.Rerun(
        effect.repository().orElseThrow(),
        Long.parseLong(parts[0]),
        Integer.parseInt(parts[1]),
        effect.incident().orElseThrow());
  }

  /** What looking, and perhaps asking, came to. */
  EffectResult ensure(Effect effect, PullRequestCreator.Attempt allowed) {
    Reruns.Rerun wanted = of(effect);
    RepositoryName repository = wanted.repository();
    long runId = wanted.runId();
    int attempt = wanted.attempt();
    Optional<Forge.RunState> run = forge.run(repository, runId);
    if (run.isEmpty()) {
      return EffectResult.refused("the run is gone");
    }
    if (isElsewhere(effect, run.get())) {
      return EffectResult.refused(PullRequestCreator.otherRepository(repository));
    }
    if (run.get().attempt() > attempt) {
      return EffectResult.done("attempt " + run.get().attempt());
    }
    if (!run.get().complete()) {
      return EffectResult.postponed("the run is not complete");
    }
    if (allowed == PullRequestCreator.Attempt.LOOK_ONLY) {
      return EffectResult.refused("given up after several attempts");
    }
    if (hasMovedOn(forge, repository, run.get())) {
      return EffectResult.refused("the branch has moved on");
    }
    forge.rerunFailedJobs(repository, runId);
    return EffectResult.done("attempt " + (attempt + 1));
  }

  /** Of another repository under the same name; rows of earlier versions do not say which it was. */
  private static boolean isElsewhere(Effect effect, Forge.RunState run) {
    String[] parts = effect.payload().split(" ", -1);
    return parts.length > 2
        && run.repositoryId() != 0
        && Long.parseLong(parts[2]) != run.repositoryId();
  }

  /** A run of a tag has no branch to follow. */
  public static boolean hasMovedOn(Forge forge, RepositoryName repository, Forge.RunState run) {
    return forge
        .branch(repository, run.branch())
        .filter(branch -> !branch.commit().equals(run.headSha()))
        .isPresent();
  }
}
