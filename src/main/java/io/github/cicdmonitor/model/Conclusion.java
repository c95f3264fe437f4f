package io.github.cicdmonitor.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The conclusions of a run or job that make a failure. Those of {@link #failing} always do; a
 * {@code cancelled} job does only where GitHub ended it for want of a runner; all others make none.
 */
public enum Conclusion {
  FAILURE,
  TIMED_OUT,
  STARTUP_FAILURE,
  CANCELLED;

  /** All that GitHub documents for a completed run. */
  private static final Set<String> DOCUMENTED = Set.of(
      "action_required",
      "cancelled",
      "failure",
      "neutral",
      "skipped",
      "stale",
      "startup_failure",
      "success",
      "timed_out");

  /** Whether the word is one that GitHub documents, of a failure or not. */
  public static boolean isKnown(String word) {
    return DOCUMENTED.contains(word);
  }

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
