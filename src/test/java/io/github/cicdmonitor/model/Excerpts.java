package io.github.cicdmonitor.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Excerpts of which a test needs a part only. */
public final class Excerpts {
  private Excerpts() {}

  /** Without knowledge of who wrote the lines. */
  public static Excerpt of(
      List<LogLine> lines,
      List<Integer> errorLines,
      Optional<SafeText> step,
      int stepFrom,
      int stepTo,
      int totalLines,
      boolean truncated) {
    return of(lines, errorLines, step, List.of(), stepFrom, stepTo, totalLines, truncated);
  }

  /** Without knowledge of a green run, and without signals. */
  public static Excerpt of(
      List<LogLine> lines,
      List<Integer> errorLines,
      Optional<SafeText> step,
      List<ExcerptStep> steps,
      int stepFrom,
      int stepTo,
      int totalLines,
      boolean truncated) {
    return new Excerpt(
        lines,
        errorLines,
        step,
        steps,
        stepFrom,
        stepTo,
        totalLines,
        truncated,
        Set.of(),
        List.of());
  }
}
