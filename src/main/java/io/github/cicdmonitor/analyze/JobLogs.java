package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.RepositoryName;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Logs and annotations of finished jobs. */
public interface JobLogs {
  /**
   * The job's log, streamed; the caller closes it. Empty when GitHub no longer has it (404, 410).
   * The Location of the 302 is followed without the token.
   */
  Optional<InputStream> open(RepositoryName repository, long jobId);

  /** The job of that name that passed in a run; empty where there is none, or more than one. */
  Optional<Long> passedJob(RepositoryName repository, long runId, int attempt, String name);

  /** {@code title: message} of the job's annotations of level failure and warning, in order. */
  List<String> annotations(RepositoryName repository, long jobId);
}
