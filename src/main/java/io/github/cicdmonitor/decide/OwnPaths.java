package io.github.cicdmonitor.decide;

import java.util.Set;

/** The program's own files in a repository that it watches: no fix may touch them. */
final class OwnPaths {
  static final Set<String> ALL =
      Set.of(".github/workflows/cicd-monitor.yml", ".github/workflows/cicd-monitor.yaml");

  private OwnPaths() {}
}
