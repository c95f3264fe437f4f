package io.github.cicdmonitor.model;

import java.util.Optional;
import java.util.Set;

/**
 * Who wrote the lines {@code from} to {@code to} of a log: a step of the job, or a command within it.
 *
 * @param from its first line, 1-based
 * @param to its last line
 * @param roles what it is there for; empty where nothing about it is known
 * @param standing what became of it
 * @param stop what ended it from outside
 * @param command its action or the first line of its script, where the log shows it; else empty
 */
public record ExcerptStep(
    int from,
    int to,
    Set<StepRole> roles,
    Standing standing,
    Optional<Stop> stop,
    SafeText command) {
  /**
   * The runner stopped the step: it was cancelled, ran into a limit, or the runner itself went away.
   *
   * @param line the line that says so
   * @param silentSeconds how long nothing was printed before; -1 where the log has no times
   * @param lastedSeconds how long the log is up to there; -1 where it has no times
   */
  public record Stop(int line, long silentSeconds, long lastedSeconds) {}

  /** What became of a step. */
  public enum Standing {
    /** It ended the job. */
    DECISIVE,
    /** It failed, and the job went on. */
    FAILED,
    /** It is not marked as failed. */
    PASSED,
    /** It cleans up after the job. */
    AFTERWARDS,
    /** The log does not say which step failed. */
    UNKNOWN
  }

  public ExcerptStep {
    roles = Set.copyOf(roles);
  }

  public boolean holds(int line) {
    return from <= line && line <= to;
  }
}
