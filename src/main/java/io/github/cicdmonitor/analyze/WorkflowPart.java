package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.fixes.FailedJob;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The failing job's part of its workflow file: what stands before the jobs, and the job itself. */
final class WorkflowPart {
  private WorkflowPart() {}

  /** All of the text where the job cannot be told from others, or the file cannot be read. */
  static String of(String path, String text, String job) {
    Optional<WorkflowFile> file = WorkflowFile.read(path, text);
    if (file.isEmpty()) {
      return text;
    }
    Yaml.Mapping root = file.get().root();
    List<WorkflowFile.Job> fitting = file.get().jobs().stream()
        .filter(each -> !each.id().isEmpty() && FailedJob.isShownAs(each, job))
        .toList();
    if (fitting.isEmpty() || root.key("jobs").isEmpty()) {
      return text;
    }
    List<String> lines = text.lines().toList();
    int jobs = root.lineOf("jobs");
    int end = next(root, jobs, lines.size());
    List<String> kept = new ArrayList<>(lines.subList(0, jobs));
    Yaml.Mapping all = root.sub("jobs");
    int last = jobs;
    for (WorkflowFile.Job each : fitting) {
      int from = all.lineOf(each.id());
      int to = Math.min(end, next(all, from, lines.size()));
      if (from <= last) {
        return text; // a job that an alias or one line brings in
      }
      mark(kept, from - last - 1);
      kept.addAll(lines.subList(from - 1, to));
      last = to;
    }
    mark(kept, lines.size() - last);
    return String.join("\n", kept) + "\n";
  }

  /** The line before the key that follows the one on that line. */
  private static int next(Yaml.Mapping mapping, int line, int last) {
    return mapping.entries().keySet().stream()
        .map(mapping::lineOf)
        .filter(other -> other > line)
        .min(Comparator.naturalOrder())
        .map(other -> other - 1)
        .orElse(last);
  }

  private static void mark(List<String> kept, int lines) {
    if (lines > 0) {
      kept.add("# [… " + lines + " lines of other parts left out …]");
    }
  }
}
