package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import java.util.ArrayList;
import java.util.List;

/** A job that may be the one that failed, with its file. */
record FailedJob(WorkflowFile file, Job job) {
  /** All that the workflow and the name shown by GitHub leave possible. */
  static List<FailedJob> candidates(Fault fault, Checkout files) {
    List<FailedJob> found = new ArrayList<>();
    for (WorkflowFile file : files.workflowsAt(fault.workflow())) {
      file.jobs().stream()
          .filter(job -> isShownAs(job, fault.job()))
          .forEach(job -> found.add(new FailedJob(file, job)));
    }
    return found;
  }

  /** GitHub shows the name or id, for a matrix with its values: {@code test (ubuntu-24.04, 22)}. */
  private static boolean isShownAs(Job job, String shown) {
    String name = job.body().text("name").orElse(job.id());
    int expression = name.indexOf("${{");
    return shown.isEmpty()
        || shown.equals(name)
        || shown.startsWith(name + " (")
        || (expression > 0 && shown.startsWith(name.substring(0, expression)));
  }
}
