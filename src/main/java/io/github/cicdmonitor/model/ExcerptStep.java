package io.github.cicdmonitor.model;

import java.util.Set;

/**
 * Who wrote the lines {@code from} to {@code to} of a log: a step of the job, or a command within it.
 *
 * @param from its first line, 1-based
 * @param to its last line
 * @param roles what it is there for; empty where nothing about it is known
 * @param standing what became of it
 * @param command its action or the first line of its script, where the log shows it; else empty
 */
public record ExcerptStep(
    int from, int to, Set<StepRole> roles, Standing standing, SafeText command) {
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
