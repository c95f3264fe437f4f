package io.github.cicdmonitor.logs;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the lines of the failed step stand in the log of its job: found by the headers of steps
 * ({@code ##[group]Run …}, {@code Post job cleanup.}) and by the seconds in which GitHub says that
 * steps began. Where there are two that it may be, of an action within the step for one, it is not
 * known: better no line than a wrong one.
 */
final class StepLines {
  private static final int UNKNOWN = 0;
  private static final int WHOLE_LOG = Integer.MAX_VALUE;

  private final Optional<LogCutter.FailedStep> step;
  private int headers;
  private int from;
  private int to = WHOLE_LOG;

  StepLines(Optional<LogCutter.FailedStep> step) {
    this.step = step.filter(s -> s.began().isPresent());
  }

  boolean areWanted() {
    return step.isPresent();
  }

  /** @param first whether nothing of the step can stand before its header */
  void header(int line, Instant second, boolean first) {
    Instant began = step.flatMap(LogCutter.FailedStep::began).orElse(Instant.MAX);
    boolean isNext = step.flatMap(LogCutter.FailedStep::nextBegan)
        .filter(next -> !second.isBefore(next))
        .isPresent();
    if (isNext) {
      to = Math.min(to, line - 1);
    } else if (second.equals(began) || second.minusSeconds(1).equals(began)) {
      headers++; // a step may begin at the end of a second and say so in the next
      from = first ? line : UNKNOWN;
    }
  }

  /** The first line, 1-based; 0 where not known. */
  int from() {
    return headers == 1 ? from : UNKNOWN;
  }

  /** The last line; 0 where not known. */
  int to(int lines) {
    return from() == UNKNOWN ? UNKNOWN : Math.min(to, lines);
  }
}
