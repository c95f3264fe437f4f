package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.RepositoryFiles.RepositoryFile;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Edits;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that are to change, as they are at a commit.
 *
 * @param modes of those that are there, by path
 */
record FilesAtCommit(
    Forge forge, RepositoryName repository, String commit, Map<String, String> modes) {
  Optional<String> text(String path) {
    return forge.file(repository, commit, path).map(RepositoryFile::text);
  }

  boolean exists(String path) {
    return modes.containsKey(path);
  }

  String mode(String path) {
    return modes.getOrDefault(path, "100644");
  }

  /** What the edits make of them. */
  Edits.Result with(List<Edit> edits) {
    return Edits.apply(edits, path -> text(path).map(text -> new Edits.BaseFile(mode(path), text)));
  }
}
