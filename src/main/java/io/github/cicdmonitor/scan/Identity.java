package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;

/**
 * A name can be given to another repository: renamed, transferred, or deleted and created anew. What
 * is known of the one must not be used on the other, so only the numeric id says which it is.
 */
final class Identity {
  private Identity() {}

  /** Throws NO where another repository answers; an id of 0 tells nothing. */
  static void check(RepositoryName name, long known, long answered) {
    if (answered != 0 && answered != known) {
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "did not scan " + name,
          name + " is another repository now (id " + answered + ", before " + known + ")",
          "If that is meant, run 'cicd-monitor check --accept-identity " + name
              + "'; if not, take it out of repositories and find out who has the name now");
    }
  }
}
