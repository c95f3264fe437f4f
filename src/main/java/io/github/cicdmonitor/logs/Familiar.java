package io.github.cicdmonitor.logs;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/**
 * Which of the kept lines the green run printed too. Where it printed all of them, they tell nothing
 * apart, and none counts.
 */
final class Familiar {
  private static final int FEWEST_LETTERS = 6;

  private final BitSet lines = new BitSet();
  private final BitSet fresh = new BitSet();

  Familiar(Map<Integer, RawLine> kept, GreenLines green) {
    if (green.isEmpty()) {
      return;
    }
    boolean all = true;
    for (RawLine line : kept.values()) {
      boolean held = green.holds(line.text());
      lines.set(line.number(), held);
      boolean speaks = line.text().chars().filter(Character::isLetter).count() >= FEWEST_LETTERS
          && !line.text().startsWith("##[");
      all &= !speaks || green.shows(line.text());
      fresh.set(line.number(), speaks && green.lacks(line.text()));
    }
    if (all) {
      lines.clear();
    }
  }

  boolean holds(int line) {
    return lines.get(line);
  }

  /** Lines of text that the green run certainly did not print, the last ones before {@code before}. */
  int[] freshBefore(int before, int from, int most) {
    int[] within = fresh.stream().filter(line -> line >= from && line < before).toArray();
    return Arrays.copyOfRange(within, Math.max(0, within.length - most), within.length);
  }
}
