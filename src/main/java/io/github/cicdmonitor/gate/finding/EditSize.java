package io.github.cicdmonitor.gate.finding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much an edit changes.
 *
 * @param removed lines that are gone
 * @param added lines that are new
 * @param bytes UTF-8 bytes of those lines
 */
public record EditSize(int removed, int added, long bytes) {
  public static final int MAX_LINES = 200;
  public static final int MAX_BYTES = 64 * 1024;
  public static final int MAX_FILES = 5;

  /** Counting stops here: far beyond what any edit may have. */
  private static final int ENOUGH = 2 * MAX_LINES + 2;

  public static EditSize of(String before, String after) {
    if (before.equals(after)) {
      return new EditSize(0, 0, 0);
    }
    List<String> old = lines(before);
    List<String> now = lines(after);
    int distance = distance(old, now);
    int grown = now.size() - old.size();
    return new EditSize(
        Math.max(0, (distance - grown) / 2), Math.max(0, (distance + grown) / 2), bytes(old, now));
  }

  public int changedLines() {
    return removed + added;
  }

  public static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\n", -1));
  }

  /** The fewest lines to take out and put in (Myers' greedy algorithm, given up at ENOUGH). */
  private static int distance(List<String> a, List<String> b) {
    int n = a.size();
    int m = b.size();
    if (Math.abs(n - m) > ENOUGH) {
      return Math.max(n, m) + Math.abs(n - m);
    }
    int[] furthest = new int[2 * ENOUGH + 3];
    int middle = ENOUGH + 1;
    for (int d = 0; d <= ENOUGH; d++) {
      for (int k = -d; k <= d; k += 2) {
        boolean down = k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1]);
        int x = down ? furthest[middle + k + 1] : furthest[middle + k - 1] + 1;
        int y = x - k;
        while (x < n && y < m && x >= 0 && y >= 0 && a.get(x).equals(b.get(y))) {
          x++;
          y++;
        }
        furthest[middle + k] = x;
        if (x >= n && y >= m) {
          return d;
        }
      }
    }
    return n + m;
  }

  private static long bytes(List<String> old, List<String> now) {
    Map<String, Integer> count = new HashMap<>();
    old.forEach(line -> count.merge(line, 1, Integer::sum));
    now.forEach(line -> count.merge(line, -1, Integer::sum));
    return count.entrySet().stream()
        .mapToLong(
            e -> (long) Math.abs(e.getValue()) * e.getKey().getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }
}
