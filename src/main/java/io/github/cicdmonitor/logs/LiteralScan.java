package io.github.cicdmonitor.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Finds many literals in one pass over bytes: an Aho-Corasick automaton as a flat table. ASCII
 * letters compare without case. A line feed leads to a state of its own, so that the caller's loop
 * needs one look per byte for both "something found" and "line ends".
 */
final class LiteralScan {
  private static final int LOOK = 1 << 31;
  private static final int ROW = ~LOOK;

  static final int START = 0;

  /** The state after a line feed; it goes on like {@link #START}. */
  static final int LINE_END = 1;

  private final byte[] classes = new byte[256];
  private final int width;
  private final int[] next;
  private final int[][] found;

  LiteralScan(List<String> literals) {
    List<byte[]> words = literals.stream().map(LiteralScan::folded).toList();
    width = numberClasses(words);
    List<int[]> trie = new ArrayList<>();
    List<List<Integer>> ends = new ArrayList<>();
    addState(trie, ends);
    addState(trie, ends);
    for (int word = 0; word < words.size(); word++) {
      int state = START;
      for (byte b : words.get(word)) {
        int c = classes[b & 0xff];
        if (trie.get(state)[c] == 0) {
          trie.get(state)[c] = addState(trie, ends);
        }
        state = trie.get(state)[c];
      }
      ends.get(state).add(word);
    }
    int[] rowOf = link(trie, ends);
    next = new int[trie.size() * width];
    found = new int[trie.size()][];
    for (int state = 0; state < trie.size(); state++) {
      int row = rowOf[state];
      for (int c = 0; c < width; c++) {
        next[row * width + c] = rowOf[trie.get(state)[c]] * width;
      }
      found[row] = ends.get(state).stream().mapToInt(Integer::intValue).toArray();
    }
    for (int i = 0; i < next.length; i++) {
      int target = next[i] / width;
      if (target == LINE_END || found[target].length > 0) {
        next[i] |= LOOK;
      }
    }
  }

  private static byte[] folded(String literal) {
    return literal.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
  }

  private int numberClasses(List<byte[]> words) {
    classes['\n'] = 1;
    int count = 2;
    for (byte[] word : words) {
      for (byte b : word) {
        if (classes[b & 0xff] == 0) {
          classes[b & 0xff] = (byte) count++;
        }
      }
    }
    for (int c = 'a'; c <= 'z'; c++) {
      classes[c - 32] = classes[c];
    }
    if (count > 127) {
      throw new IllegalArgumentException("more than 125 different bytes in the literals");
    }
    return count;
  }

  private int addState(List<int[]> trie, List<List<Integer>> ends) {
    trie.add(new int[width]);
    ends.add(new ArrayList<>());
    return trie.size() - 1;
  }

  /**
   * Breadth first: where to go on after a byte that no word has here.
   *
   * @return the row of each state: the shallow ones, where a scan nearly always is, side by side
   */
  private int[] link(List<int[]> trie, List<List<Integer>> ends) {
    int[] fallback = new int[trie.size()];
    Deque<Integer> queue = new ArrayDeque<>();
    for (int c = 0; c < width; c++) {
      if (trie.get(START)[c] != 0) {
        queue.add(trie.get(START)[c]);
      }
    }
    int[] rowOf = new int[trie.size()];
    rowOf[LINE_END] = LINE_END;
    int rows = LINE_END + 1;
    while (!queue.isEmpty()) {
      int state = queue.remove();
      rowOf[state] = rows++;
      ends.get(state).addAll(ends.get(fallback[state]));
      for (int c = 0; c < width; c++) {
        int target = trie.get(state)[c];
        int other = trie.get(fallback[state])[c];
        if (target == 0) {
          trie.get(state)[c] = other;
        } else {
          fallback[target] = other;
          queue.add(target);
        }
      }
    }
    for (int[] row : trie) {
      row[1] = LINE_END;
    }
    System.arraycopy(trie.get(START), 0, trie.get(LINE_END), 0, width);
    return rowOf;
  }

  /** A place in one text; the automaton itself is shared. */
  final class Cursor {
    private int state;

    /**
     * Reads on to the next byte that ends a literal or the line.
     *
     * @return its index, or {@code to}
     */
    int seek(byte[] text, int from, int to) {
      int[] table = next;
      byte[] classOf = classes;
      int s = state;
      for (int i = from; i < to; i++) {
        s = table[(s & ROW) + classOf[text[i] & 0xff]];
        if (s < 0) {
          state = s;
          return i;
        }
      }
      state = s;
      return to;
    }

    boolean atLineEnd() {
      return (state & ROW) == width;
    }

    int[] found() {
      return found[(state & ROW) / width];
    }
  }

  /** Literals in a text of one line. */
  BitSet in(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    BitSet hits = new BitSet();
    Cursor cursor = new Cursor();
    for (int i = cursor.seek(bytes, 0, bytes.length); i < bytes.length; ) {
      for (int word : cursor.found()) {
        hits.set(word);
      }
      i = cursor.seek(bytes, i + 1, bytes.length);
    }
    return hits;
  }
}
