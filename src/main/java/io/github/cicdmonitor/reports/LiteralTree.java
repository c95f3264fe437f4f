package io.github.cicdmonitor.reports;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of many literals a line holds, ASCII letters compared without case. Time is the line's
 * length times the longest literal's at worst; few places get further than their second letter.
 */
final class LiteralTree {
  private static final int PLAIN = 128;

  private static final class Node {
    private final @Nullable Node[] plain = new @Nullable Node[PLAIN];
    private final Map<Character, Node> other = new HashMap<>(2);
    private final List<Integer> ends = new ArrayList<>(1);

    private Node grown(char c) {
      if (c < PLAIN) {
        Node node = plain[c];
        if (node == null) {
          node = new Node();
          plain[c] = node;
        }
        return node;
      }
      return other.computeIfAbsent(c, key -> new Node());
    }
  }

  private final Node root = new Node();

  /** {@code number} is what {@link #in} tells of the literal; several may share one. */
  void add(String literal, int number) {
    Node node = root;
    for (int i = 0; i < literal.length(); i++) {
      node = node.grown(lower(literal.charAt(i)));
    }
    node.ends.add(number);
  }

  /** The numbers of the literals that the line holds. */
  BitSet in(String line) {
    BitSet found = new BitSet();
    for (int from = 0; from < line.length(); from++) {
      @Nullable Node node = root;
      for (int i = from; i < line.length(); i++) {
        char c = lower(line.charAt(i));
        node = c < PLAIN ? node.plain[c] : node.other.get(c);
        if (node == null) {
          break;
        }
        node.ends.forEach(found::set);
      }
    }
    return found;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
