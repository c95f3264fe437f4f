package io.github.cicdmonitor.workflow;

import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A workflow, or a composite action, which is read as one job without a name.
 *
 * @param path of the file in its repository
 */
public record WorkflowFile(String path, String text, Mapping root) {
  private static final Pattern WORKFLOW = Pattern.compile("\\.github/workflows/[^/]+\\.ya?ml");

  /** A job with its id; the id is empty for a composite action. */
  public record Job(String id, Mapping body) {
    public List<Mapping> steps() {
      return body.get("steps")
          .flatMap(Yaml::sequence)
          .map(s ->
              s.items().stream().map(i -> i.mapping().orElse(Mapping.EMPTY)).toList())
          .orElse(List.of());
    }

    /** The matrix; empty where there is none, or an expression makes it. */
    public Mapping matrix() {
      return body.sub("strategy").sub("matrix");
    }
  }

  /** Empty where the text is not read in one way only, or holds no mapping. */
  public static Optional<WorkflowFile> read(String path, String text) {
    return ParsedYaml.of(text).at(path);
  }

  public List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    root.sub("jobs")
        .entries()
        .forEach((id, body) -> jobs.add(new Job(id, body.mapping().orElse(Mapping.EMPTY))));
    if (root.get("runs").isPresent()) {
      jobs.add(new Job("", root.sub("runs")));
    }
    return jobs;
  }

  /** Whether a path is one that GitHub reads as a workflow. */
  public static boolean isWorkflow(String path) {
    return path.startsWith(".github/workflows/") && WORKFLOW.matcher(path).matches();
  }

  /** Whether a path is one of an action's own description. */
  public static boolean isAction(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.equals("action.yml") || name.equals("action.yaml");
  }
}
