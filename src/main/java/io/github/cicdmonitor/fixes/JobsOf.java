package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.List;

/** Which jobs of which workflows a fault may have happened in. */
final class JobsOf {
  record Found(WorkflowFile file, WorkflowFile.Job job) {}

  private JobsOf() {}

  /** One, where the fault names workflow and job. */
  static List<Found> of(Fault fault, Checkout files) {
    return files.workflowsAt(fault.workflow()).stream()
        .flatMap(file -> file.jobs().stream()
            .filter(job -> Jobs.isNamed(job, fault.job()))
            .map(job -> new Found(file, job)))
        .toList();
  }
}
