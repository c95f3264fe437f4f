package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * pip refuses to install into the Python of the distribution (PEP 668). The job sets up a Python of
 * its own, with the same action, by the same ref, and in the same version as another job of the
 * repository. A person decides: the job then runs on another Python.
 */
final class ExternallyManagedPython implements Fix {
  private static final String ACTION = "actions/setup-python";
  private static final Pattern PIP = Pattern.compile("(?m)^\\s*(?:python3? -m )?pip3? install\\b");
  private static final About ABOUT = About.of(
          "externally-managed-python",
          "Sets up a Python of its own for a job that installs with pip")
      .mending(Category.ENVIRONMENT)
      .with(Trait.NEW_CODE)
      .askedBy("error: externally-managed-environment");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Set<String> used = used(files.workflowsWith(ACTION));
    List<FailedJob> jobs = FailedJob.candidates(fault, files).stream()
        .filter(found -> pip(found.job()).isPresent())
        .toList();
    if (used.size() != 1 || jobs.size() != 1) {
      return Proposed.no(
          used.size() == 1
              ? "which job needs it is not known"
              : "the repository sets up Python in no one way");
    }
    String[] setup = used.iterator().next().split("\n", -1);
    Editor editor = new Editor(files);
    editor.addStepBefore(
        jobs.get(0).file(),
        pip(jobs.get(0).job()).orElseThrow(),
        "uses: " + setup[0],
        "with:",
        "  python-version: '" + setup[1] + "'");
    return Proposed.edits(
        "ci: Set up Python before pip installs",
        "pip refuses to install into the Python of the distribution; the job gets one of its own, as"
            + " other jobs of the repository do.",
        editor);
  }

  /** Action and version, by a literal. */
  private static Set<String> used(List<WorkflowFile> files) {
    Set<String> used = new TreeSet<>();
    files.stream()
        .flatMap(file -> file.jobs().stream())
        .flatMap(job -> job.steps().stream())
        .filter(step -> Steps.uses(step, ACTION))
        .forEach(step -> step.sub("with")
            .text("python-version")
            .filter(version -> version.matches("3\\.[0-9]{1,2}"))
            .ifPresent(version -> used.add(step.text("uses").orElseThrow() + "\n" + version)));
    return used;
  }

  /** The first step that installs, where no step before it sets up Python. */
  private static Optional<Mapping> pip(WorkflowFile.Job job) {
    for (Mapping step : job.steps()) {
      if (Steps.uses(step, ACTION)) {
        return Optional.empty();
      }
      if (PIP.matcher(step.text("run").orElse("")).find()) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      Mapping step = delta.after().flatMap(Yaml::mapping).orElse(Mapping.EMPTY);
      boolean setup = delta.keys().isEmpty()
          && delta.before().isEmpty()
          && delta.step().isPresent()
          && Steps.uses(step, ACTION)
          && step.entries().keySet().equals(Set.of("uses", "with"))
          && step.sub("with").entries().keySet().equals(Set.of("python-version"));
      if (setup) {
        claims.ask(
            delta, "the job gets a Python of its own", "the job runs on another Python then");
      }
    }
  }
}
