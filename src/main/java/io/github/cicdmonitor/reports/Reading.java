package io.github.cicdmonitor.reports;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One reading of the lines of a log: which tool wrote which line, and each tool's runs. */
final class Reading {
  /** A tool is speaking for so many lines of the log after a line that is surely its own. */
  private static final int SPEAKING = 60;

  private static final int LONGEST_PATH = 260;

  /** A header holds for the lines that follow it; so many may be left out before one is missed. */
  private static final int GAP = 2;

  private static final Pattern PATH =
      Pattern.compile("(?:[A-Za-z]:)?[\\w@.~+()\\[\\] /\\\\-]*[\\w)\\]-]\\.[A-Za-z]\\w{0,9}:?");

  private record Told(int number, List<Formats.Match> matches, String header) {}

  private final Formats formats;
  private final List<Told> told = new ArrayList<>();
  private final Map<Integer, Integer> lastSpoke = new HashMap<>();

  Reading(Formats formats, List<Reports.Line> lines) {
    this.formats = formats;
    String header = "";
    int previous = 0;
    for (Reports.Line line : lines) {
      if (line.number() - previous > GAP) {
        header = "";
      }
      previous = line.number();
      List<Formats.Match> matches = formats.matches(line.text(), speaking(line.number()));
      if (!matches.isEmpty()) {
        matches.stream()
            .filter(match -> match.role().isTelling())
            .forEach(match -> lastSpoke.put(match.format(), line.number()));
        told.add(new Told(line.number(), matches, header));
      } else if (isPath(line.text())) {
        header = line.text().strip().replaceFirst(":$", "");
      }
    }
  }

  private static boolean isPath(String text) {
    String line = text.strip();
    return line.length() <= LONGEST_PATH
        && line.lastIndexOf('.') > 0
        && PATH.matcher(line).matches()
        && (line.indexOf(' ') < 0 || line.indexOf('/') >= 0 || line.indexOf('\\') >= 0);
  }

  private BitSet speaking(int number) {
    BitSet speaking = new BitSet();
    lastSpoke.forEach((format, line) -> {
      if (number - line <= SPEAKING) {
        speaking.set(format);
      }
    });
    return speaking;
  }

  List<Report> reports() {
    Map<Integer, Integer> votes = votes();
    Map<Integer, Runs> runs = new HashMap<>();
    for (Told line : told) {
      for (Formats.Match match : owners(line, votes)) {
        runs.computeIfAbsent(match.format(), f -> new Runs(formats.format(f)))
            .add(line.number(), match, line.header());
      }
    }
    return runs.values().stream()
        .flatMap(tool -> tool.reports().stream())
        .sorted(Comparator.comparingInt(Report::firstLine).thenComparing(Report::tool))
        .toList();
  }

  /** The tool that most likely wrote the line; all of them while that is open. */
  private static List<Formats.Match> owners(Told line, Map<Integer, Integer> votes) {
    Formats.Match best = line.matches().stream()
        .max(Comparator.comparingInt((Formats.Match m) -> votes.getOrDefault(m.format(), -1))
            .thenComparing(Formats.Match::format, Comparator.reverseOrder()))
        .orElseThrow();
    if (best.role() == LineForm.Role.TENTATIVE) {
      return line.matches().stream()
          .filter(match -> match.role() == LineForm.Role.TENTATIVE)
          .toList();
    }
    return votes.containsKey(best.format()) ? List.of(best) : List.of();
  }

  /**
   * How many telling lines can be a tool's; more than any such number where one of them is only this
   * tool's. A tool without any does not speak, unless it has places of its own for its items.
   */
  private Map<Integer, Integer> votes() {
    Map<Integer, Integer> votes = new HashMap<>();
    for (Told line : told) {
      for (Formats.Match match : line.matches()) {
        boolean isTentative = match.role() == LineForm.Role.TENTATIVE;
        if (match.role().isTelling() || isTentative) {
          votes.merge(match.format(), isTentative ? 0 : 1, Integer::sum);
        }
      }
    }
    for (Told line : told) {
      List<Formats.Match> telling =
          line.matches().stream().filter(match -> match.role().isTelling()).toList();
      if (telling.size() == 1) {
        votes.computeIfPresent(
            telling.get(0).format(), (f, n) -> n > told.size() ? n : n + told.size());
      }
    }
    return votes;
  }
}
