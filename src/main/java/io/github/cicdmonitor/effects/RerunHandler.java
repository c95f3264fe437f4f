package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.EffectPayload.RerunJobs;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Re-runs of the failed jobs of a run, once for each attempt that failed. */
public final class RerunHandler implements EffectHandler {
  private final Forge forge;
  private final Reruns reruns;
  private final Incidents incidents;
  private final NotDone notDone;

  RerunHandler(Database database, Forge forge, NoticeWriter writer) {
    this.forge = forge;
    this.reruns = new Reruns(database);
    this.incidents = new Incidents(database);
    this.notDone = new NotDone(database, writer);
  }

  /** One for each attempt that failed, whichever incidents it belongs to. */
  public static String key(FailureKey failure) {
    return "rerun:" + failure.repository().key() + ":" + failure.runId() + ":" + failure.attempt();
  }

  public static void plan(Transaction in, Effects effects, Incident incident, Failure of) {
    FailureKey failure = of.key();
    RerunJobs payload =
        new RerunJobs(failure.runId(), failure.attempt(), OptionalLong.of(of.repositoryId()));
    effects.plan(in, Effects.Plan.of(key(failure), incident, payload));
  }

  /** Several incidents can wait for one re-run. */
  @Override
  public boolean isWanted(Effect effect) {
    return !waitingFor(effect).stream().map(Reruns.Rerun::incident).allMatch(this::isResolved);
  }

  private boolean isResolved(long incident) {
    return incidents
        .find(incident)
        .map(found -> found.state() == IncidentState.RESOLVED)
        .orElse(true);
  }

  @Override
  public EffectResult ensure(Effect effect, Attempt allowed, Runnable declare) {
    declare.run();
    RerunJobs wanted = (RerunJobs) effect.content();
    RepositoryName repository = effect.repository().orElseThrow();
    Optional<WorkflowRun> run = forge.run(repository, wanted.runId());
    if (run.isEmpty()) {
      return EffectResult.refused("the run is gone");
    }
    if (isElsewhere(wanted, run.get())) {
      return EffectResult.refused(PullRequestCreator.otherRepository(repository));
    }
    if (run.get().attempt() > wanted.attempt()) {
      return EffectResult.done("attempt " + run.get().attempt());
    }
    if (!run.get().isComplete()) {
      return EffectResult.postponed("the run is not complete");
    }
    if (allowed == Attempt.LOOK_ONLY) {
      return EffectResult.refused("given up after several attempts");
    }
    if (hasMovedOn(forge, repository, run.get())) {
      return EffectResult.refused("the branch has moved on");
    }
    forge.rerunFailedJobs(repository, wanted.runId());
    return EffectResult.done("attempt " + (wanted.attempt() + 1));
  }

  /** Of another repository under the same name, where the row and the answer say which it is. */
  private static boolean isElsewhere(RerunJobs wanted, WorkflowRun run) {
    return run.repositoryId() != 0
        && wanted.repositoryId().isPresent()
        && wanted.repositoryId().getAsLong() != run.repositoryId();
  }

  /** A run of a tag has no branch to follow. */
  public static boolean hasMovedOn(Forge forge, RepositoryName repository, WorkflowRun run) {
    return forge
        .branch(repository, run.headBranch())
        .filter(branch -> !branch.commit().equals(run.headSha()))
        .isPresent();
  }

  @Override
  public void onRefused(Transaction in, Effect effect, EffectResult result) {
    List<Reruns.Rerun> waiting =
        effect.isWhole() ? waitingFor(effect) : reruns.pendingOf(effect.incident());
    for (Reruns.Rerun each : waiting) {
      reruns.settle(in, each, "gone");
      notDone.report(in, each.incident(), result.detail());
    }
  }

  private List<Reruns.Rerun> waitingFor(Effect effect) {
    RerunJobs wanted = (RerunJobs) effect.content();
    return reruns.pending(effect.repository().orElseThrow(), wanted.runId(), wanted.attempt());
  }
}
