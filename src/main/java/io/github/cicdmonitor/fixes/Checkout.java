package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files of a repository at one commit. Texts are read when they are first asked for.
 *
 * @param modes git mode of every file, by path
 */
public record Checkout(Map<String, String> modes, Function<String, Optional<String>> texts) {
  public Checkout {
    modes = Map.copyOf(modes);
  }

  /** The text of a file; empty where it is not there or no text. */
  public Optional<String> text(String path) {
    return modes.containsKey(path) ? texts.apply(path) : Optional.empty();
  }

  public boolean has(String path) {
    return modes.containsKey(path);
  }

  /** Paths of all files, sorted. */
  public List<String> paths() {
    return modes.keySet().stream().sorted().toList();
  }

  /** Paths whose last part is that name, sorted; those nearer to the root first. */
  public List<String> named(String name) {
    return paths().stream()
        .filter(path -> path.equals(name) || path.endsWith("/" + name))
        .sorted(java.util.Comparator.comparingInt((String p) -> p.split("/", -1).length)
            .thenComparing(p -> p))
        .toList();
  }

  /** All workflows that can be read in one way, sorted by path. */
  public List<WorkflowFile> workflows() {
    return files(WorkflowFile::isWorkflow);
  }

  /** All workflows and the repository's own actions. */
  public List<WorkflowFile> workflowsAndActions() {
    return files(path -> WorkflowFile.isWorkflow(path) || WorkflowFile.isAction(path));
  }

  private List<WorkflowFile> files(java.util.function.Predicate<String> wanted) {
    return paths().stream()
        .filter(wanted)
        .flatMap(path -> text(path).flatMap(text -> WorkflowFile.read(path, text)).stream())
        .toList();
  }
}
