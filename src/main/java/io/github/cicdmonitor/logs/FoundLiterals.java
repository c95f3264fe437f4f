package io.github.cicdmonitor.logs;

import java.util.Arrays;
import java.util.BitSet;

/** The literals that one line holds, as the scan meets them; most lines are done with few. */
final class FoundLiterals {
  private int[] words = new int[64];
  private int count;
  private int lowest = Integer.MAX_VALUE;

  void add(int word) {
    if (count == words.length) {
      words = Arrays.copyOf(words, 2 * count);
    }
    words[count++] = word;
    lowest = Math.min(lowest, word);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The first of them in the order of the scan's literals; at least one must be found. */
  int lowest() {
    return lowest;
  }

  boolean holds(int word) {
    for (int i = 0; i < count; i++) {
      if (words[i] == word) {
        return true;
      }
    }
    return false;
  }

  BitSet toBits() {
    BitSet bits = new BitSet();
    for (int i = 0; i < count; i++) {
      bits.set(words[i]);
    }
    return bits;
  }

  void clear() {
    count = 0;
    lowest = Integer.MAX_VALUE;
  }
}
