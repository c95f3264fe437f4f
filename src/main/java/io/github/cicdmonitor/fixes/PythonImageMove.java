package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job, or one leg of its matrix, that goes back to an older image of the same kind because the
 * present one has no build of a Python version that it tests. Nothing that is tested is lost: every
 * version of the job must be one that the older image has.
 */
final class PythonImageMove {
  private static final String SETUP = "actions/setup-python";
  private static final String INPUT = "python-version";
  private static final Pattern LINE = Pattern.compile("[23]\\.[0-9]{1,2}");
  private static final Pattern AXIS =
      Pattern.compile("\\$\\{\\{\\s*matrix\\.([A-Za-z_][A-Za-z0-9_-]*)\\s*\\}\\}");

  private final PythonImages images;

  PythonImageMove(PythonImages images) {
    this.images = images;
  }

  /** The newest image like that of the label that has every version of the job. */
  Optional<String> target(Job job, String label) {
    Set<String> versions = versions(job);
    return versions.stream()
        .filter(version -> !images.offers(label, version))
        .findFirst()
        .flatMap(version -> images.having(label, version))
        .filter(older -> isNeeded(job, label, older));
  }

  /** Whether a label of a runner went back to an older image, and nothing else of the matrix moved. */
  boolean isMove(WorkflowDiff diff, Delta delta) {
    boolean place = delta.job().isPresent() && delta.step().isEmpty() && delta.isEdit();
    if (!place || diff.deltas().stream().anyMatch(d -> !d.equals(delta) && isInMatrix(d, delta))) {
      return false;
    }
    Job before = delta.job().orElseThrow().before();
    Job after = delta.job().orElseThrow().after();
    RunnerPlaces places = RunnerPlaces.of(before);
    return before.body().get("container").isEmpty()
        && places.isLabel(delta.before())
        && RunnerPlaces.of(after).isLabel(delta.after())
        && isNeeded(before, delta.textBefore(), delta.textAfter())
        && !isNamed(after, delta.textBefore())
        && !places.wouldMerge(delta.textBefore(), delta.textAfter())
        && places.disturbs(after, delta.textBefore(), delta.textAfter()).isEmpty();
  }

  /** Whether a job names a label elsewhere than where it says on which runner it runs. */
  static boolean isNamed(Job job, String label) {
    List<Scalar> labels = RunnerPlaces.of(job).labels();
    return Leaves.of(job.body()).stream()
        .filter(
            leaf -> labels.stream().noneMatch(l -> l.span().equals(leaf.scalar().span())))
        .anyMatch(leaf -> Leaves.holdsWord(leaf.text(), label));
  }

  private boolean isNeeded(Job job, String label, String older) {
    Set<String> versions = versions(job);
    List<String> lacking =
        versions.stream().filter(version -> !images.offers(label, version)).toList();
    return !lacking.isEmpty()
        && versions.stream().allMatch(version -> images.isOlderWith(label, older, version));
  }

  /** What the setup steps of the job ask for; empty where that is not told by plain versions. */
  private static Set<String> versions(Job job) {
    Set<String> versions = new LinkedHashSet<>();
    for (Mapping step : job.steps()) {
      if (!Steps.uses(step, SETUP)) {
        continue;
      }
      String input = step.sub("with").text(INPUT).orElse("");
      Matcher axis = AXIS.matcher(input);
      List<Yaml> values = axis.matches() ? values(job.matrix(), axis.group(1)) : List.of();
      if (!axis.matches()) {
        versions.add(input);
      }
      values.forEach(value -> versions.add(value.scalar().map(Scalar::text).orElse("")));
    }
    return versions.stream().allMatch(version -> LINE.matcher(version).matches())
        ? versions
        : Set.of();
  }

  private static List<Yaml> values(Mapping matrix, String axis) {
    List<Yaml> values = new ArrayList<>(items(matrix.get(axis)));
    items(matrix.get("include"))
        .forEach(item -> item.mapping().flatMap(m -> m.get(axis)).ifPresent(values::add));
    return values;
  }

  /**
   * The differences that take one leg of two axes away and put it back on an older image: an item of
   * {@code exclude} and one of {@code include}. Empty where that is not all that the matrix changed.
   */
  List<Delta> exchanged(WorkflowDiff diff) {
    List<Delta> matrix = diff.deltas().stream()
        .filter(delta -> delta.isInJob("strategy", "matrix", "exclude")
            || delta.isInJob("strategy", "matrix", "include"))
        .toList();
    if (matrix.size() != 2
        || !matrix.get(0).job().equals(matrix.get(1).job())
        || diff.deltas().stream()
            .anyMatch(d -> !matrix.contains(d) && isInMatrix(d, matrix.get(0)))) {
      return List.of();
    }
    Job job = matrix.get(0).job().orElseThrow().before();
    Optional<Mapping> out = added(matrix.get(0));
    Optional<Mapping> in = added(matrix.get(1));
    return out.isPresent() && in.isPresent() && isExchange(job, out.get(), in.get())
        ? matrix
        : List.of();
  }

  private boolean isExchange(Job job, Mapping out, Mapping in) {
    RunnerPlaces places = RunnerPlaces.of(job);
    List<String> axes = job.matrix().entries().keySet().stream()
        .filter(key -> !List.of("include", "exclude").contains(key))
        .toList();
    String os = places.axis().replaceFirst("^matrix\\.", "");
    Optional<String> version = axes.stream().filter(axis -> !axis.equals(os)).findFirst();
    boolean shape = axes.size() == 2
        && axes.contains(os)
        && out.entries().keySet().equals(Set.copyOf(axes))
        && in.entries().keySet().equals(Set.copyOf(axes));
    if (!shape || version.isEmpty() || out.get(os).equals(in.get(os))) {
      return false;
    }
    String label = out.text(os).orElse("");
    String older = in.text(os).orElse("");
    String python = out.text(version.get()).orElse("");
    boolean asked = job.steps().stream().filter(step -> Steps.uses(step, SETUP)).anyMatch(step -> {
      Matcher axis = AXIS.matcher(step.sub("with").text(INPUT).orElse(""));
      return axis.matches() && axis.group(1).equals(version.get());
    });
    return asked
        && isText(out.get(version.get()))
        && isText(in.get(version.get()))
        && out.get(version.get()).equals(in.get(version.get()))
        && !isNamed(job, label)
        && !places.holds(older)
        && items(job.matrix().get(os)).contains(out.get(os).orElseThrow())
        && items(job.matrix().get(version.get()))
            .contains(out.get(version.get()).orElseThrow())
        && LINE.matcher(python).matches()
        && !images.offers(label, python)
        && images.isOlderWith(label, older, python)
        && places.disturbs(job, label, older).isEmpty();
  }

  /** A number of YAML would lose a zero at its end. */
  private static boolean isText(Optional<Yaml> value) {
    return value.flatMap(Yaml::scalar).filter(s -> s.type() == Yaml.Type.TEXT).isPresent();
  }

  /** The one item that is new at the end of a list; empty where anything else differs. */
  private static Optional<Mapping> added(Delta delta) {
    List<Yaml> before = items(delta.before());
    List<Yaml> after = new ArrayList<>(items(delta.after()));
    if (delta.keys().contains("exclude") && after.removeAll(before)) {
      after.addAll(0, before); // in whatever order legs are taken away
    }
    return after.size() == before.size() + 1 && after.subList(0, before.size()).equals(before)
        ? after.get(before.size()).mapping()
        : Optional.empty();
  }

  static boolean isInMatrix(Delta other, Delta delta) {
    boolean place = other.keys().stream().anyMatch("strategy"::equals)
        || other.keys().stream().anyMatch("runs-on"::equals);
    return place && other.step().isEmpty() && other.job().equals(delta.job());
  }

  static List<Yaml> items(Optional<Yaml> list) {
    return list.flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
  }

  /** Edits of a job whose only trouble is the image: every place of the label that has to move. */
  Map<Scalar, String> moves(Job job) {
    Map<Scalar, String> moves = new java.util.LinkedHashMap<>();
    if (job.body().get("container").isPresent()) {
      return moves;
    }
    RunnerPlaces places = RunnerPlaces.of(job);
    for (Scalar label : places.labels()) {
      target(job, label.text())
          .filter(older -> !isNamed(job, label.text()) && !places.wouldMerge(label.text(), older))
          .filter(older -> places.disturbs(job, label.text(), older).isEmpty())
          .ifPresent(older -> moves.put(label, older));
    }
    return moves;
  }
}
