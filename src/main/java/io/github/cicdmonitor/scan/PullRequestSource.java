package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What became of our pull requests. Reads only. */
public interface PullRequestSource {
  /** Empty when it is gone. */
  Optional<PullRequestFacts> pullRequest(RepositoryName repository, int number);

  /** The checks of a commit taken together. */
  Checks checks(RepositoryName repository, String sha);

  /**
   * The commits of a branch since then.
   *
   * @param etag of the last answer for the same branch and time, if that is of use
   */
  Landed landed(RepositoryName repository, String branch, Instant since, Optional<String> etag);

  /**
   * What is on a branch.
   *
   * @param notModified it is as last time, and {@code commits} is empty
   * @param commits newest first, a few hundred at most; empty where they cannot be read
   */
  record Landed(boolean notModified, Optional<String> etag, List<LandedCommit> commits) {
    public Landed {
      commits = List.copyOf(commits);
    }
  }

  /**
   * A commit on a branch.
   *
   * @param message whole, as its author wrote it
   */
  record LandedCommit(String sha, List<String> parents, String message) {
    public LandedCommit {
      parents = List.copyOf(parents);
    }
  }

  /**
   * @param mergeCommit empty when not merged
   */
  record PullRequestFacts(
      int number, String url, boolean open, boolean merged, String headSha, String mergeCommit) {}

  /** WAITING_FOR_PERSON: a run sits at {@code action_required}. NONE: nothing ran at all. */
  enum Checks {
    NONE,
    PENDING,
    WAITING_FOR_PERSON,
    GREEN,
    RED
  }
}
