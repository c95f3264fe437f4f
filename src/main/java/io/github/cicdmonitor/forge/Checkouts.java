package io.github.cicdmonitor.forge;

import io.github.cicdmonitor.model.RepositoryName;
import java.nio.file.Path;

/** The files of a repository as they were at a commit. */
public interface Checkouts {
  /**
   * Puts them into an empty folder: regular files only, executable where git says so; no history, no
   * links, nothing that could authenticate. While it works it may use the path {@code into + ".zip"}.
   * Throws {@code MonitorException}: NO when the commit is gone or its archive is not to be unpacked
   * (too large, or paths that escape or hide), UNAVAILABLE when it may be had later.
   */
  void fetch(RepositoryName repository, String commit, Path into);
}
