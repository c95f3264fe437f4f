package io.github.cicdmonitor.forge;

import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;

/**
 * Links built by us from checked parts, never taken from a text.
 *
 * @param root {@code https://github.com}, or the GitHub Enterprise Server's own
 */
public record WebLinks(String root) {
  public String job(FailureKey key) {
    String run = run(key.repository(), key.runId());
    return key.jobId() == 0 ? run + "/attempts/" + key.attempt() : run + "/job/" + key.jobId();
  }

  /**
   * A line of a step's log. The page counts as the runner does, from 1 and with the marks of groups
   * (actions/runner, {@code ExecutionContext.Write}).
   */
  public String line(FailureKey job, int step, int line) {
    return job(job) + "#step:" + step + ":" + line;
  }

  public String run(RepositoryName repository, long runId) {
    return root + "/" + repository + "/actions/runs/" + runId;
  }

  public String pullRequest(RepositoryName repository, int number) {
    return root + "/" + repository + "/pull/" + number;
  }

  public String commit(RepositoryName repository, String sha) {
    return root + "/" + repository + "/commit/" + sha;
  }
}
