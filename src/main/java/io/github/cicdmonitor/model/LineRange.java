package io.github.cicdmonitor.model;

/** Lines {@code from} to {@code to}, both included, 1-based. */
public record LineRange(int from, int to) {
  public LineRange {
    if (from < 1 || to < from) {
      throw new IllegalArgumentException("a range goes from 1 or more upward");
    }
  }
}
