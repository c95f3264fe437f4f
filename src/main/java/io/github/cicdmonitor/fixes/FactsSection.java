package io.github.cicdmonitor.fixes;

import java.util.Locale;

/** The parts of the facts table; each has a source and a date of its own. */
public enum FactsSection {
  RUNNER_LABELS,
  ACTIONS,
  RUNTIMES,
  OFFICIAL_IMAGES,
  JDK_GRADLE,
  SERVICES,
  PACKAGES,
  LIMITS,
  GOLANGCI_LINT,
  KUBERNETES_API,
  XCODE;

  /** The key in the resource, such as {@code runner_labels}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
