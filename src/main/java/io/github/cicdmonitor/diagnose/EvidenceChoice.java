package io.github.cicdmonitor.diagnose;

import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lines that people are shown: what the answer rests on, then the best of the others. */
final class EvidenceChoice {
  private static final int LINES = 8;
  private static final int LINES_PER_RULE = 6;

  private EvidenceChoice() {}

  static List<Evidence> of(Excerpt excerpt, Set<Integer> first, List<Hit> hits) {
    // The best rule of each line, so that a wall of one kind does not fill the evidence.
    Map<Integer, String> sources = new LinkedHashMap<>();
    hits.stream()
        .filter(hit -> hit.rule().isPresent())
        .forEach(hit -> sources.putIfAbsent(hit.line(), hit.source()));
    Set<Integer> lines = new LinkedHashSet<>();
    Map<String, Integer> shown = new LinkedHashMap<>();
    List<Integer> candidates = new ArrayList<>(first);
    candidates.addAll(excerpt.errorLines());
    for (int line : candidates) {
      String source = sources.getOrDefault(line, "");
      if (!lines.contains(line)
          && (source.isEmpty() || shown.merge(source, 1, Integer::sum) <= LINES_PER_RULE)) {
        lines.add(line);
      }
    }
    return lines.stream()
        .flatMap(number -> excerpt.line(number).stream())
        .limit(LINES)
        .map(line -> new Evidence(line.number(), line.text()))
        .toList();
  }
}
