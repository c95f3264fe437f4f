package io.github.cicdmonitor.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Finds many literals in one pass over bytes: an Aho-Corasick automaton of their beginnings as a flat
 * table of 16-bit rows; what is left of a longer literal is compared where its beginning was found.
 * ASCII letters compare without case. Rows where there is something to look at, a literal or the end
 * of the line, have the highest numbers, so that the caller's loop needs one look per byte for both.
 */
final class LiteralScan {
  /** So much of a literal is in the automaton: rarely more than the literal itself lets pass. */
  private static final int LONGEST_BEGINNING = 12;

  private static final int SHORTEST_BEGINNING = 3;
  private static final int MOST_STATES = 1 << 16;

  /** They come first, so that what most bytes of a log ask of a row lies in one line of the cache. */
  private static final String FREQUENT = "\n abcdefghijklmnopqrstuvwxyz./-0123456789:_";

  private static final int START = 0;

  /** The state after a line feed, before rows are numbered; it goes on like {@link #START}. */
  private static final int LINE_END = 1;

  private static final int LINE_FEED = 1;

  private final byte[] classes = new byte[256];
  private final byte[][] words;
  private final int beginning;
  private final int width;
  private final int shift;
  private final char[] next;
  private final int firstLook;
  private final int[][] found;

  /** The automaton while it is built. */
  private static final class Trie {
    final List<int[]> states = new ArrayList<>();
    final List<List<Integer>> ends = new ArrayList<>();

    int add(int width) {
      states.add(new int[width]);
      ends.add(new ArrayList<>());
      return states.size() - 1;
    }

    boolean isLook(int state) {
      return state == LINE_END || !ends.get(state).isEmpty();
    }
  }

  LiteralScan(List<String> literals) {
    words = literals.stream().map(LiteralScan::folded).toArray(byte[][]::new);
    width = numberClasses();
    shift = 32 - Integer.numberOfLeadingZeros(width - 1);
    int length = LONGEST_BEGINNING;
    Trie trie = trie(length);
    while (trie.states.size() > MOST_STATES && length > SHORTEST_BEGINNING) {
      trie = trie(--length);
    }
    if (trie.states.size() > MOST_STATES) {
      throw new IllegalArgumentException("too many different literals");
    }
    beginning = length;
    List<Integer> order = link(trie);
    int[] rowOf = new int[order.size()];
    int rows = 0;
    for (int state : order) {
      rowOf[state] = trie.isLook(state) ? 0 : rows++;
    }
    firstLook = rows;
    rowOf[LINE_END] = rows++;
    for (int state : order) {
      if (trie.isLook(state) && state != LINE_END) {
        rowOf[state] = rows++;
      }
    }
    next = new char[rows << shift];
    found = new int[rows - firstLook][];
    for (int state = 0; state < rows; state++) {
      int row = rowOf[state];
      for (int c = 0; c < width; c++) {
        next[(row << shift) | c] = (char) rowOf[trie.states.get(state)[c]];
      }
      if (row >= firstLook) {
        found[row - firstLook] =
            trie.ends.get(state).stream().mapToInt(Integer::intValue).toArray();
      }
    }
  }

  private static byte[] folded(String literal) {
    return literal.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
  }

  private int numberClasses() {
    int count = 1;
    for (byte b : FREQUENT.getBytes(StandardCharsets.UTF_8)) {
      classes[b] = (byte) count++;
    }
    for (byte[] word : words) {
      for (byte b : word) {
        if (classes[b & 0xff] == 0) {
          if (count > 127) {
            throw new IllegalArgumentException("more than 126 different bytes in the literals");
          }
          classes[b & 0xff] = (byte) count++;
        }
      }
    }
    for (int c = 'a'; c <= 'z'; c++) {
      classes[c - 32] = classes[c];
    }
    return count;
  }

  private Trie trie(int length) {
    Trie trie = new Trie();
    trie.add(width);
    trie.add(width);
    for (int word = 0; word < words.length; word++) {
      int state = START;
      for (int i = 0; i < Math.min(length, words[word].length); i++) {
        int[] row = trie.states.get(state);
        int c = classes[words[word][i] & 0xff];
        if (row[c] == 0) {
          row[c] = trie.add(width);
        }
        state = row[c];
      }
      trie.ends.get(state).add(word);
    }
    return trie;
  }

  /**
   * Where to go on after a byte that no word has here.
   *
   * @return the states breadth first: the shallow ones, where a scan nearly always is, side by side
   */
  private List<Integer> link(Trie trie) {
    int[] fallback = new int[trie.states.size()];
    Deque<Integer> queue = new ArrayDeque<>();
    for (int target : trie.states.get(START)) {
      if (target != 0) {
        queue.add(target);
      }
    }
    List<Integer> order = new ArrayList<>(List.of(START, LINE_END));
    while (!queue.isEmpty()) {
      int state = queue.remove();
      order.add(state);
      trie.ends.get(state).addAll(trie.ends.get(fallback[state]));
      for (int c = 0; c < width; c++) {
        int target = trie.states.get(state)[c];
        int other = trie.states.get(fallback[state])[c];
        if (target == 0) {
          trie.states.get(state)[c] = other;
        } else {
          fallback[target] = other;
          queue.add(target);
        }
      }
    }
    for (int[] row : trie.states) {
      row[LINE_FEED] = LINE_END;
    }
    System.arraycopy(trie.states.get(START), 0, trie.states.get(LINE_END), 0, width);
    return order;
  }

  /** A place in one text; the automaton itself is shared. */
  final class Cursor {
    private int state;

    /**
     * Reads on to the next byte that ends the beginning of a literal, or the line.
     *
     * @return its index, or {@code to}
     */
    int seek(byte[] text, int from, int to) {
      char[] table = next;
      byte[] classOf = classes;
      int left = shift;
      int look = firstLook;
      int s = state;
      for (int i = from; i < to; i++) {
        s = table[(s << left) | classOf[text[i] & 0xff]];
        if (s >= look) {
          state = s;
          return i;
        }
      }
      state = s;
      return to;
    }

    boolean atLineEnd() {
      return state == firstLook;
    }

    /** Adds the literals whose beginnings end at {@code at}, if they go on so before {@code to}. */
    void found(byte[] text, int at, int to, FoundLiterals into) {
      for (int word : found[state - firstLook]) {
        if (goesOn(words[word], text, at + 1, to)) {
          into.add(word);
        }
      }
    }
  }

  private boolean goesOn(byte[] word, byte[] text, int from, int to) {
    int left = word.length - beginning;
    if (left > to - from) {
      return false;
    }
    for (int i = 0; i < left; i++) {
      if (classes[text[from + i] & 0xff] != classes[word[beginning + i] & 0xff]) {
        return false;
      }
    }
    return true;
  }

  /** Literals in a text of one line. */
  BitSet in(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FoundLiterals hits = new FoundLiterals();
    Cursor cursor = new Cursor();
    for (int i = cursor.seek(bytes, 0, bytes.length);
        i < bytes.length;
        i = cursor.seek(bytes, i + 1, bytes.length)) {
      cursor.found(bytes, i, bytes.length, hits);
    }
    return hits.toBits();
  }
}
