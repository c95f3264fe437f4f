package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One version of Python in a matrix whose runner label is no axis but the one key of an item of
 * {@code include}, which GitHub adds to every leg. A later item for one version gives that leg another
 * label and leaves the others as they are.
 *
 * @param versionKey the axis that {@code python-version} takes
 * @param value the version as it stands in the axis
 * @param labelKey the key that {@code runs-on} takes
 * @param label on which the leg runs
 * @param defaultLeg the item that gives every leg its label
 */
record PythonLeg(
    String versionKey,
    Scalar value,
    String labelKey,
    String label,
    Scalar defaultLabel,
    Yaml defaultLeg,
    List<Yaml> include) {
  private static final Pattern AXIS =
      Pattern.compile("\\$\\{\\{\\s*matrix\\.([A-Za-z_][A-Za-z0-9_-]*)\\s*\\}\\}");

  PythonLeg pinned(String other) {
    return new PythonLeg(versionKey, value, labelKey, other, defaultLabel, defaultLeg, include);
  }

  /** What an item of {@code include} says of the version; empty where it says nothing. */
  static String version(Job job, Mapping leg) {
    return versionKey(job).flatMap(leg::text).orElse("");
  }

  static Optional<PythonLeg> of(Job job, String version) {
    Mapping matrix = job.matrix();
    Optional<String> versionKey = versionKey(job);
    RunnerPlaces places = RunnerPlaces.of(job);
    if (versionKey.isEmpty() || places.axis().chars().filter(c -> c == '.').count() != 1) {
      return Optional.empty();
    }
    Optional<Scalar> value = items(matrix.get(versionKey.get())).stream()
        .flatMap(item -> item.scalar().stream())
        .filter(item -> item.text().equals(version) && item.source().equals(version))
        .findFirst();
    List<Yaml> include = items(matrix.get("include"));
    String axis = places.axis().substring("matrix.".length());
    if (value.isEmpty() || RunnerPlaces.get(matrix, axis).isPresent()) {
      return Optional.empty();
    }
    boolean taken = include.stream()
        .flatMap(item -> item.mapping().stream())
        .anyMatch(item -> item.text(versionKey.get()).filter(version::equals).isPresent());
    List<Map.Entry<String, Yaml>> defaults = include.stream()
        .flatMap(item -> item.mapping().stream())
        .filter(item -> item.entries().size() == 1)
        .flatMap(item -> item.entries().entrySet().stream())
        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(axis))
        .toList();
    if (taken || defaults.size() != 1 || defaults.get(0).getValue().scalar().isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<String, Yaml> only = defaults.get(0);
    Scalar label = only.getValue().scalar().orElseThrow();
    Yaml leg = include.stream()
        .filter(item -> item.mapping().filter(m -> m.entries().size() == 1).isPresent())
        .filter(item -> item.mapping().orElseThrow().get(only.getKey()).isPresent())
        .findFirst()
        .orElseThrow();
    return Optional.of(new PythonLeg(
        versionKey.get(), value.get(), only.getKey(), label.text(), label, leg, include));
  }

  /** The axis that the one setup step of the job takes. */
  private static Optional<String> versionKey(Job job) {
    return job.steps().stream()
        .filter(step -> Steps.uses(step, "actions/setup-python"))
        .flatMap(step -> step.sub("with").text("python-version").stream())
        .map(AXIS::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  private static List<Yaml> items(Optional<Yaml> list) {
    return list.flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
  }
}
