package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A job that may be the one that failed, with its file. */
public record FailedJob(WorkflowFile file, Job job) {
  /** All that the workflow and the name shown by GitHub leave possible. */
  static List<FailedJob> candidates(Fault fault, Checkout files) {
    return files.workflowsAt(fault.workflow()).stream()
        .flatMap(file -> file.jobs().stream()
            .filter(job -> isShownAs(job, fault.job()))
            .map(job -> new FailedJob(file, job)))
        .toList();
  }

  /** The one that it must be; empty where there are several, or none. */
  static Optional<FailedJob> only(Fault fault, Checkout files) {
    List<FailedJob> found = candidates(fault, files);
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /**
   * Whether a job may be shown under that name: GitHub shows the name with its expressions filled in,
   * or the id, and appends the values of a matrix, as in {@code test (ubuntu-24.04, 22)}; a user may
   * give the id of a job that has a name. An unknown name, which is empty, fits every job.
   */
  public static boolean isShownAs(Job job, String shown) {
    String name = job.body().text("name").orElse(job.id());
    return shown.isEmpty()
        || shown.equals(job.id())
        || pattern(name).matcher(shown).matches();
  }

  private static Pattern pattern(String name) {
    String filled = Arrays.stream(name.split("\\$\\{\\{.*?\\}\\}", -1))
        .map(part -> Pattern.quote(part.strip()))
        .collect(Collectors.joining(".*"));
    return Pattern.compile(filled + "(?: \\(.*\\))?");
  }
}
