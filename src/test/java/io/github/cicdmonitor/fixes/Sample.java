package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.FileChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A repository with an edit that is one kind of fix and may go out by itself.
 *
 * @param repo made anew for each use
 * @param path of the file that is edited
 * @param after its text afterwards
 * @param others values that the changed ones may have as well, such as lower limits within bounds
 */
record Sample(
    String name,
    Supplier<Repo> repo,
    String path,
    String before,
    String after,
    Set<String> others) {
  /** Edited by hand; {@code from} becomes {@code to} wherever it stands. */
  static Sample edit(
      String name, Supplier<Repo> repo, String path, String from, String to, String... others) {
    String before = text(repo, path);
    return new Sample(name, repo, path, before, before.replace(from, to), Set.of(others));
  }

  /** What the kind of that name proposes for a log. */
  static Sample proposed(
      String name, Supplier<Repo> repo, String path, List<String> log, String... others) {
    Repo fresh = repo.get();
    Proposed proposed = fresh.propose(name, log.toArray(String[]::new));
    return new Sample(
        name, repo, path, text(repo, path), fresh.after(proposed, path), Set.of(others));
  }

  private static String text(Supplier<Repo> repo, String path) {
    return repo.get().checkout().text(path).orElseThrow();
  }

  FileChange change(String text) {
    return new FileChange(path, "100644", Optional.of(before), Optional.of(text));
  }

  boolean isAutomatic(String text) {
    return repo.get().recognise(change(text)).isAutomatic();
  }

  @Override
  public String toString() {
    return name;
  }
}
