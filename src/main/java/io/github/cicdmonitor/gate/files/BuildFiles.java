package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.gate.shell.GateRole;
import io.github.cicdmonitor.gate.shell.RunChange;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import io.github.cicdmonitor.workflow.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Build files that are programs: a changed version is told apart, everything else asks. */
final class BuildFiles {
  private static final Pattern DISTRIBUTION = Pattern.compile(
      "distributionUrl=https\\\\?://([a-z0-9.-]+)/(.*?)([0-9]+(?:\\.[0-9]+)+)([A-Za-z0-9./-]*)");

  private BuildFiles() {}

  static void gradle(String before, String after, FileFindings found) {
    Set<String> known = Set.copyOf(EditSize.lines(before));
    List<String> now = EditSize.lines(after);
    for (int i = 0; i < now.size(); i++) {
      if (!known.contains(now.get(i))) {
        found.add(ChangeKind.K8, i + 1, "build code " + Shown.quoted(now.get(i)));
      }
    }
    if (!now.containsAll(known)) {
      found.add(ChangeKind.K23, 0, "build code is gone");
    }
  }

  /** {@code gradle-wrapper.properties} and Maven's: what is downloaded and run first of all. */
  static void wrapper(String before, String after, FileFindings found) {
    List<String> old = new ArrayList<>(EditSize.lines(before));
    List<String> now = new ArrayList<>(EditSize.lines(after));
    List<String> common = List.copyOf(now);
    now.removeAll(old);
    old.removeAll(common);
    if (old.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("sha256"))
        && now.stream().noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("sha256"))) {
      found.add(ChangeKind.K20, 0, "the download is no longer checked by hash");
    }
    for (String line : now) {
      Matcher to = DISTRIBUTION.matcher(line.strip());
      Optional<Matcher> from = old.stream()
          .map(l -> DISTRIBUTION.matcher(l.strip()))
          .filter(Matcher::matches)
          .findFirst();
      if (to.matches()
          && from.isPresent()
          && from.get().group(1).equals(to.group(1))
          && from.get().group(2).equals(to.group(2))) {
        found.add(
            PackageChange.step(from.get().group(3), to.group(3)),
            1,
            "distribution " + from.get().group(3) + " → " + to.group(3));
      } else if (line.startsWith("distributionUrl")) {
        found.add(ChangeKind.K15, 1, "the build tool comes from elsewhere: " + Shown.quoted(line));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        found.add(ChangeKind.K23, 1, Shown.quoted(line));
      }
    }
    if (now.isEmpty() && !old.isEmpty()) {
      found.add(ChangeKind.K23, 1, "gone: " + Shown.quoted(old.get(0)));
    }
  }

  /** A shell script, or the recipes of a Makefile. */
  static void script(String before, String after, RepositoryFacts facts, FileFindings found) {
    String path = found.path();
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    boolean shell = name.matches(".*\\.(?:sh|bash|zsh|ksh)");
    boolean make = name.endsWith("makefile") || name.endsWith(".mk");
    boolean gate = GateRole.ofName(name).isPresent();
    WorkflowPlace place = new WorkflowPlace(
        found, facts, "", gate ? WorkflowPlace.Guard.GATE : WorkflowPlace.Guard.ORDINARY);
    if (make) {
      RunChange.edited(recipes(before), recipes(after), 1, false, place);
      ignored(before, after, place);
    } else {
      RunChange.edited(before, after, 1, false, place);
    }
    if (!shell) {
      found.add(ChangeKind.K23, 1, "a build script that is no plain shell");
    }
  }

  private static String recipes(String makefile) {
    return makefile
        .replaceAll("(?m)^\\t[@+-]*", "")
        .replace("$(", "\\$\\(")
        .replaceAll("(?m)^[^\\s:=#]+:.*$", ":");
  }

  /** {@code -command} in a recipe ignores its failure. */
  private static void ignored(String before, String after, WorkflowPlace place) {
    List<String> known = EditSize.lines(before);
    List<String> now = EditSize.lines(after);
    for (int i = 0; i < now.size(); i++) {
      if (now.get(i).matches("\\t@?-.*") && !known.contains(now.get(i))) {
        place.guarded(WorkflowPlace.Guard.GATE).mask(i + 1, "a recipe whose failure is ignored");
      }
    }
  }
}
