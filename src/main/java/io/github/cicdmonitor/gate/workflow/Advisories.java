package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Version;
import java.util.Optional;
import java.util.Set;

/**
 * Actions that a bump should not lead further into: once taken over, known to be broken, or no
 * longer maintained. A short list of public cases; it only ever asks a person.
 */
final class Advisories {
  private static final Set<String> TAKEN_OVER = WordLists.of("workflow").set("taken over");
  private static final Set<String> ARCHIVED = WordLists.of("workflow").set("archived");

  private Advisories() {}

  static Optional<String> of(ActionRef action) {
    if (TAKEN_OVER.contains(action.name())) {
      return Optional.of(action.name() + " was taken over once: pin a commit you have read");
    }
    if (ARCHIVED.contains(action.name())) {
      return Optional.of(action.name() + " is no longer maintained");
    }
    // GHSA-cxww-7g56-2vh6: files of an artifact could be written outside of its folder
    boolean download = action.name().equals("actions/download-artifact");
    if (download
        && Version.step(action.ref(), "v4.1.3") != Version.Step.DOWN
        && action.ref().matches("v?4\\.(?:0|1\\.[0-2])(?:\\..*)?|v?4\\.0\\..*")) {
      return Optional.of(action + " has a known hole");
    }
    return Optional.empty();
  }
}
