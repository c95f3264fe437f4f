package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.Optional;

/** Files of a repository at a commit or branch. */
public interface RepositoryFiles {
  /**
   * Empty when it does not exist there, is a directory, symbolic link, submodule or larger than
   * 1 MiB.
   */
  Optional<RepositoryFile> file(RepositoryName repository, String ref, String path);

  /**
   * @param blobSha git's id of the content
   * @param text decoded strictly as UTF-8; a file that is not UTF-8 counts as absent
   */
  record RepositoryFile(String path, String blobSha, String text) {}
}
