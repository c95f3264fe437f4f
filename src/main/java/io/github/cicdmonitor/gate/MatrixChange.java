package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code strategy:} of a job: which variants run, and whether all of them count. */
final class MatrixChange {
  private MatrixChange() {}

  static void compare(
      Optional<Yaml> before, Optional<Yaml> after, String runsOn, int line, Place place) {
    Mapping old = before.flatMap(Yaml::mapping).orElse(Mapping.EMPTY);
    Mapping now = after.flatMap(Yaml::mapping).orElse(Mapping.EMPTY);
    if (after.isPresent() && after.get().mapping().isEmpty()) {
      place.add(ChangeKind.K23, line, "strategy is no list");
      return;
    }
    Set<String> keys = new TreeSet<>(old.entries().keySet());
    keys.addAll(now.entries().keySet());
    for (String key : keys) {
      Optional<Yaml> from = old.get(key);
      Optional<Yaml> to = now.get(key);
      if (from.equals(to)) {
        continue;
      }
      int at = to.isPresent() ? now.lineOf(key) : line;
      switch (key) {
        case "matrix" -> matrix(from, to, runsOn, at, place);
        case "fail-fast" -> failFast(to, at, place);
        case "max-parallel" -> parallel(from, to, at, place);
        default -> place.add(ChangeKind.K23, at, "strategy " + Shown.quoted(key));
      }
    }
  }

  private static void failFast(Optional<Yaml> to, int line, Place place) {
    String value = to.flatMap(Yaml::scalar).map(Scalar::text).orElse("true");
    boolean literal = value.equals("true") || value.equals("false");
    place.add(literal ? ChangeKind.K6 : ChangeKind.K23, line, "fail-fast " + Shown.quoted(value));
  }

  private static void parallel(Optional<Yaml> from, Optional<Yaml> to, int line, Place place) {
    String value = to.flatMap(Yaml::scalar).map(Scalar::text).orElse("");
    boolean number = to.isEmpty() || Literals.number(value).isPresent();
    place.add(number ? ChangeKind.K3 : ChangeKind.K23, line, "max-parallel " + Shown.quoted(value));
    if (from.isPresent() && to.isEmpty()) {
      place.add(ChangeKind.K18, line, "a limit is gone");
    }
  }

  private static void matrix(
      Optional<Yaml> before, Optional<Yaml> after, String runsOn, int line, Place place) {
    if (after.isEmpty() || (before.isPresent() && before.get().mapping().isEmpty())) {
      place.mask(line, "the matrix is gone or another one");
      return;
    }
    if (after.get().mapping().isEmpty()) {
      place.mask(line, "the matrix is told by an expression");
      place.add(ChangeKind.K23, line, "matrix " + Shown.quoted(after.get().toString()));
      return;
    }
    Mapping old = before.flatMap(Yaml::mapping).orElse(Mapping.EMPTY);
    Mapping now = after.get().mapping().orElse(Mapping.EMPTY);
    Set<String> axes = new TreeSet<>(old.entries().keySet());
    axes.addAll(now.entries().keySet());
    for (String axis : axes) {
      Optional<Yaml> from = old.get(axis);
      Optional<Yaml> to = now.get(axis);
      if (from.equals(to)) {
        continue;
      }
      int at = to.isPresent() ? now.lineOf(axis) : line;
      if (axis.equals("include") && sameShape(from, to)) {
        include(from, to, runsOn, at, place);
      } else if (axis.equals("include") || axis.equals("exclude")) {
        place.mask(at, "the " + axis + " list of the matrix");
        place.add(ChangeKind.K23, at, "matrix " + axis);
      } else {
        axis(axis, from, to, isRunner(axis, runsOn), at, place);
      }
    }
  }

  /** As many extra variants as before, each with the same keys. */
  private static boolean sameShape(Optional<Yaml> before, Optional<Yaml> after) {
    List<Mapping> old = variants(before);
    List<Mapping> now = variants(after);
    boolean same = !old.isEmpty() && old.size() == now.size();
    for (int i = 0; same && i < old.size(); i++) {
      same = !now.get(i).entries().isEmpty()
          && old.get(i).entries().keySet().equals(now.get(i).entries().keySet())
          && now.get(i).entries().values().stream().allMatch(v -> v.scalar().isPresent());
    }
    return same;
  }

  private static List<Mapping> variants(Optional<Yaml> list) {
    return list.flatMap(Yaml::sequence)
        .map(s -> s.items().stream().map(i -> i.mapping().orElse(Mapping.EMPTY)).toList())
        .orElse(List.of());
  }

  private static void include(
      Optional<Yaml> before, Optional<Yaml> after, String runsOn, int line, Place place) {
    List<Mapping> old = variants(before);
    List<Mapping> now = variants(after);
    for (int i = 0; i < old.size(); i++) {
      for (String key : old.get(i).entries().keySet()) {
        String from = old.get(i).text(key).orElse("");
        String to = now.get(i).text(key).orElse("");
        if (!from.equals(to)) {
          String what =
              "matrix include " + Shown.quoted(key + " " + from) + " → " + Shown.quoted(to);
          value(
              List.of(from),
              to,
              isRunner(key, runsOn) || RunnerChange.isHosted(from),
              line,
              what,
              place);
        }
      }
    }
  }

  private static boolean isRunner(String axis, String runsOn) {
    return Expressions.in(runsOn).stream()
        .anyMatch(e -> e.equals("matrix." + axis.toLowerCase(java.util.Locale.ROOT)));
  }

  private static void axis(
      String axis,
      Optional<Yaml> before,
      Optional<Yaml> after,
      boolean runner,
      int line,
      Place place) {
    Optional<List<String>> old = values(before);
    Optional<List<String>> now = values(after);
    String what =
        "matrix " + axis + " " + Shown.quoted(before.map(Yaml::toString).orElse("(none)")) + " → "
            + Shown.quoted(after.map(Yaml::toString).orElse("(none)"));
    if (old.isEmpty() || now.isEmpty()) {
      place.mask(line, what);
      place.add(ChangeKind.K23, line, what);
      return;
    }
    List<String> gone = new ArrayList<>(old.get());
    now.get().forEach(gone::remove);
    List<String> added = new ArrayList<>(now.get());
    old.get().forEach(added::remove);
    if (new TreeSet<>(now.get()).size() < new TreeSet<>(old.get()).size()) {
      place.mask(line, "fewer variants run: " + what);
    }
    for (int i = 0; i < added.size(); i++) {
      List<String> from = i < gone.size() ? List.of(gone.get(i)) : List.of();
      value(from, added.get(i), runner, line, what, place);
    }
    if (added.isEmpty() && gone.isEmpty()) {
      place.add(ChangeKind.K0, line, "order of " + axis);
    }
  }

  private static void value(
      List<String> from, String to, boolean runner, int line, String what, Place place) {
    if (runner) {
      RunnerChange.label(from, List.of(to), line, what, place);
    } else if (!Literals.isVersion(to) || (!from.isEmpty() && !Literals.isVersion(from.get(0)))) {
      place.add(ChangeKind.K8, line, what);
    } else if (!from.isEmpty() && Version.step(from.get(0), to) == Version.Step.DOWN) {
      place.add(ChangeKind.K22, line, "an older variant instead of a newer one: " + what);
    } else {
      place.add(ChangeKind.K6, line, what);
    }
  }

  private static Optional<List<String>> values(Optional<Yaml> axis) {
    if (axis.isEmpty()) {
      return Optional.of(List.of());
    }
    return axis.get()
        .sequence()
        .filter(s -> s.items().stream().allMatch(i -> i.scalar().isPresent()))
        .map(s -> s.items().stream()
            .flatMap(i -> i.scalar().stream())
            .map(Scalar::text)
            .toList());
  }
}
