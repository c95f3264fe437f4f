package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.gate.FactsNeeded;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.PinnedCommits;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Reachability;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What GitHub and the repository's other files say about a proposal, fetched before it is judged. */
final class GateFacts {
  private static final Set<String> FOLDERS = Set.of("040000", "160000"); // also other repositories

  private final Forge forge;
  private final Database database;
  private final PinnedCommits pinnedCommits;

  GateFacts(Forge forge, Database database) {
    this.forge = forge;
    this.database = database;
    this.pinnedCommits = new PinnedCommits(database);
  }

  RepositoryFacts of(
      RepositoryName repository,
      String commit,
      List<FileChange> changes,
      Map<String, String> modes) {
    FactsNeeded needed = FactsNeeded.of(changes);
    Map<String, String> files = new HashMap<>();
    for (String path : existing(repository, commit, needed.files())) {
      forge.file(repository, commit, path).ifPresent(file -> files.put(path, file.text()));
    }
    Map<ActionRef, Reachability> commits = new HashMap<>();
    Map<String, Set<String>> tags = new HashMap<>();
    Map<String, Map<String, String>> tagCommits = new HashMap<>();
    for (ActionRef action : needed.commits()) {
      commits.put(action, reach(action));
    }
    for (String action : needed.actions()) {
      RepositoryName.parse(action).ifPresent(name -> tagCommits.put(action, forge.tags(name)));
    }
    tagCommits.forEach((action, byName) -> tags.put(action, byName.keySet()));
    return new RepositoryFacts(files, modes, commits, tags, tagCommits);
  }

  /**
   * The tree tells which of them are there, so that the others cost no request. All that are there
   * are read: a kind of fix may rest on the absence of a file. A link is read where it leads.
   */
  private List<String> existing(RepositoryName repository, String commit, Set<String> wanted) {
    Map<String, String> there = forge.treeModes(repository, commit, wanted);
    return wanted.stream()
        .filter(path -> there.containsKey(path) && !FOLDERS.contains(there.get(path)))
        .sorted()
        .toList();
  }

  /** Asked once: a commit that a tag or branch holds does not leave it by itself. */
  private Reachability reach(ActionRef action) {
    Optional<RepositoryName> name = RepositoryName.parse(action.name());
    if (name.isEmpty()) {
      return Reachability.UNKNOWN;
    }
    Optional<Forge.Reach> known =
        pinnedCommits.find(name.get(), action.ref()).map(Forge.Reach::valueOf);
    Optional<Forge.Reach> reach = known.isPresent() ? known : forge.reach(name.get(), action.ref());
    if (known.isEmpty() && reach.isPresent()) {
      database.change(in -> {
        pinnedCommits.keep(in, name.get(), action.ref(), reach.get().name());
      });
    }
    return reach.map(found -> Reachability.valueOf(found.name())).orElse(Reachability.UNKNOWN);
  }
}
