package io.github.cicdmonitor.logs;

import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Lines that may come into the excerpt; when there are too many, only needed ones stay. */
final class KeptLines {
  private static final int MOST_LINES = 12_000;
  private static final int MOST_CHARACTERS = 6_000_000;
  private static final int COST_OF_A_LINE = 60;

  private final TreeMap<Integer, RawLine> lines = new TreeMap<>();
  private long characters;

  NavigableMap<Integer, RawLine> lines() {
    return lines;
  }

  boolean holds(int number) {
    return lines.containsKey(number);
  }

  /** Whether there are now too many. */
  boolean add(int number, String text, boolean hidden) {
    if (lines.putIfAbsent(number, new RawLine(number, text, hidden)) == null) {
      characters += cost(text);
      return lines.size() > MOST_LINES || characters > MOST_CHARACTERS;
    }
    return false;
  }

  /** Drops every line that no surviving candidate needs. */
  void forget(List<LogStep> steps, int lastLine) {
    BitSet needed = new BitSet();
    for (LogStep step : steps) {
      for (LogStep.Candidate c : step.candidates()) {
        needed.set(Math.max(1, c.line() - LogScan.BEFORE), c.line() + LogScan.AFTER + 1);
      }
      for (int mark : new int[] {step.firstFailure(), step.lastFailure()}) {
        if (mark > 0) {
          needed.set(Math.max(1, mark - LogScan.BEFORE_FAILURE), mark + 4);
        }
      }
    }
    needed.set(Math.max(1, lastLine - LogScan.AFTER), lastLine + 1);
    lines.keySet().removeIf(n -> !needed.get(n));
    characters = lines.values().stream().mapToLong(line -> cost(line.text())).sum();
  }

  /** Whether the needed lines alone are nearly too many. */
  boolean isCrowded() {
    return characters > MOST_CHARACTERS / 4 * 3 || lines.size() > MOST_LINES / 4 * 3;
  }

  private static long cost(String text) {
    return (long) text.length() + COST_OF_A_LINE;
  }
}
