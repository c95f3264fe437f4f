package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.files.Literals;
import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code strategy:} of a job: which variants run, and whether all of them count. */
final class MatrixChange {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+:/@ -]*");

  private final Mapping old;
  private final Mapping now;
  private final Mapping job;
  private final WorkflowPlace place;

  private MatrixChange(Mapping old, Mapping now, Mapping job, WorkflowPlace place) {
    this.old = old;
    this.now = now;
    this.job = job;
    this.place = place;
  }

  /** {@code job} is the one after, which says what the values of the matrix reach. */
  static void compare(EntryChange strategy, Mapping job, WorkflowPlace place) {
    if (strategy.to().isPresent() && strategy.to().get().mapping().isEmpty()) {
      place.add(ChangeKind.K23, strategy.line(), "strategy is no list");
      return;
    }
    for (EntryChange change :
        EntryChange.between(strategy.old(), strategy.now(), strategy.line())) {
      switch (change.key()) {
        case "matrix" -> matrix(change, job, place);
        case "fail-fast" -> failFast(change, place);
        case "max-parallel" -> parallel(change, place);
        default ->
          place.add(ChangeKind.K23, change.line(), "strategy " + Shown.quoted(change.key()));
      }
    }
  }

  private static void failFast(EntryChange change, WorkflowPlace place) {
    String value = change.to().flatMap(Yaml::scalar).map(Scalar::text).orElse("true");
    boolean literal = value.equals("true") || value.equals("false");
    ChangeKind kind = literal ? ChangeKind.K6 : ChangeKind.K23;
    place.add(kind, change.line(), "fail-fast " + Shown.quoted(value));
  }

  private static void parallel(EntryChange change, WorkflowPlace place) {
    String value = change.to().flatMap(Yaml::scalar).map(Scalar::text).orElse("");
    boolean number = change.to().isEmpty() || Literals.number(value).isPresent();
    ChangeKind kind = number ? ChangeKind.K3 : ChangeKind.K23;
    place.add(kind, change.line(), "max-parallel " + Shown.quoted(value));
    if (change.from().isPresent() && change.to().isEmpty()) {
      place.add(ChangeKind.K18, change.line(), "a limit is gone");
    }
  }

  private static void matrix(EntryChange change, Mapping job, WorkflowPlace place) {
    Optional<Yaml> before = change.from();
    Optional<Yaml> after = change.to();
    int line = change.line();
    if (after.isEmpty() || (before.isPresent() && before.get().mapping().isEmpty())) {
      place.mask(line, "the matrix is gone or another one");
      return;
    }
    if (after.get().mapping().isEmpty()) {
      place.mask(line, "the matrix comes from an expression");
      place.add(ChangeKind.K23, line, "matrix " + Shown.quoted(after.get().toString()));
      return;
    }
    new MatrixChange(change.old(), change.now(), job, place).axes(line);
  }

  private void axes(int line) {
    for (EntryChange change : EntryChange.between(old, now, line)) {
      String axis = change.key();
      Optional<Yaml> from = change.from();
      Optional<Yaml> to = change.to();
      int at = change.line();
      if (axis.equals("include") && legs(to).stream().allMatch(MatrixChange::isPlain)) {
        include(legs(from), legs(to), at);
      } else if (axis.equals("exclude")
          && to.isPresent()
          && legs(from).stream().map(this::renamed).toList().equals(legs(to))) {
        place.add(ChangeKind.K6, at, "matrix exclude follows the renamed values");
      } else if (axis.equals("include") || axis.equals("exclude")) {
        place.mask(at, "the " + axis + " list of the matrix");
        place.add(ChangeKind.K23, at, "matrix " + axis);
      } else {
        axis(axis, from, to, at);
      }
    }
  }

  private static boolean isPlain(Mapping leg) {
    return !leg.entries().isEmpty()
        && leg.entries().values().stream().allMatch(v -> v.scalar().isPresent());
  }

  private static List<Mapping> legs(Optional<Yaml> list) {
    return list.flatMap(Yaml::sequence)
        .map(s -> s.items().stream().map(i -> i.mapping().orElse(Mapping.EMPTY)).toList())
        .orElse(List.of());
  }

  /** An extra variant as it must be now that values of the axes have other names. */
  private Mapping renamed(Mapping leg) {
    Map<String, Yaml> entries = new LinkedHashMap<>(leg.entries());
    entries.replaceAll((axis, value) -> {
      List<Yaml> before = items(old, axis);
      int at = before.indexOf(value);
      boolean renamed = at >= 0
          && before.size() == items(now, axis).size()
          && !items(now, axis).contains(value)
          && !before.contains(items(now, axis).get(at));
      return renamed ? items(now, axis).get(at) : value;
    });
    return new Mapping(entries, Map.of(), leg.line(), leg.span());
  }

  private static List<Yaml> items(Mapping matrix, String axis) {
    return matrix.get(axis).flatMap(Yaml::sequence).map(Yaml.Sequence::items).orElse(List.of());
  }

  /** Each variant before must still be there: as it was, renamed, with more keys, other values. */
  private void include(List<Mapping> before, List<Mapping> after, int line) {
    List<Mapping> gone = new ArrayList<>(before);
    List<Mapping> added = new ArrayList<>(after);
    gone.removeIf(added::remove);
    gone.removeIf(leg -> added.remove(renamed(leg)));
    place.add(ChangeKind.K6, line, "matrix include");
    for (Mapping leg : List.copyOf(gone)) {
      Optional<Mapping> more = added.stream()
          .filter(a -> a.entries().entrySet().containsAll(leg.entries().entrySet()))
          .findFirst();
      Optional<Mapping> other = more.or(() -> added.stream()
          .filter(a -> a.entries().keySet().equals(leg.entries().keySet()))
          .findFirst());
      if (other.isEmpty()) {
        place.mask(line, "a variant is gone: " + Shown.quoted(leg.toString()));
        place.add(ChangeKind.K23, line, "matrix include");
        continue;
      }
      added.remove(other.get());
      other.get().entries().forEach((key, value) -> entry(key, leg.text(key), value, line));
    }
    for (Mapping leg : added) {
      leg.entries().forEach((key, value) -> {
        boolean overrides =
            !isVariant(leg) && before.stream().anyMatch(b -> b.entries().containsKey(key));
        if (overrides && items(now, key).isEmpty()) {
          place.mask(line, "another value for variants that run already: " + Shown.quoted(key));
        }
        entry(key, Optional.empty(), value, line);
      });
    }
  }

  /** Whether it runs beside the others and is no addition to one of them. */
  private boolean isVariant(Mapping leg) {
    Set<String> axes = new TreeSet<>(now.entries().keySet());
    axes.removeAll(Set.of("include", "exclude"));
    return axes.isEmpty()
        || leg.entries().entrySet().stream()
            .anyMatch(
                e -> axes.contains(e.getKey()) && !items(now, e.getKey()).contains(e.getValue()));
  }

  private void entry(String key, Optional<String> from, Yaml value, int line) {
    String to = value.toString();
    if (from.equals(Optional.of(to))) {
      return;
    }
    String what = "matrix include " + Shown.quoted(key + " " + from.orElse("(new)")) + " → "
        + Shown.quoted(to);
    if (!PLAIN.matcher(to).matches()
        || (decides(key, "continue-on-error") && !to.equals("false"))) {
      place.mask(line, what + ", which may decide whether a failure counts");
    } else if (decides(key, "if")) {
      place.add(ChangeKind.K22, line, what + ", which may decide what runs");
    }
    boolean runner = isRunner(key) || from.map(RunnerChange::isHosted).orElse(false);
    value(from.map(List::of).orElse(List.of()), to, runner, line, what);
  }

  /** Whether a value of the matrix reaches {@code if} or {@code continue-on-error}. */
  private boolean decides(String key, String where) {
    List<Mapping> places = new ArrayList<>(Privileges.steps(job));
    places.add(job);
    return places.stream()
        .flatMap(p -> p.text(where).stream())
        .map(Expressions::normal)
        .anyMatch(text -> text.contains("matrix." + key.toLowerCase(Locale.ROOT))
            || text.matches("(?s).*\\bmatrix\\b(?!\\.).*"));
  }

  private boolean isRunner(String axis) {
    return Expressions.in(job.text("runs-on").orElse("")).stream()
        .anyMatch(e -> e.equals("matrix." + axis.toLowerCase(Locale.ROOT)));
  }

  private void axis(String axis, Optional<Yaml> before, Optional<Yaml> after, int line) {
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
      value(from, added.get(i), isRunner(axis), line, what);
    }
    if (added.isEmpty() && gone.isEmpty()) {
      place.add(ChangeKind.K0, line, "order of " + axis);
    }
  }

  /** Five parameters: {@code what} tells the whole axis or variant, of which this is one value. */
  private void value(List<String> from, String to, boolean runner, int line, String what) {
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
