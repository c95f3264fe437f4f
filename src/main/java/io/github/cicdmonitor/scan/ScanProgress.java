package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.model.RepositoryName;

/** Who wants to know how far a scan is. Called by several threads. */
public interface ScanProgress {
  /** For who does not. */
  ScanProgress NONE = (repository, done, all) -> {};

  /** @param done how many of {@code all} repositories are through */
  void begins(RepositoryName repository, int done, int all);
}
