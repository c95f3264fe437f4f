package io.github.cicdmonitor.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the lines of the failed step stand in the log of its job: found by the headers of steps
 * ({@code ##[group]Run …}) and by the seconds in which GitHub says that steps began. A header that
 * another step may have printed, an action within the step for one, makes it unknown: better no line
 * than a wrong one.
 */
final class StepLines {
  private static final int UNKNOWN = 0;
  private static final int WHOLE_LOG = Integer.MAX_VALUE;

  private final Optional<LogCutter.FailedStep> step;
  private final Headers inItsSecond = new Headers();
  private final Headers inTheNext = new Headers();
  private int to = WHOLE_LOG;

  StepLines(Optional<LogCutter.FailedStep> step) {
    this.step = step.filter(s -> s.began().isPresent());
  }

  /** The headers of one second. */
  private static final class Headers {
    private int count;
    private int line;

    void add(int number, boolean first) {
      count++;
      line = first ? number : UNKNOWN;
    }
  }

  boolean areWanted() {
    return step.isPresent();
  }

  /** @param first whether nothing of the step can stand before its header */
  void header(int line, Instant second, boolean first) {
    if (step.isEmpty()) {
      return;
    }
    Duration after = Duration.between(step.get().began().orElseThrow(), second);
    if (after.isZero()) {
      inItsSecond.add(line, first);
    } else if (after.equals(Duration.ofSeconds(1))) {
      inTheNext.add(line, first);
    }
    next(line, second);
  }

  /** A line that begins a step, perhaps the one after. */
  void next(int line, Instant second) {
    boolean isNext = step.flatMap(LogCutter.FailedStep::nextBegan)
        .filter(began -> !second.isBefore(began))
        .isPresent();
    if (isNext && to == WHOLE_LOG) {
      to = line - 1;
    }
  }

  /** The first line, 1-based; 0 where not known. */
  int from() {
    if (step.isEmpty()) {
      return UNKNOWN;
    }
    Instant began = step.get().began().orElseThrow();
    Optional<Instant> next = step.get().nextBegan();
    if (next.filter(began::equals).isPresent()) {
      return UNKNOWN;
    }
    if (inItsSecond.count > 0) {
      return inItsSecond.count == 1 ? inItsSecond.line : UNKNOWN;
    }
    boolean itsOwn = next.filter(n -> !n.isAfter(began.plusSeconds(1))).isEmpty();
    return itsOwn && inTheNext.count == 1 ? inTheNext.line : UNKNOWN;
  }

  /** The last line; 0 where not known. */
  int to(int lines) {
    return from() == UNKNOWN ? UNKNOWN : Math.min(to, lines);
  }
}
