package io.github.cicdmonitor.injection;

import io.github.cicdmonitor.injection.OrderWords.Hit;
import io.github.cicdmonitor.injection.OrderWords.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Orders by their structure: who is addressed, to do what, about what, and why nobody has to look.
 * One such word alone means nothing, a log is full of them; together and near they do.
 */
final class Orders {
  private static final int SENTENCE = 60; // characters of folded text
  private static final int PARAGRAPH = 220;
  private static final int MOST_LINES = 4; // that an order is wrapped over
  private static final int FEWEST_LETTERS = 10;

  private static final OrderWords WORDS = OrderWords.shipped();

  /** Words that all have to stand within so many characters. */
  private record Shape(int room, List<Set<Role>> parts) {}

  private static final Shape AWAY =
      new Shape(SENTENCE, List.of(Set.of(Role.OVERRIDE), Set.of(Role.SAID)));

  private static final List<Shape> SHAPES = List.of(
      AWAY,
      new Shape(
          PARAGRAPH,
          List.of(
              Set.of(Role.MACHINE),
              Set.of(Role.OVERRIDE, Role.ACT),
              Set.of(Role.SAID, Role.GOAL, Role.COVER))),
      new Shape(
          SENTENCE * 2,
          List.of(Set.of(Role.ADDRESS), Set.of(Role.MACHINE), Set.of(Role.OVERRIDE, Role.ACT))),
      new Shape(PARAGRAPH, List.of(Set.of(Role.COVER), Set.of(Role.ACT), Set.of(Role.GOAL))),
      new Shape(SENTENCE, List.of(Set.of(Role.MACHINE), Set.of(Role.PERSONA))),
      new Shape(SENTENCE * 2, List.of(Set.of(Role.MACHINE), Set.of(Role.COVER))),
      new Shape(SENTENCE, List.of(Set.of(Role.MACHINE), Set.of(Role.AGAIN, Role.DECIDE))),
      new Shape(SENTENCE, List.of(Set.of(Role.DECIDE), Set.of(Role.COVER))),
      new Shape(SENTENCE * 3, List.of(Set.of(Role.AGAIN), Set.of(Role.COVER))),
      new Shape(
          SENTENCE,
          List.of(Set.of(Role.PERSONA), Set.of(Role.OVERRIDE, Role.ACT), Set.of(Role.GOAL))));

  private Orders() {}

  /** Indexes of the lines where an order begins, ascending. */
  static Set<Integer> in(List<String> lines) {
    FoldedText folded = FoldedText.of(lines);
    Set<Integer> found = new TreeSet<>();
    List<Hit> hits = WORDS.in(folded.text());
    for (Shape shape : SHAPES) {
      mark(shape, hits, folded, found);
    }
    for (int i = 0; i < lines.size(); i++) {
      if (!found.contains(i) && (isSpelledOut(folded, i) || isJoined(lines.get(i)))) {
        found.add(i);
      }
    }
    return found;
  }

  /** In one name, whose words may be joined by anything. */
  static boolean isInName(String name) {
    FoldedText folded = FoldedText.ofNames(List.of(name));
    Set<Integer> found = new TreeSet<>();
    List<Hit> hits = WORDS.in(folded.text());
    SHAPES.forEach(shape -> mark(shape, hits, folded, found));
    return !found.isEmpty();
  }

  /** Only what no name of a test or file says. */
  private static boolean isJoined(String line) {
    for (String words : FoldedText.joined(line)) {
      FoldedText folded = FoldedText.ofNames(List.of(words));
      Set<Integer> found = new TreeSet<>();
      mark(AWAY, WORDS.in(folded.text()), folded, found);
      if (!found.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  static boolean isIn(String text) {
    return !in(text.lines().toList()).isEmpty();
  }

  private static boolean isSpelledOut(FoldedText folded, int line) {
    for (String letters : folded.spelledOut(line, FEWEST_LETTERS)) {
      List<Hit> hits = WORDS.amongLetters(letters);
      FoldedText all = new FoldedText(letters, new int[] {0});
      Set<Integer> found = new TreeSet<>();
      SHAPES.forEach(shape -> mark(shape, hits, all, found));
      if (!found.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static void mark(Shape shape, List<Hit> hits, FoldedText folded, Set<Integer> found) {
    int parts = shape.parts().size();
    int[][] last = new int[parts][]; // the newest hit of each part: from, to
    for (Hit hit : hits) {
      List<Integer> taken = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        if (shape.parts().get(part).contains(hit.role())) {
          taken.add(part);
        }
      }
      for (int part : taken) {
        last[part] = new int[] {hit.from(), hit.to()};
        if (fits(shape, last, folded)) {
          int first = Arrays.stream(last).mapToInt(span -> span[0]).min().orElse(0);
          found.add(folded.lineAt(first));
        }
      }
    }
  }

  /** All there, near each other, and none inside another. */
  private static boolean fits(Shape shape, int[][] spans, FoldedText folded) {
    int from = Integer.MAX_VALUE;
    int to = 0;
    for (int[] span : spans) {
      if (span == null) {
        return false;
      }
      from = Math.min(from, span[0]);
      to = Math.max(to, span[1]);
    }
    if (to - from > shape.room() || folded.lineAt(to - 1) - folded.lineAt(from) >= MOST_LINES) {
      return false;
    }
    for (int i = 0; i < spans.length; i++) {
      for (int j = i + 1; j < spans.length; j++) {
        if (spans[i][0] < spans[j][1] && spans[j][0] < spans[i][1]) {
          return false;
        }
      }
    }
    return true;
  }
}
