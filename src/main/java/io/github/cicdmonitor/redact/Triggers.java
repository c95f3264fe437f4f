package io.github.cicdmonitor.redact;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds all literals in one pass over a text (Aho-Corasick on a dense table), ASCII letters in
 * either case. A line without any literal costs one table look-up per character, so the number of
 * rules does not matter to the lines of an ordinary log.
 */
final class Triggers {
  /** Called where a literal stands: {@code from} inclusive, {@code to} exclusive. */
  interface Action {
    void at(ScannedLine scan, int from, int to);
  }

  private record Hit(int length, Action action) {}

  private static final Hit[] NOTHING = {};
  private static final int HAS_HITS = 1 << 15;
  private static final byte SYMBOL = 0x7f;

  /** The symbol of each ASCII character; negative (the top bit set) if it may be base64, too. */
  private final byte[] symbolOf = new byte[128];

  /** How many characters of a literal are read in each state. */
  private final int[] depthOf;

  /** The bits of a symbol. */
  private final int shift;

  /** By state and symbol: the next state, marked if a literal ends there; small, to stay in caches. */
  private final char[] next;

  private final Hit[][] hitsOf;

  /** The literals and what to do at each; two entries may share a literal. */
  Triggers(List<Entry> entries) {
    Trie trie = new Trie(symbolOf, entries);
    shift = Integer.SIZE - Integer.numberOfLeadingZeros(trie.width - 1);
    int[] order = trie.breadthFirst();
    if (order.length >= HAS_HITS) {
      throw new IllegalArgumentException("more than " + HAS_HITS + " states");
    }
    int[] numberOf = new int[order.length];
    hitsOf = new Hit[order.length][];
    depthOf = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      numberOf[order[i]] = i;
      hitsOf[i] = trie.hits.get(order[i]);
      depthOf[i] = trie.depths.get(order[i]);
    }
    next = new char[order.length << shift];
    for (int i = 0; i < order.length; i++) {
      int[] children = trie.children.get(order[i]);
      for (int symbol = 0; symbol < trie.width; symbol++) {
        int state = numberOf[children[symbol]];
        next[(i << shift) + symbol] = (char) (hitsOf[state].length > 0 ? state | HAS_HITS : state);
      }
    }
    for (char c = 0; c < 128; c++) {
      symbolOf[c] |= Alphabet.BASE64.has(c) ? (byte) ~SYMBOL : 0;
    }
  }

  /** A literal, in lower case. */
  record Entry(String literal, Action action) {}

  /** Walks the text once, calling each literal's action, and {@code run} for long plain runs. */
  void walk(ScannedLine scan) {
    // Copied once: a string is asked for its coding and its length at each character.
    char[] text = scan.text().toCharArray();
    char[] table = next;
    int bits = shift;
    byte[] symbols = symbolOf;
    int state = 0;
    int outside = -1; // the last position that is no base64 character
    for (int i = 0; i < text.length; i++) {
      char c = text[i];
      int symbol = c < 128 ? symbols[c] : 0;
      state = table[(state << bits) + (symbol & SYMBOL)];
      if (state >= HAS_HITS) {
        state -= HAS_HITS;
        fire(hitsOf[state], scan, i + 1);
      }
      if (symbol >= 0) {
        if (i - outside > BlobRules.SHORTEST) {
          BlobRules.run(scan, outside + 1, i);
        }
        if (c >= 128) {
          scan.foreignAt(i);
        } else if (DecodedLine.INTRODUCERS[c]) {
          scan.introducerAt(i);
        }
        outside = i;
      }
    }
    scan.begunAtEnd(depthOf[state]);
    if (text.length - outside > BlobRules.SHORTEST) {
      BlobRules.run(scan, outside + 1, text.length);
    }
  }

  /** How many of the characters before {@code to} begin a literal that may go on behind them. */
  int begunAt(String text, int from, int to) {
    int state = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      state = next[(state << shift) + (c < 128 ? symbolOf[c] & SYMBOL : 0)] & ~HAS_HITS;
    }
    return depthOf[state];
  }

  private static void fire(Hit[] hits, ScannedLine scan, int to) {
    for (Hit hit : hits) {
      int from = to - hit.length;
      if (!scan.isMarked(from)) {
        hit.action.at(scan, from, to);
      }
    }
  }

  /** The states while they are built. */
  private static final class Trie {
    private final byte[] symbolOf;
    private final int width;
    private final List<int[]> children = new ArrayList<>();
    private final List<Hit[]> hits = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private int[] order = {};

    Trie(byte[] symbolOf, List<Entry> entries) {
      this.symbolOf = symbolOf;
      int symbols = 1; // 0 is every character that no literal holds
      for (Entry entry : entries) {
        for (int i = 0; i < entry.literal().length(); i++) {
          char c = entry.literal().charAt(i);
          if (symbolOf[c] == 0) {
            symbolOf[Character.toUpperCase(c)] = (byte) symbols;
            symbolOf[c] = (byte) symbols++;
          }
        }
      }
      width = symbols;
      newState(0);
      entries.forEach(this::insert);
      linkFallbacks();
    }

    private void insert(Entry entry) {
      int state = 0;
      for (int i = 0; i < entry.literal().length(); i++) {
        int symbol = symbolOf[entry.literal().charAt(i)];
        if (children.get(state)[symbol] == 0) {
          children.get(state)[symbol] = newState(i + 1);
        }
        state = children.get(state)[symbol];
      }
      hits.set(state, with(hits.get(state), new Hit(entry.literal().length(), entry.action())));
    }

    private int newState(int depth) {
      depths.add(depth);
      children.add(new int[width]);
      hits.add(NOTHING);
      return children.size() - 1;
    }

    /** The states in an order that keeps the ones an ordinary line is in close together. */
    int[] breadthFirst() {
      return order;
    }

    /** Breadth first, so that the state fallen back to is always complete. */
    private void linkFallbacks() {
      int[] visited = new int[children.size()];
      int count = 1;
      int[] fallback = new int[children.size()];
      ArrayDeque<Integer> queue = new ArrayDeque<>();
      for (int child : children.get(0)) {
        if (child != 0) {
          queue.add(child);
        }
      }
      while (!queue.isEmpty()) {
        int state = queue.remove();
        visited[count++] = state;
        for (Hit hit : hits.get(fallback[state])) {
          hits.set(state, with(hits.get(state), hit));
        }
        for (int symbol = 0; symbol < width; symbol++) {
          int child = children.get(state)[symbol];
          int viaFallback = children.get(fallback[state])[symbol];
          if (child == 0) {
            children.get(state)[symbol] = viaFallback;
          } else {
            fallback[child] = viaFallback;
            queue.add(child);
          }
        }
      }
      order = visited;
    }

    private static Hit[] with(Hit[] hits, Hit more) {
      Hit[] all = Arrays.copyOf(hits, hits.length + 1);
      all[hits.length] = more;
      return all;
    }
  }
}
