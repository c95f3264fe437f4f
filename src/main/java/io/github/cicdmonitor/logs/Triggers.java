package io.github.cicdmonitor.logs;

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
    void at(Scan scan, int from, int to);
  }

  private record Hit(int length, Action action) {}

  private static final Hit[] NOTHING = {};

  private final byte[] symbolOf = new byte[128];
  private final int width;
  private final List<int[]> building = new ArrayList<>();
  private final List<Hit[]> hits = new ArrayList<>();
  private final int[] next;
  private final Hit[][] hitsOf;

  /** The literals and what to do at each; two entries may share a literal. */
  Triggers(List<Entry> entries) {
    int symbols = 1; // 0 is every character that no literal holds
    for (Entry entry : entries) {
      for (int i = 0; i < entry.literal().length(); i++) {
        char c = entry.literal().charAt(i);
        if (symbolOf[fold(c)] == 0) {
          symbolOf[fold(c)] = (byte) symbols;
          symbolOf[upper(c)] = (byte) symbols++;
        }
      }
    }
    width = symbols;
    newState();
    entries.forEach(this::insert);
    linkFailures();
    next = new int[building.size() * width];
    for (int state = 0; state < building.size(); state++) {
      System.arraycopy(building.get(state), 0, next, state * width, width);
    }
    // States are kept multiplied by the width, which saves the multiplication per character.
    for (int i = 0; i < next.length; i++) {
      next[i] *= width;
    }
    hitsOf = new Hit[next.length][];
    for (int state = 0; state < hits.size(); state++) {
      hitsOf[state * width] = hits.get(state);
    }
    building.clear();
    hits.clear();
  }

  record Entry(String literal, Action action) {}

  /** Walks the text once, calling each literal's action, and {@code run} for long plain runs. */
  void walk(Scan scan) {
    String text = scan.text();
    int state = 0;
    int outside = -1; // the last position that is no base64 character
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      state = next[state + (c < 128 ? symbolOf[c] : 0)];
      if (hitsOf[state].length != 0) {
        fire(hitsOf[state], scan, i + 1);
      }
      if (!Alphabet.BASE64.has(c)) {
        if (i - outside > BlobRules.SHORTEST) {
          BlobRules.run(scan, outside + 1, i);
        }
        outside = i;
      }
    }
    if (text.length() - outside > BlobRules.SHORTEST) {
      BlobRules.run(scan, outside + 1, text.length());
    }
  }

  private static void fire(Hit[] hits, Scan scan, int to) {
    for (Hit hit : hits) {
      int from = to - hit.length;
      if (!scan.isMarked(from)) {
        hit.action.at(scan, from, to);
      }
    }
  }

  private void insert(Entry entry) {
    int state = 0;
    for (int i = 0; i < entry.literal().length(); i++) {
      int symbol = symbolOf[entry.literal().charAt(i)];
      if (building.get(state)[symbol] == 0) {
        building.get(state)[symbol] = newState();
      }
      state = building.get(state)[symbol];
    }
    hits.set(state, with(hits.get(state), new Hit(entry.literal().length(), entry.action())));
  }

  private int newState() {
    building.add(new int[width]);
    hits.add(NOTHING);
    return building.size() - 1;
  }

  /** Breadth first, so that the state fallen back to is always complete. */
  private void linkFailures() {
    int[] fallback = new int[building.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int child : building.get(0)) {
      if (child != 0) {
        queue.add(child);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      for (Hit hit : hits.get(fallback[state])) {
        hits.set(state, with(hits.get(state), hit));
      }
      for (int symbol = 0; symbol < width; symbol++) {
        int child = building.get(state)[symbol];
        int viaFallback = building.get(fallback[state])[symbol];
        if (child == 0) {
          building.get(state)[symbol] = viaFallback;
        } else {
          fallback[child] = viaFallback;
          queue.add(child);
        }
      }
    }
  }

  private static Hit[] with(Hit[] hits, Hit more) {
    Hit[] all = Arrays.copyOf(hits, hits.length + 1);
    all[hits.length] = more;
    return all;
  }

  private static char fold(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  private static char upper(char c) {
    return fold(c) >= 'a' && fold(c) <= 'z' ? (char) (fold(c) - 32) : c;
  }
}
