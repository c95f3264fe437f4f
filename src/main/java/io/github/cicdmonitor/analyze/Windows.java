package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LogLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Cuts texts to a size: the lines nearest to those that matter stay, and a mark says what is gone. */
final class Windows {
  private static final int LONGEST_LINE = 2_000;
  private static final int SHORTEST_LINE = 120;
  private static final int OF_A_MARK = 40;
  private static final String CUT = " [… cut …]";

  private Windows() {}

  /**
   * The lines of a text.
   *
   * @param around numbers of the lines that matter, 1-based; none: those at the beginning
   * @param most characters of the result
   */
  static String ofText(String text, List<Integer> around, int most) {
    if (text.length() <= most) {
      return text;
    }
    List<String> lines = text.lines().toList();
    List<Integer> numbers = IntStream.rangeClosed(1, lines.size()).boxed().toList();
    Set<Integer> kept = nearest(numbers, lines, around.isEmpty() ? List.of(1) : around, most);
    return render(numbers, lines, kept, lines.size());
  }

  /**
   * The lines of an excerpt, each with its number.
   *
   * @param flagged lines that get a {@code +} behind their number
   */
  static String ofExcerpt(Excerpt excerpt, Set<Integer> flagged, int most) {
    List<Integer> numbers = excerpt.lines().stream().map(LogLine::number).toList();
    int longest = Math.max(SHORTEST_LINE, Math.min(LONGEST_LINE, most / 3));
    List<String> lines = excerpt.lines().stream()
        .map(line -> line.number()
            + (flagged.contains(line.number()) ? "+| " : "| ")
            + shortened(line.text().value(), longest))
        .toList();
    List<Integer> around = excerpt.errorLines().isEmpty() && !numbers.isEmpty()
        ? List.of(numbers.get(numbers.size() - 1))
        : excerpt.errorLines();
    Set<Integer> kept = nearest(numbers, lines, around, most);
    return render(numbers, lines, kept, excerpt.totalLines());
  }

  private static String shortened(String line, int longest) {
    return line.length() <= longest ? line : line.substring(0, longest) + CUT;
  }

  /** As many as fit, those nearest to a line that matters first; of two as near, the earlier reason. */
  private static Set<Integer> nearest(
      List<Integer> numbers, List<String> lines, List<Integer> around, int most) {
    record Near(int number, int index, int distance, int rank) {}
    List<Near> all = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      int distance = Integer.MAX_VALUE;
      int rank = 0;
      for (int r = 0; r < around.size(); r++) {
        int far = Math.abs(numbers.get(i) - around.get(r));
        if (far < distance) {
          distance = far;
          rank = r;
        }
      }
      all.add(new Near(numbers.get(i), i, distance, rank));
    }
    all.sort(Comparator.comparingInt(Near::distance).thenComparingInt(Near::rank));
    Set<Integer> kept = new TreeSet<>();
    int room = most - OF_A_MARK;
    for (Near line : all) {
      boolean joins = kept.contains(line.number() - 1) || kept.contains(line.number() + 1);
      int cost = lines.get(line.index()).length() + 1 + (joins ? 0 : OF_A_MARK);
      if (cost > room) {
        break;
      }
      room -= cost;
      kept.add(line.number());
    }
    return kept;
  }

  private static String render(
      List<Integer> numbers, List<String> lines, Set<Integer> kept, int last) {
    StringBuilder out = new StringBuilder();
    int next = 1;
    for (int i = 0; i < numbers.size(); i++) {
      int number = numbers.get(i);
      if (kept.contains(number)) {
        gap(out, number - next);
        out.append(lines.get(i)).append('\n');
        next = number + 1;
      }
    }
    gap(out, last - next + 1);
    return out.toString();
  }

  private static void gap(StringBuilder out, int lines) {
    if (lines > 0) {
      out.append("[… ").append(lines).append(" lines left out …]\n");
    }
  }
}
