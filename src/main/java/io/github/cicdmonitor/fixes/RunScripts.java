package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The scripts of the steps of workflows and actions, as they are written in the file. */
final class RunScripts {
  private RunScripts() {}

  /**
   * One {@code run:}.
   *
   * @param text its value
   */
  record Script(WorkflowFile file, Job job, Mapping step, Scalar text) {
    /** As written, with quotes or the header of a block. */
    String written() {
      return file.text().substring(text.span().start(), text.span().end());
    }
  }

  static List<Script> in(List<WorkflowFile> files) {
    List<Script> found = new ArrayList<>();
    for (WorkflowFile file : files) {
      for (Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          step.get("run")
              .flatMap(Yaml::scalar)
              .ifPresent(run -> found.add(new Script(file, job, step, run)));
        }
      }
    }
    return found;
  }

  /** Puts what {@code change} makes of a script in its place; it must keep to the quotes. */
  static void rewrite(Script script, UnaryOperator<String> change, Editor editor) {
    String now = change.apply(script.written());
    if (!now.equals(script.written())) {
      editor.replace(
          script.file().path(),
          script.text().span().start(),
          script.text().span().end(),
          now);
    }
  }
}
