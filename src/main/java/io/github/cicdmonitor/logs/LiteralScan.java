package io.github.cicdmonitor.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
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
    Trie trie = new Trie();
    words.forEach(trie::add);
    int[] rowOf = trie.link();
    next = new int[trie.states * width];
    found = new int[trie.states][];
    for (int state = 0; state < trie.states; state++) {
      found[rowOf[state]] = trie.ends[state];
    }
    for (int state = 0; state < trie.states; state++) {
      for (int c = 0; c < width; c++) {
        int target = rowOf[trie.next[state * width + c]];
        boolean look = target == LINE_END || found[target].length > 0;
        next[rowOf[state] * width + c] = target * width | (look ? LOOK : 0);
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

  /** The words as a tree; a row of children for each of its states, numbered as they come. */
  private final class Trie {
    private static final int[] NONE = {};

    private int[] next = new int[1024 * width];
    private int[][] ends = new int[1024][];
    private int states;
    private int words;

    Trie() {
      addState();
      addState();
    }

    private int addState() {
      if (states == ends.length) {
        next = Arrays.copyOf(next, 2 * next.length);
        ends = Arrays.copyOf(ends, 2 * ends.length);
      }
      ends[states] = NONE;
      return states++;
    }

    void add(byte[] word) {
      int state = START;
      for (byte b : word) {
        int edge = state * width + classes[b & 0xff];
        if (next[edge] == 0) {
          int added = addState();
          next[edge] = added;
        }
        state = next[edge];
      }
      ends[state] = joined(ends[state], new int[] {words++});
    }

    /**
     * Breadth first: where to go on after a byte that no word has here.
     *
     * @return the row of each state: the shallow ones, where a scan nearly always is, side by side
     */
    int[] link() {
      int[] fallback = new int[states];
      int[] rowOf = new int[states];
      int[] queue = new int[states];
      int queued = 0;
      for (int c = 0; c < width; c++) {
        if (next[c] != START) {
          queue[queued++] = next[c];
        }
      }
      rowOf[LINE_END] = LINE_END;
      for (int i = 0; i < queued; i++) {
        int state = queue[i];
        rowOf[state] = LINE_END + 1 + i;
        ends[state] = joined(ends[state], ends[fallback[state]]);
        for (int c = 0; c < width; c++) {
          int edge = state * width + c;
          int other = next[fallback[state] * width + c];
          if (next[edge] == 0) {
            next[edge] = other;
          } else {
            fallback[next[edge]] = other;
            queue[queued++] = next[edge];
          }
        }
      }
      for (int state = 0; state < states; state++) {
        next[state * width + 1] = LINE_END;
      }
      System.arraycopy(next, START, next, LINE_END * width, width);
      return rowOf;
    }

    private static int[] joined(int[] one, int[] other) {
      if (one.length == 0 || other.length == 0) {
        return one.length == 0 ? other : one;
      }
      int[] both = Arrays.copyOf(one, one.length + other.length);
      System.arraycopy(other, 0, both, one.length, other.length);
      return both;
    }
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
