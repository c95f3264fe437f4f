package io.github.cicdmonitor.workflow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the caller fetched beforehand, see {@link FactsNeeded}. Missing facts never make a decision
 * milder.
 *
 * @param filesAtBase texts of other files at the base commit, by path: they are evidence that a
 *     version exists
 * @param treeModes git modes of the touched paths and their parents in the base tree; empty when
 *     not asked
 * @param commits where pinned commits stand in their repositories
 * @param tags known tags of actions, by {@code owner/repository} in lower case
 * @param tagCommits the commit that each of these tags names, where it is known
 */
public record RepositoryFacts(
    Map<String, String> filesAtBase,
    Map<String, String> treeModes,
    Map<ActionRef, Reachability> commits,
    Map<String, Set<String>> tags,
    Map<String, Map<String, String>> tagCommits) {
  public static final RepositoryFacts NONE =
      new RepositoryFacts(Map.of(), Map.of(), Map.of(), Map.of());

  public RepositoryFacts {
    filesAtBase = Map.copyOf(filesAtBase);
    treeModes = Map.copyOf(treeModes);
    commits = Map.copyOf(commits);
    tags = tags.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
    tagCommits = tagCommits.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
  }

  /** Without the commits of tags. */
  public RepositoryFacts(
      Map<String, String> filesAtBase,
      Map<String, String> treeModes,
      Map<ActionRef, Reachability> commits,
      Map<String, Set<String>> tags) {
    this(filesAtBase, treeModes, commits, tags, Map.of());
  }

  /** The tags that name the commit that a reference means; empty where they are not known. */
  public List<String> tagsOf(ActionRef action) {
    Map<String, String> byName = tagCommits.getOrDefault(action.name(), Map.of());
    String commit = action.isCommit() ? action.ref() : byName.getOrDefault(action.ref(), "?");
    return byName.entrySet().stream()
        .filter(tag -> tag.getValue().equals(commit))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  public Reachability of(ActionRef action) {
    return commits.getOrDefault(action, Reachability.UNKNOWN);
  }
}
