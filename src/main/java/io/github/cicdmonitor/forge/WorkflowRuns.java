package io.github.cicdmonitor.forge;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.Optional;

/** A workflow run as it stands now. */
public interface WorkflowRuns {
  /**
   * The newest attempt; empty when the run is gone (404). Asked anew each time: it goes on meanwhile,
   * and who is about to re-run it must not go by what it was.
   */
  Optional<WorkflowRun> run(RepositoryName repository, long runId);
}
