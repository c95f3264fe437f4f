package io.github.cicdmonitor.redact;

import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Pieces of one size, looked for all at once: a hash of as many characters, that of {@link
 * String#hashCode}, is moved along the text by one character at a time, and few places need a look.
 */
final class PieceIndex {
  private static final int BITS = 1 << 16;

  private final int size;
  private final Set<String> pieces;
  private final boolean[] seen = new boolean[BITS];
  private final int highest;

  /** @param pieces of {@code size} characters each */
  PieceIndex(int size, Set<String> pieces) {
    this.size = size;
    this.pieces = pieces;
    int power = 1;
    for (int i = 0; i < size; i++) {
      power *= 31;
    }
    highest = power;
    pieces.forEach(piece -> seen[slot(piece.hashCode())] = true);
  }

  private static int slot(int hash) {
    return (hash ^ (hash >>> 16)) & (BITS - 1);
  }

  /** Hands over where each piece begins that stands in the text, from left to right. */
  void find(String text, IntConsumer found) {
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i) - (i >= size ? highest * text.charAt(i - size) : 0);
      int from = i + 1 - size;
      if (from >= 0 && seen[slot(hash)] && pieces.contains(text.substring(from, i + 1))) {
        found.accept(from);
      }
    }
  }
}
