package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.Optional;

/** What became of our pull requests. Reads only. */
public interface PullRequestSource {
  /** Empty when it is gone. */
  Optional<PullRequestFacts> pullRequest(RepositoryName repository, int number);

  /** The checks of a commit taken together. */
  Checks checks(RepositoryName repository, String sha);

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
