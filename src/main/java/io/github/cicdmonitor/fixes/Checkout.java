package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The files of a repository at one commit. What is read is kept: many kinds of fix look at it. */
public final class Checkout {
  private static final Comparator<String> NEARER_TO_THE_ROOT = Comparator.comparingInt(
          (String path) -> path.split("/", -1).length)
      .thenComparing(Comparator.naturalOrder());

  private final Map<String, String> modes;
  private final List<String> paths;
  private final List<String> workflows;
  private final List<String> workflowsAndActions;
  private final Map<String, List<String>> byName;
  private final Function<String, Optional<String>> texts;
  private final Map<String, Optional<WorkflowFile>> parsed = new HashMap<>();
  private String first = "";

  /**
   * @param modes git mode of every file, by path
   * @param texts the text at a path; asked for when it is needed
   */
  public Checkout(Map<String, String> modes, Function<String, Optional<String>> texts) {
    this.modes = Map.copyOf(modes);
    this.texts = texts;
    this.paths = modes.keySet().stream().sorted().toList();
    this.workflows = paths.stream().filter(WorkflowFile::isWorkflow).toList();
    this.workflowsAndActions = paths.stream()
        .filter(path -> WorkflowFile.isWorkflow(path) || WorkflowFile.isAction(path))
        .toList();
    this.byName = paths.stream()
        .sorted(NEARER_TO_THE_ROOT)
        .collect(Collectors.groupingBy(path -> path.substring(path.lastIndexOf('/') + 1)));
  }

  /** The file that a fix is wanted for; it is the first that is changed. */
  public Checkout startingWith(String path) {
    first = path;
    return this;
  }

  String first() {
    return first;
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
    return paths;
  }

  /** Paths whose last part is that name, sorted; those nearer to the root first. */
  public List<String> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /** All workflows that can be read in one way, sorted by path. */
  public List<WorkflowFile> workflows() {
    return files(workflows, text -> true);
  }

  /** The workflow at that path; all of them where the path is empty. */
  public List<WorkflowFile> workflowsAt(String path) {
    return path.isEmpty()
        ? workflows()
        : files(workflows.contains(path) ? List.of(path) : List.of(), text -> true);
  }

  /**
   * Those workflows that hold one of the words in whatever case: the others are not parsed. A word
   * that a file spells with escapes is not found in it.
   */
  public List<WorkflowFile> workflowsWith(String... words) {
    return files(workflows, holding(words));
  }

  /** As {@link #workflowsWith}, and the repository's own actions. */
  public List<WorkflowFile> workflowsAndActionsWith(String... words) {
    return files(workflowsAndActions, holding(words));
  }

  private static Predicate<String> holding(String... words) {
    List<String> folded =
        Arrays.stream(words).map(word -> word.toLowerCase(Locale.ROOT)).toList();
    return text -> {
      String low = text.toLowerCase(Locale.ROOT);
      return folded.stream().anyMatch(low::contains);
    };
  }

  private List<WorkflowFile> files(List<String> among, Predicate<String> wanted) {
    return among.stream()
        .filter(path -> text(path).filter(wanted).isPresent())
        .flatMap(path -> workflow(path).stream())
        .toList();
  }

  private Optional<WorkflowFile> workflow(String path) {
    return parsed.computeIfAbsent(path, p -> text(p).flatMap(text -> WorkflowFile.read(p, text)));
  }
}
