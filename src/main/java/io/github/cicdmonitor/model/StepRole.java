package io.github.cicdmonitor.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a command of a job is there for. */
public enum StepRole {
  CHECKOUT,
  SETUP,
  RESTORE,
  BUILD,
  LINT,
  TEST,
  PACKAGE,
  PUBLISH,
  DEPLOY,
  CONTAINER,
  CLUSTER,
  POLICY,
  ARTIFACT,
  CLEANUP,
  SCRIPT;

  /** As it is spelled in rules files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<StepRole> ofWord(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
