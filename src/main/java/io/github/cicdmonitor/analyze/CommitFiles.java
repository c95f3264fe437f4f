package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.RepositoryFiles;
import io.github.cicdmonitor.gate.PathRules;
import io.github.cicdmonitor.model.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Files of the failing commit, each read once; what cannot be read is not there. */
final class CommitFiles {
  private final RepositoryFiles files;
  private final Failure failure;
  private final Map<String, Optional<String>> read = new HashMap<>();

  CommitFiles(RepositoryFiles files, Failure failure) {
    this.files = files;
    this.failure = failure;
  }

  /** Whether a path leads out of the repository or into its innards: it is not even asked for. */
  static boolean isForbidden(String path) {
    return PathRules.check(path).isPresent();
  }

  Optional<String> text(String path) {
    return isForbidden(path) ? Optional.empty() : read.computeIfAbsent(path, this::fetch);
  }

  private Optional<String> fetch(String path) {
    try {
      return files
          .file(failure.key().repository(), failure.headSha(), path)
          .map(RepositoryFiles.RepositoryFile::text);
    } catch (MonitorException e) {
      if (e.endsTheRun()) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
