package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.LogLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lines that people are shown: what the answer rests on, then the best of the others. */
final class EvidenceChoice {
  private static final int LINES = 8;
  private static final int BELOW = 4;
  private static final int LINES_OF_HITS = 5;
  private static final int LINES_PER_HIT = 2;
  private static final int LINES_PER_RULE = 4;

  private static final int FEW = 4;
  private static final int FAR = 15;
  private static final int CONTINUED = 2;
  private static final Pattern GOES_ON = Pattern.compile(
      "^(?:[|│>└├╰╵]|-->|= (?:note|help)|\\.\\.\\. |(?i:caused by|reason|response (?:code|status|message)|status(?: code)?|details?|cause)\\b)");
  private static final Pattern FRAME =
      Pattern.compile("^\\s*(?:at |\\.\\.\\. \\d+ more|File \\\"|[|│╷╵]?\\s*$|\\d+ *\\|)");

  private EvidenceChoice() {}

  /** Under the name of a failed test stands what it failed with. */
  private static List<Integer> below(int line, List<Hit> hits) {
    boolean named = hits.stream()
        .anyMatch(hit -> hit.line() == line && hit.source().startsWith(ReportHits.SOURCE));
    return hits.stream()
        .map(Hit::line)
        .filter(other -> named && other > line && other <= line + BELOW)
        .limit(1)
        .toList();
  }

  /** What goes on in the lines below, set in or marked as going on, belongs to the message. */
  private static List<Integer> continued(Excerpt excerpt, int line) {
    List<Integer> found = new ArrayList<>();
    int indent = excerpt.line(line).map(l -> indent(l.text().value())).orElse(0);
    int expected = line + 1;
    for (LogLine next : excerpt.lines()) {
      if (next.number() <= line) {
        continue;
      }
      String text = next.text().value();
      boolean goesOn =
          text.isBlank() || indent(text) > indent || GOES_ON.matcher(text).find();
      if (next.number() != expected++ || !goesOn || found.size() == CONTINUED) {
        break;
      }
      if (!text.isBlank() && !FRAME.matcher(text).find()) {
        found.add(next.number());
      }
    }
    return found;
  }

  private static int indent(String text) {
    int indent = 0;
    while (indent < text.length() && Character.isWhitespace(text.charAt(indent))) {
      indent++;
    }
    return indent;
  }

  private static boolean isOperations(List<Hit> hits) {
    return hits.stream()
        .findFirst()
        .filter(best -> best.category().failureClass() == FailureClass.DEVOPS)
        .isPresent();
  }

  /** Where little is known: lines above it, or at the log's end, that sound like a failure. */
  private static List<Integer> soundsBad(Excerpt excerpt, Set<Integer> first) {
    List<LogLine> shown = excerpt.lines();
    int end = first.stream().findFirst().orElse(shown.get(shown.size() - 1).number());
    List<Integer> found = new ArrayList<>();
    for (int number = end; number > Math.max(0, end - FAR) && found.size() < FEW; number--) {
      String text = excerpt.line(number).map(line -> line.text().value()).orElse("");
      if (LineShape.soundsBad(text) && !Harmless.isNote(text)) {
        found.add(number);
      }
    }
    return found;
  }

  static List<Evidence> of(Excerpt excerpt, Set<Integer> first, List<Hit> hits) {
    // The best rule of each line, so that a wall of one kind does not fill the evidence.
    Map<Integer, String> sources = new LinkedHashMap<>();
    hits.stream()
        .filter(hit -> hit.rule().isPresent())
        .forEach(hit -> sources.putIfAbsent(hit.line(), hit.source()));
    Set<Integer> lines = new LinkedHashSet<>(first);
    first.forEach(line -> lines.addAll(below(line, hits)));
    for (int line : first.stream().limit(1).toList()) {
      if (isOperations(hits)) {
        RemoteTrouble.reasonBeside(excerpt, line).ifPresent(lines::add);
      }
      lines.addAll(continued(excerpt, line));
    }
    Map<String, Integer> shown = new LinkedHashMap<>();
    for (Hit hit : hits) {
      if (lines.size() < LINES_OF_HITS
          && !lines.contains(hit.line())
          && hit.rank() >= 0
          && shown.merge(hit.source(), 1, Integer::sum) <= LINES_PER_HIT) {
        lines.add(hit.line());
      }
    }
    shown.clear();
    for (int line : excerpt.errorLines()) {
      String source = sources.getOrDefault(line, "");
      if (!lines.contains(line)
          && (source.isEmpty() || shown.merge(source, 1, Integer::sum) <= LINES_PER_RULE)) {
        lines.add(line);
      }
    }
    if (lines.size() < FEW) {
      lines.addAll(soundsBad(excerpt, first));
    }
    return lines.stream()
        .flatMap(number -> excerpt.line(number).stream())
        .limit(LINES)
        .map(line -> new Evidence(line.number(), line.text()))
        .toList();
  }
}
