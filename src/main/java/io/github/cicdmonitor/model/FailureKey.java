package io.github.cicdmonitor.model;

/**
 * One failed job of one attempt of a run.
 *
 * @param jobId 0 when the run itself is the failure (a startup failure has no jobs)
 */
public record FailureKey(RepositoryName repository, long runId, int attempt, long jobId) {
  public FailureKey {
    if (runId <= 0 || attempt <= 0 || jobId < 0) {
      throw new IllegalArgumentException("ids of a failure are positive");
    }
  }
}
