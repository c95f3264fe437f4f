package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The artifacts that a workflow uploads and downloads. From version 4 of the action on a name can be
 * uploaded once in a run (actions/upload-artifact, docs/MIGRATION.md).
 */
final class Artifacts {
  static final String UPLOAD = "actions/upload-artifact";
  static final String DOWNLOAD = "actions/download-artifact";
  private static final String SAFE = "[A-Za-z0-9._-]{1,60}";

  private record Use(Job job, Mapping step) {
    Mapping with() {
      return step.sub("with");
    }

    String name() {
      return with().text("name").orElse("artifact");
    }

    boolean hasMatrix() {
      return job.body().sub("strategy").get("matrix").isPresent();
    }
  }

  private final WorkflowFile file;
  private final List<Use> uploads;
  private final List<Use> downloads;

  private Artifacts(WorkflowFile file, List<Use> uploads, List<Use> downloads) {
    this.file = file;
    this.uploads = uploads;
    this.downloads = downloads;
  }

  static Artifacts of(WorkflowFile file) {
    return new Artifacts(file, uses(file, UPLOAD), uses(file, DOWNLOAD));
  }

  private static List<Use> uses(WorkflowFile file, String action) {
    List<Use> uses = new ArrayList<>();
    for (Job job : file.jobs()) {
      job.steps().stream()
          .filter(step -> Steps.uses(step, action))
          .forEach(step -> uses.add(new Use(job, step)));
    }
    return uses;
  }

  /** Why an upload would meet another one of its name in the same run, or lose files. */
  Optional<String> clash() {
    if (file.root().get("runs").isPresent()) {
      return Optional.of("who uses this action, and how often in a run, is not known");
    }
    Optional<Yaml> on = file.root().get("on").or(() -> file.root().get("true"));
    if (on.filter(o -> o.toString().contains("workflow_call")).isPresent()) {
      return Optional.of("the workflow is called by others, which may upload the same name");
    }
    Set<String> names = new HashSet<>();
    for (Use upload : uploads) {
      boolean perLeg = !upload.hasMatrix() || isPerLeg(upload);
      if (!perLeg || !names.add(upload.name().toLowerCase(Locale.ROOT))) {
        return Optional.of("the name " + upload.name() + " would be uploaded twice in a run");
      }
      if (!upload.hasMatrix() && Expressions.any(upload.name())) {
        return Optional.of("whether the name " + upload.name() + " is used once is not known");
      }
      boolean hidden = upload.with().text("path").orElse("").lines().anyMatch(Artifacts::isHidden);
      if (hidden && upload.with().get("include-hidden-files").isEmpty()) {
        return Optional.of("hidden files are no longer uploaded");
      }
    }
    return Optional.empty();
  }

  private static boolean isHidden(String path) {
    return path.matches("(?:.*[/\\\\])?\\.[^./\\\\].*");
  }

  /** Whether the name has a part for each axis of the matrix. */
  private static boolean isPerLeg(Use upload) {
    Set<String> contexts = new HashSet<>();
    Expressions.in(upload.name()).stream()
        .filter(e -> e.matches("[a-z0-9_.-]+")) // no && or ||, which could leave a value out
        .forEach(contexts::add);
    Mapping matrix = upload.job().matrix();
    Set<String> axes = new HashSet<>();
    matrix.entries().keySet().forEach(key -> axes.add("matrix." + key.toLowerCase(Locale.ROOT)));
    axes.remove("matrix.include");
    axes.remove("matrix.exclude");
    List<Yaml> legs = items(matrix.get("include"));
    boolean product = !axes.isEmpty() && contexts.containsAll(axes) && addsNone(matrix);
    boolean listed = axes.isEmpty()
        && contexts.stream().anyMatch(c -> tells(legs, c.replaceFirst("^matrix\\.", "")));
    return contexts.contains("strategy.job-index") || product || listed;
  }

  private static List<Yaml> items(Optional<Yaml> list) {
    return list.flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
  }

  /**
   * Gives each leg of a matrix its own name, and lets what downloads the name take all of them. Leaves
   * a name alone where a second job has it too, or another name begins with it.
   */
  boolean separate(Editor editor) {
    boolean changed = false;
    for (Use upload : uploads) {
      Optional<Scalar> name = upload.with().get("name").flatMap(Yaml::scalar);
      boolean shared = upload.hasMatrix() && !Expressions.any(upload.name());
      if (upload.hasMatrix() && name.isPresent() && !shared && !isPerLeg(upload)) {
        changed |= complete(upload, name.get(), editor);
      }
      if (!shared || !isFree(upload)) {
        continue;
      }
      if (name.isEmpty()) {
        editor.input(file, upload.step(), "name", upload.name() + suffix(upload.job()));
      } else {
        editor.replace(file, name.get(), upload.name() + suffix(upload.job()));
      }
      changed = true;
      for (Use download : downloads) {
        if (download.with().text("name").filter(upload.name()::equals).isPresent()) {
          takeAll(download, editor);
        }
      }
    }
    return changed;
  }

  /** A name that has a part for some axes gets one for the others, where nothing downloads it. */
  private boolean complete(Use upload, Scalar name, Editor editor) {
    StringBuilder missing = new StringBuilder();
    for (Map.Entry<String, Yaml> axis : upload.job().matrix().entries().entrySet()) {
      boolean listed = !List.of("include", "exclude").contains(axis.getKey());
      if (listed && !upload.name().contains("matrix." + axis.getKey())) {
        if (!areSafe(items(Optional.of(axis.getValue())))) {
          return false;
        }
        missing.append("-${{ matrix.").append(axis.getKey()).append(" }}");
      }
    }
    String stem = upload.name().replaceFirst("\\$\\{\\{.*$", "");
    boolean taken = downloads.stream()
        .anyMatch(download ->
            download.with().text("name").filter(n -> n.startsWith(stem)).isPresent());
    if (missing.isEmpty() || taken) {
      return false;
    }
    editor.replace(file, name, upload.name() + missing);
    return true;
  }

  private boolean isFree(Use upload) {
    return uploads.stream()
        .filter(other -> other.step().line() != upload.step().line())
        .noneMatch(other ->
            other.name().equals(upload.name()) || other.name().startsWith(upload.name() + "-"));
  }

  private void takeAll(Use download, Editor editor) {
    Optional<Yaml.Key> key = download.with().key("name");
    Optional<Scalar> name = download.with().get("name").flatMap(Yaml::scalar);
    if (key.isPresent() && name.isPresent()) {
      editor.rename(file, download.with(), "name", "pattern", name.get().text() + "-*");
      Yaml.Key first = YamlText.first(download.with());
      if (first.span().start() == key.get().span().start()) {
        afterLine(name.get(), key.get(), editor);
      } else {
        editor.insertBefore(file, first, "merge-multiple: true");
      }
    }
  }

  private void afterLine(Scalar name, Yaml.Key key, Editor editor) {
    int end = file.text().indexOf('\n', name.span().end());
    int at = end < 0 ? file.text().length() : end + 1;
    String line = " ".repeat(key.column()) + "merge-multiple: true\n";
    editor.replace(file.path(), at, at, end < 0 ? "\n" + line.stripTrailing() : line);
  }

  /** The axes whose values may stand in a name, else the number of the leg. */
  static String suffix(Job job) {
    Mapping matrix = job.matrix();
    StringBuilder suffix = new StringBuilder();
    for (Map.Entry<String, Yaml> axis : matrix.entries().entrySet()) {
      if (List.of("include", "exclude").contains(axis.getKey())) {
        continue;
      }
      if (!areSafe(items(Optional.of(axis.getValue())))) {
        return "-${{ strategy.job-index }}";
      }
      suffix.append("-${{ matrix.").append(axis.getKey()).append(" }}");
    }
    List<Yaml> legs = items(matrix.get("include"));
    if (addsNone(matrix) && !suffix.isEmpty()) {
      return suffix.toString();
    }
    return suffix.isEmpty() ? telling(legs) : "-${{ strategy.job-index }}";
  }

  /** Whether each item of {@code include} only adds keys to legs that are there already. */
  private static boolean addsNone(Mapping matrix) {
    return items(matrix.get("include")).stream()
        .allMatch(item -> item.mapping().isPresent()
            && matrix.entries().entrySet().stream()
                .filter(axis -> !List.of("include", "exclude").contains(axis.getKey()))
                .allMatch(axis -> items(Optional.of(axis.getValue()))
                    .contains(item.mapping().get().get(axis.getKey()).orElse(Mapping.EMPTY))));
  }

  /** The first key that tells the legs of an include apart. */
  private static String telling(List<Yaml> legs) {
    Set<String> keys = legs.isEmpty()
        ? Set.of()
        : legs.get(0).mapping().map(m -> m.entries().keySet()).orElse(Set.of());
    for (String key : keys) {
      if (tells(legs, key)) {
        return "-${{ matrix." + key + " }}";
      }
    }
    return "-${{ strategy.job-index }}";
  }

  /** Whether each leg has another value under that key, fit for a name. */
  private static boolean tells(List<Yaml> legs, String key) {
    List<Yaml> values = legs.stream()
        .flatMap(leg -> leg.mapping().flatMap(m -> RunnerPlaces.get(m, key)).stream())
        .toList();
    return values.size() == legs.size() && areSafe(values);
  }

  private static boolean areSafe(List<Yaml> values) {
    Set<String> seen = new HashSet<>();
    return !values.isEmpty()
        && values.stream()
            .allMatch(v -> v.scalar()
                .filter(s -> s.text().matches(SAFE) && seen.add(s.text().toLowerCase(Locale.ROOT)))
                .isPresent());
  }
}
