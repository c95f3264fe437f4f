package io.github.cicdmonitor.rules;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** Which of many literals a text holds: at each place only those that begin like it are compared. */
final class LiteralIndex {
  private static final int BUCKETS = 1 << 12;

  private final List<String> literals;
  private final List<List<Integer>> byBeginning = Stream.generate(
          () -> (List<Integer>) new ArrayList<Integer>(1))
      .limit(BUCKETS)
      .toList();
  private final List<Integer> single = new ArrayList<>();

  /** @param literals none is empty */
  LiteralIndex(List<String> literals) {
    this.literals = literals;
    for (int l = 0; l < literals.size(); l++) {
      String literal = literals.get(l);
      (literal.length() > 1 ? byBeginning.get(bucket(literal, 0)) : single).add(l);
    }
  }

  private static int bucket(String text, int at) {
    return (text.charAt(at) * 67 + text.charAt(at + 1)) & (BUCKETS - 1);
  }

  /** Their places among the literals, compared as they are. */
  BitSet in(String text) {
    BitSet found = new BitSet();
    for (int at = 0; at + 1 < text.length(); at++) {
      for (int literal : byBeginning.get(bucket(text, at))) {
        if (text.startsWith(literals.get(literal), at)) {
          found.set(literal);
        }
      }
    }
    for (int literal : single) {
      found.set(literal, text.contains(literals.get(literal)));
    }
    return found;
  }
}
