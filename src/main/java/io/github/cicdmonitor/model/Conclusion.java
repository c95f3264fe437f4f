package io.github.cicdmonitor.model;

import java.util.Locale;
import java.util.Optional;

/**
 * The conclusions of a run or job that make a failure. Those of {@link #failing} always do; a
 * {@code cancelled} job does only where GitHub ended it for want of a runner; all others make none.
 */
public enum Conclusion {
  FAILURE,
  TIMED_OUT,
  STARTUP_FAILURE,
  CANCELLED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The conclusions that are a failure whatever the reason; empty for {@code cancelled} too. */
  public static Optional<Conclusion> failing(String word) {
    return ofWord(word).filter(conclusion -> conclusion != CANCELLED);
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
