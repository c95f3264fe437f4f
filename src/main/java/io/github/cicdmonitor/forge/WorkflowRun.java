package io.github.cicdmonitor.forge;

import java.time.Instant;

/**
 * One attempt of a workflow run. Strings are empty where GitHub gives null.
 *
 * @param status {@code completed}, {@code in_progress}, … ; unknown words pass through
 * @param conclusion empty while not completed; unknown words pass through
 * @param fromFork the head repository is not the repository that was asked (or is gone)
 * @param repositoryId of the repository that answered; 0 where it is not told
 * @param attemptStartedAt {@code run_started_at}: reset by a re-run, unlike {@code createdAt}
 */
public record WorkflowRun(
    long id,
    long repositoryId,
    int attempt,
    String workflowName,
    String workflowPath,
    String event,
    String headBranch,
    String headSha,
    boolean fromFork,
    String status,
    String conclusion,
    String actor,
    String url,
    Instant createdAt,
    Instant attemptStartedAt,
    Instant updatedAt) {
  public boolean isComplete() {
    return status.equals("completed");
  }
}
