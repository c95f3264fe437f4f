package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The files of a repository at one commit. What is read is kept: many kinds of fix look at it. */
public final class Checkout {
  private final Map<String, String> modes;
  private final Function<String, Optional<String>> texts;
  private final Map<String, Optional<WorkflowFile>> parsed = new HashMap<>();

  /**
   * @param modes git mode of every file, by path
   * @param texts the text at a path; asked for when it is needed
   */
  public Checkout(Map<String, String> modes, Function<String, Optional<String>> texts) {
    this.modes = Map.copyOf(modes);
    this.texts = texts;
  }

  /** Git mode of every file, by path. */
  public Map<String, String> modes() {
    return modes;
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
        .flatMap(path -> workflow(path).stream())
        .toList();
  }

  private Optional<WorkflowFile> workflow(String path) {
    return parsed.computeIfAbsent(path, p -> text(p).flatMap(text -> WorkflowFile.read(p, text)));
  }
}
