package io.github.cicdmonitor.github;

import io.github.cicdmonitor.forge.Forge.Branch;
import io.github.cicdmonitor.forge.Forge.NewBranch;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.remote.HttpError;
import java.nio.charset.StandardCharsets;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHTreeBuilder;

/** One commit on a new branch, by the client library. */
final class GitCommits {
  private static final String EXECUTABLE = "100755";

  private final GitHubApi api;
  private final GHRepository repository;

  GitCommits(GitHubApi api, GHRepository repository) {
    this.api = api;
    this.repository = repository;
  }

  /**
   * Blobs, tree, commit, ref. Only the last one can be seen by anybody.
   *
   * @param baseTree id of the base commit's tree
   */
  Branch createBranch(NewBranch wanted, String baseTree) {
    String in = " in " + repository.getFullName();
    String what = "could not store the changed files" + in;
    GHTreeBuilder tree = repository.createTree().baseTree(baseTree);
    for (FileChange change : wanted.changes()) {
      unseen(what, () -> entry(tree, change));
    }
    String stored = unseen(what, () -> tree.create().getSha());
    String commit = unseen(
        what,
        () -> repository
            .createCommit()
            .message(wanted.message())
            .tree(stored)
            .parent(wanted.baseCommit())
            .create()
            .getSHA1());
    api.writing(
        "could not create the branch " + wanted.name() + in,
        () -> ClientLibrary.made(
            () -> repository.createRef("refs/heads/" + wanted.name(), commit).getRef()));
    return new Branch(wanted.name(), commit, stored);
  }

  /** Stores the content first, which a deletion has none of. */
  private static GHTreeBuilder entry(GHTreeBuilder tree, FileChange change) {
    return change
        .after()
        .map(text -> tree.add(
            change.path(),
            text.getBytes(StandardCharsets.UTF_8),
            change.modeAfter().equals(EXECUTABLE)))
        .orElseGet(() -> tree.delete(change.path()));
  }

  /** Nobody sees an object that no ref leads to: of a lost reply nothing needs to be settled. */
  private <T> T unseen(String what, ClientLibrary.Call<T> call) {
    return api.writing(what, () -> {
      try {
        return ClientLibrary.made(call);
      } catch (HttpError refusal) {
        throw refusal.mayHaveHappened() ? refusal.withoutEffect() : refusal;
      }
    });
  }
}
