package io.github.cicdmonitor.forge;

import io.github.cicdmonitor.model.RepositoryName;

/** What answers under the name of a repository. */
public interface RepositorySource {
  /**
   * Asked once a run; follows a rename on the same host. Throws {@code MonitorException}: NO or
   * CREDENTIALS when it may not be read, UNAVAILABLE when it may be had later.
   */
  Repository repository(RepositoryName repository);

  /**
   * @param id stays the same when it is renamed
   * @param fullName {@code owner/name} as it is now
   * @param archived it can be read, and takes no writes at all
   */
  record Repository(long id, String fullName, String defaultBranch, boolean archived) {}
}
