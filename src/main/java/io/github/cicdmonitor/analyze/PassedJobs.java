package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Successes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The job of a failure's name in the last green run of its workflow and branch; asked for once. */
public final class PassedJobs {
  private final JobLogs logs;
  private final Successes successes;
  private final Map<FailureKey, Optional<Long>> known = new HashMap<>();

  public PassedJobs(JobLogs logs, Successes successes) {
    this.logs = logs;
    this.successes = successes;
  }

  /** The last green run of the workflow on the branch. */
  Optional<Successes.Run> run(Failure failure) {
    return successes.last(failure.key().repository(), failure.workflowPath(), failure.branch());
  }

  /** Its job; empty where there is none, or more than one of the name. */
  Optional<Long> job(Failure failure) {
    return known.computeIfAbsent(failure.key(), key -> find(failure));
  }

  private Optional<Long> find(Failure failure) {
    RepositoryName repository = failure.key().repository();
    return run(failure)
        .flatMap(run -> logs.passedJob(repository, run.runId(), run.attempt(), failure.job()));
  }
}
