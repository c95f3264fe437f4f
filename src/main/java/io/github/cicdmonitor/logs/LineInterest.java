package io.github.cicdmonitor.logs;

import java.util.BitSet;
import java.util.List;

/**
 * Which lines somebody else (the rules) holds to be a reason: literals to look for in the bytes, and
 * a judge for the few lines that hold one.
 *
 * @param literals at least three characters each, compared without case
 */
public record LineInterest(List<String> literals, Judge judge) {
  /** Nothing but the cutter's own marks. */
  public static final LineInterest NONE = new LineInterest(List.of(), (line, found) -> 0);

  public LineInterest {
    literals = List.copyOf(literals);
  }

  /** Weighs one cleaned line. */
  @FunctionalInterface
  public interface Judge {
    /**
     * How sure it is that the line is a reason.
     *
     * @param found indexes of the literals that the line holds
     * @return 0 (nothing) to 100
     */
    int weigh(String line, BitSet found);
  }
}
