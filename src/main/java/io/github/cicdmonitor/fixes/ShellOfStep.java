package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.Locale;
import java.util.Optional;

/** Which shell runs a step, as far as the workflow says so. */
final class ShellOfStep {
  private ShellOfStep() {}

  /** Whether it is bash or sh for certain: said so, or the default of a runner that is not Windows. */
  static boolean isPosix(WorkflowFile file, Job job, Mapping step) {
    Optional<String> said = step.text("shell")
        .or(() -> job.body().sub("defaults").sub("run").text("shell"))
        .or(() -> file.root().sub("defaults").sub("run").text("shell"));
    if (said.isPresent()) {
      return said.get().equals("bash") || said.get().equals("sh");
    }
    RunnerPlaces places = RunnerPlaces.of(job);
    return !places.labels().isEmpty()
        && places.labels().stream()
            .map(label -> label.text().toLowerCase(Locale.ROOT))
            .allMatch(label -> label.startsWith("ubuntu-") || label.startsWith("macos-"));
  }
}
