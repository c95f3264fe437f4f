package io.github.cicdmonitor.workflow;

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
 */
public record RepositoryFacts(
    Map<String, String> filesAtBase,
    Map<String, String> treeModes,
    Map<ActionRef, Reachability> commits,
    Map<String, Set<String>> tags) {
  public static final RepositoryFacts NONE =
      new RepositoryFacts(Map.of(), Map.of(), Map.of(), Map.of());

  public RepositoryFacts {
    filesAtBase = Map.copyOf(filesAtBase);
    treeModes = Map.copyOf(treeModes);
    commits = Map.copyOf(commits);
    tags = tags.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
  }

  public Reachability of(ActionRef action) {
    return commits.getOrDefault(action, Reachability.UNKNOWN);
  }
}
