package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.files.Literals;
import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a job runs. */
final class RunnerChange {
  private static final Pattern HOSTED = Pattern.compile(
      "ubuntu-(?:latest|slim|[0-9]{2}\\.04)(?:-arm)?|windows-(?:latest|20[0-9]{2}|11-arm)"
          + "|macos-(?:latest|[0-9]{2})(?:-intel)?");

  private RunnerChange() {}

  static boolean isHosted(String label) {
    return HOSTED.matcher(label).matches();
  }

  static void compare(EntryChange change, WorkflowPlace place) {
    List<String> old = labels(change.from());
    List<String> now = labels(change.to());
    if (old.equals(now) && !old.isEmpty()) {
      return;
    }
    String what = "runs-on " + Shown.quoted(String.join(", ", old)) + " → "
        + Shown.quoted(String.join(", ", now));
    label(old, now, change.line(), what, place);
  }

  /** Five parameters: also for labels of a matrix, which say themselves what changed and where. */
  static void label(
      List<String> old, List<String> now, int line, String what, WorkflowPlace place) {
    if (now.stream().anyMatch(Expressions::any)) {
      place.add(ChangeKind.K8, line, what);
      place.found().ask(place.where() + ": the runner comes from an expression");
    } else if (now.size() != 1 || !isHosted(now.get(0))) {
      place.add(ChangeKind.K7, line, what);
    } else {
      place.add(ChangeKind.K5, line, what);
      if (old.size() == 1
          && isHosted(old.get(0))
          && Literals.isOlder(release(old.get(0)), release(now.get(0)))) {
        place.add(ChangeKind.K20, line, "an older system");
      }
      if (old.size() == 1
          && isHosted(old.get(0))
          && !family(old.get(0)).equals(family(now.get(0)))) {
        place.add(ChangeKind.K8, line, "another operating system, hence another shell");
      }
    }
  }

  private static String release(String label) {
    return label.replaceAll("[^0-9.]", "");
  }

  private static String family(String label) {
    return label.substring(0, label.indexOf('-'));
  }

  static boolean isSelfHosted(Optional<Yaml> runsOn) {
    List<String> labels = labels(runsOn);
    if (runsOn.flatMap(Yaml::mapping).isPresent()) {
      return true;
    }
    return !labels.isEmpty() && labels.stream().noneMatch(l -> isHosted(l) || Expressions.any(l));
  }

  private static List<String> labels(Optional<Yaml> value) {
    if (value.isEmpty()) {
      return List.of();
    }
    Optional<Scalar> one = value.get().scalar();
    if (one.isPresent()) {
      return List.of(one.get().text());
    }
    return value
        .get()
        .sequence()
        .map(s -> s.items().stream().map(Yaml::toString).toList())
        .orElse(List.of("group of runners " + value.get()));
  }
}
