package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile.Job;

/** Jobs as GitHub shows them. */
final class Jobs {
  private Jobs() {}

  /**
   * Whether GitHub may show the job under that name: its id or name, with the values of a matrix
   * behind. An unknown name fits every job.
   */
  static boolean isNamed(Job job, String shown) {
    String bare =
        shown.replaceFirst(" *\\(.*\\)$", "").replaceFirst("^.* / ", "").strip();
    String name = job.body().text("name").orElse(job.id());
    int expression = name.indexOf("${{");
    String start = expression < 0 ? name : name.substring(0, expression).strip();
    return shown.isEmpty()
        || bare.equalsIgnoreCase(job.id())
        || bare.equalsIgnoreCase(name)
        || (expression >= 0 && bare.startsWith(start));
  }
}
