package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a job is there to test one version: by what it is called, or because another job runs the
 * same commands on another version. Such a version is a leg of a matrix that is written out.
 */
final class Variants {
  private Variants() {}

  /**
   * Why another version in a setup step would leave something untested.
   *
   * @param delta the version, an input of the setup step
   * @param runtime such as {@code python}
   */
  static Optional<String> lost(WorkflowDiff diff, Delta delta, String runtime, String input) {
    Job job = delta.job().orElseThrow().after();
    Mapping setup = delta.step().orElseThrow().after();
    Pattern name = name(runtime, delta.textBefore());
    boolean called = name.matcher(job.id()).find()
        || name.matcher(job.body().text("name").orElse("")).find()
        || job.steps().stream()
            .filter(step -> !step.span().equals(setup.span()))
            .flatMap(step -> step.text("run").stream())
            .anyMatch(run -> name.matcher(run).find());
    if (called) {
      return Optional.of("the job is there for " + runtime + " " + delta.textBefore());
    }
    List<String> commands = commands(job);
    boolean twin = diff.after().jobs().stream()
        .filter(other -> !other.id().equals(job.id()) && commands(other).equals(commands))
        .flatMap(other -> other.steps().stream())
        .anyMatch(step -> step.sub("with").text(input).isPresent());
    return twin && !commands.isEmpty()
        ? Optional.of("another job runs the same commands on another version")
        : Optional.empty();
  }

  /** {@code py37}, {@code python3.7}, {@code node16}, {@code jdk-11}. */
  private static Pattern name(String runtime, String version) {
    String words = switch (runtime) {
      case "python" -> "py(?:thon)?|cp";
      case "node" -> "node(?:\\.?js)?";
      case "java" -> "java|jdk|jre";
      case "go" -> "go(?:lang)?";
      case "dotnet" -> "(?:dot)?net";
      default -> Pattern.quote(runtime);
    };
    String number = version.replaceFirst("^v", "").replaceFirst("(?:\\.[x*])+$", "");
    String digits = Pattern.quote(number) + "|" + Pattern.quote(number.replace(".", ""));
    return Pattern.compile(
        "(?i)(?<![a-z])(?:" + words + ")[-_ .]?v?(?:" + digits + ")(?![0-9]|\\.[0-9])");
  }

  private static List<String> commands(Job job) {
    return job.steps().stream().flatMap(step -> step.text("run").stream()).toList();
  }
}
