package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * Whether another job runs the same commands on another version, or machine: the two are a matrix that
 * is written out, and each is there for its own.
 */
final class Variants {
  private Variants() {}

  /**
   * Why another version in a setup step would leave something untested.
   *
   * @param input that holds the version, or names the file that does
   */
  static Optional<String> lost(WorkflowDiff diff, Job job, String input) {
    List<String> commands = commands(job);
    boolean twin = diff.after().jobs().stream()
        .filter(other -> !other.id().equals(job.id()) && commands(other).equals(commands))
        .flatMap(other -> other.steps().stream())
        .anyMatch(step -> holdsVersion(step, input));
    return twin && !commands.isEmpty()
        ? Optional.of("another job runs the same commands on another version")
        : Optional.empty();
  }

  private static boolean holdsVersion(Mapping step, String input) {
    return step.sub("with").text(input).isPresent()
        || step.sub("with").text(input + "-file").isPresent();
  }

  private static List<String> commands(Job job) {
    return job.steps().stream().flatMap(step -> step.text("run").stream()).toList();
  }

  /** Whether another job runs the same commands on a runner of that label. */
  static boolean hasTwinOn(WorkflowDiff diff, Job job, String label) {
    List<String> commands = commands(job);
    return !commands.isEmpty()
        && diff.after().jobs().stream()
            .filter(other -> !other.id().equals(job.id()) && commands(other).equals(commands))
            .flatMap(other -> RunnerPlaces.of(other).labels().stream())
            .map(Scalar::text)
            .anyMatch(label::equals);
  }
}
