package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.Difference;
import io.github.cicdmonitor.gate.finding.FileClass;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.RiskFactor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The terms of the score, each with the points it counts: the highest file class, the dearest kind
 * of change in full, all other kinds together at most 2, then the context.
 */
final class RiskSum {
  private static final int OTHERS_AT_MOST = 2;
  private static final int SHOWN = 3;

  private RiskSum() {}

  static List<RiskFactor> of(
      List<FileFindings> files, List<FileChange> changes, GateContext context) {
    List<RiskFactor> terms = new ArrayList<>();
    FileFindings dearest = files.stream()
        .max(Comparator.comparingInt(f -> f.fileClass().points()))
        .orElse(new FileFindings("(no file)", FileClass.F0));
    terms.add(new RiskFactor(
        dearest.fileClass().label() + ": " + dearest.path(), dearest.fileClass().points()));
    changes(files, terms);
    terms.addAll(ContextTerms.of(files, changes, context));
    return terms;
  }

  /** One term a kind, however often it occurs: the places are listed behind it. */
  private static void changes(List<FileFindings> files, List<RiskFactor> terms) {
    Map<ChangeKind, List<Difference>> kinds = new EnumMap<>(ChangeKind.class);
    files.forEach(file -> file.differences()
        .forEach(d -> kinds.computeIfAbsent(d.kind(), k -> new ArrayList<>()).add(d)));
    joinFixes(kinds);
    List<ChangeKind> dearestFirst = kinds.keySet().stream()
        .sorted(Comparator.comparingInt(ChangeKind::points).reversed())
        .toList();
    int left = OTHERS_AT_MOST;
    for (int i = 0; i < dearestFirst.size(); i++) {
      ChangeKind kind = dearestFirst.get(i);
      int counted = i == 0 ? kind.points() : Math.min(left, kind.points());
      left -= i == 0 ? 0 : counted;
      String capped =
          counted < kind.points() ? " (" + kind.points() + "; others count 2 together)" : "";
      terms.add(new RiskFactor(
          kind.label() + ": " + places(kinds.getOrDefault(kind, List.of())) + capped, counted));
    }
  }

  /** What is proven part by part is proven as a whole: recognised fixes count the dearest of them. */
  private static void joinFixes(Map<ChangeKind, List<Difference>> kinds) {
    List<Difference> larger = kinds.get(ChangeKind.FIX_LARGER);
    if (larger == null) {
      return;
    }
    List<Difference> others = kinds.remove(ChangeKind.FIX);
    if (others != null) {
      larger.addAll(others);
    }
  }

  private static String places(List<Difference> differences) {
    String shown = differences.stream()
        .limit(SHOWN)
        .map(d -> d.what() + " at " + d.place())
        .distinct()
        .collect(Collectors.joining("; "));
    int more = differences.size() - SHOWN;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }
}
