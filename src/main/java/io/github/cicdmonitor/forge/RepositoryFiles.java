package io.github.cicdmonitor.forge;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.Map;
import java.util.Optional;

/** Files of a repository at a commit or branch. */
public interface RepositoryFiles {
  /**
   * Empty when it does not exist there, is a directory, symbolic link, submodule or larger than
   * 1 MiB.
   */
  Optional<RepositoryFile> file(RepositoryName repository, String ref, String path);

  /** All regular files of a commit; empty when there is no such commit. */
  Optional<RepositoryTree> tree(RepositoryName repository, String commit);

  /**
   * @param modes git mode of every regular file, by path; no links and no submodules
   * @param complete whether these are all of them: of a very large repository GitHub lists a part
   */
  record RepositoryTree(Map<String, String> modes, boolean complete) {
    public RepositoryTree {
      modes = Map.copyOf(modes);
    }
  }

  /**
   * @param blobSha git's id of the content
   * @param text decoded strictly as UTF-8; a file that is not UTF-8 counts as absent
   */
  record RepositoryFile(String path, String blobSha, String text) {}
}
