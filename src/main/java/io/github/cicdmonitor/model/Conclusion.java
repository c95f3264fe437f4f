package io.github.cicdmonitor.model;

import java.util.Locale;
import java.util.Optional;

/** The conclusions of a run or job that make a failure; all others make none. */
public enum Conclusion {
  FAILURE,
  TIMED_OUT,
  STARTUP_FAILURE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for every other word, also for words GitHub may add. */
  public static Optional<Conclusion> ofWord(String word) {
    for (Conclusion conclusion : values()) {
      if (conclusion.word().equals(word)) {
        return Optional.of(conclusion);
      }
    }
    return Optional.empty();
  }
}
