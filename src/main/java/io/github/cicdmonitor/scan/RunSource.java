package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.forge.RepositorySource;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.forge.WorkflowRuns;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Workflow runs as GitHub lists them. Every method throws {@code MonitorException} CREDENTIALS
 * (401, 403 without a limit, 404) or UNAVAILABLE (limits beyond the wait budget, 5xx, network,
 * nonsense).
 */
public interface RunSource extends RepositorySource, WorkflowRuns {
  /**
   * One page of the unfiltered listing, newest created first, 100 a page.
   *
   * @param etag the validator of the same page as last answered, with whom it was given to; a 304 comes back as {@link RunPage#notModified}
   */
  RunPage runs(RepositoryName repository, int page, Optional<String> etag);

  /** An earlier attempt; empty when it is gone. */
  Optional<WorkflowRun> attempt(RepositoryName repository, long runId, int attempt);

  /** All jobs of one attempt, across pages. */
  List<Job> jobs(RepositoryName repository, long runId, int attempt);

  /** As {@code title: message}, of level failure and warning; empty where they may not be read. */
  List<String> annotations(RepositoryName repository, long jobId);

  /** What the last answer said about the primary limit; empty before the first, or on GHES. */
  Optional<RateLimit> rateLimit();

  /** Whether a rate limit that outlasts the wait budget keeps us from asking: the scan is over then. */
  boolean isLimited();

  /** Whether it was a request about this repository that was answered with a rate limit. */
  default boolean isLimited(RepositoryName repository) {
    return false;
  }

  /** GitHub's clock less ours by its last answer; asks nothing, so empty before the first. */
  default Optional<Duration> clockAhead() {
    return Optional.empty();
  }

  /** Whether an answer of this run said that the repository has another name now (301). */
  default boolean isMoved(RepositoryName repository) {
    return false;
  }

  /** @param runs empty when not modified */
  record RunPage(
      boolean notModified, Optional<String> etag, List<WorkflowRun> runs, boolean hasNext) {
    public RunPage {
      runs = List.copyOf(runs);
    }
  }

  /**
   * Points left and used in the present hour.
   *
   * @param resetAt when that hour ends; empty where it is not said
   */
  record RateLimit(int remaining, int used, Optional<Instant> resetAt) {
    /** One in so many is left to those who act on what is found. */
    private static final int RESERVED = 10;

    /** Whether what is left should be left to the commands that analyse and act. */
    public boolean isReserved() {
      return remaining < (remaining + used) / RESERVED;
    }
  }
}
