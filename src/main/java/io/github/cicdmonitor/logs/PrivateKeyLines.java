package io.github.cicdmonitor.logs;

import io.github.cicdmonitor.model.LineRange;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where a log shows private keys, so that a window that begins inside one shows nothing of it. A
 * block that never ends counts as one for the length that keys have.
 */
final class PrivateKeyLines {
  private static final int LONGEST_KEY = 200;
  private static final int REMEMBERED = 50;

  private final Deque<LineRange> ranges = new ArrayDeque<>();
  private int openUntil;

  void begin(int line) {
    openUntil = line + LONGEST_KEY;
    ranges.add(new LineRange(line + 1, openUntil));
    if (ranges.size() > REMEMBERED) {
      ranges.remove();
    }
  }

  void end(int line) {
    openUntil = 0;
    int from = ranges.removeLast().from();
    ranges.add(new LineRange(from, Math.max(from, line)));
  }

  boolean isOpenAt(int line) {
    return line <= openUntil;
  }

  boolean holds(int line) {
    return ranges.stream().anyMatch(range -> range.from() <= line && line <= range.to());
  }
}
