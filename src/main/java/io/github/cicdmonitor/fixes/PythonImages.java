package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Version;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which image of a hosted runner offers which version of Python. */
record PythonImages(Facts facts, LocalDate today) {
  private static final String PYTHON = "python";

  private Optional<RunnerLabel> image(String label) {
    return facts.label(facts.meant(label));
  }

  /** True also where it is not known. */
  boolean offers(String label, String version) {
    return image(label)
        .map(image -> !facts.runtimes().notOffered(PYTHON, image.name()).contains(version))
        .orElse(true);
  }

  /** The newest living image like that of the label which offers the version. */
  Optional<String> having(String label, String version) {
    return facts.labels().stream()
        .filter(name -> isOlderWith(label, name, version))
        .max(Comparator.comparingInt(name -> facts.label(name).orElseThrow().rank()));
  }

  /** Whether an image is of the same kind, living, older, and known to offer the version. */
  boolean isOlderWith(String label, String other, String version) {
    Optional<RunnerLabel> now = image(label);
    Optional<RunnerLabel> older = facts.label(other);
    List<String> lacking = facts.runtimes().notOffered(PYTHON, other);
    return now.isPresent()
        && older.isPresent()
        && now.get().os() == older.get().os()
        && now.get().arch() == older.get().arch()
        && now.get().size().equals(older.get().size())
        && older.get().rank() < now.get().rank()
        && !older.get().isGone(today)
        && !lacking.isEmpty()
        && !lacking.contains(version);
  }

  /** The lowest version offered on that image that is at least both others. */
  String lowest(String label, String version, String required) {
    List<String> known = facts.runtimes().versionsWithEnd(PYTHON);
    return known.stream()
        .filter(v -> offers(label, v) && isAtLeast(v, version) && isAtLeast(v, required))
        .findFirst()
        .orElse(version);
  }

  private static boolean isAtLeast(String version, String other) {
    Version.Step step = Version.step(other, version);
    return step != Version.Step.DOWN && step != Version.Step.OTHER;
  }
}
