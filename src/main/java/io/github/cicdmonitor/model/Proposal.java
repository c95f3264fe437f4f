package io.github.cicdmonitor.model;

import java.util.List;

/**
 * A fix exactly as it would be pushed. Its digest binds all of it: what was shown is what is applied,
 * or nothing is.
 *
 * @param repositoryId GitHub's numeric id, which survives renames and tells a re-created repository
 * @param baseBranch the failing branch, which the pull request goes to
 * @param title one line, redacted
 * @param body Markdown, redacted
 */
public record Proposal(
    RepositoryName repository,
    long repositoryId,
    String baseBranch,
    String headBranch,
    List<FileChange> changes,
    String title,
    String body) {
  public Proposal {
    changes = List.copyOf(changes);
  }

  /** Everything the digest covers, each part with its length, so that no two spell the same. */
  public String canonical() {
    StringBuilder out = new StringBuilder();
    part(out, Long.toString(repositoryId));
    part(out, repository.key());
    part(out, baseBranch);
    part(out, headBranch);
    for (FileChange change : changes) {
      part(out, change.path());
      // the mode alone as long as it stays: digests of earlier proposals go on to fit
      part(out, change.changesMode() ? change.mode() + ">" + change.modeAfter() : change.mode());
      part(out, change.before().map(text -> "+" + text).orElse("-"));
      part(out, change.after().map(text -> "+" + text).orElse("-"));
    }
    part(out, title);
    part(out, body);
    return out.toString();
  }

  /** The same for the repository under another name; its number says that it is the same. */
  public Proposal in(RepositoryName name) {
    return new Proposal(name, repositoryId, baseBranch, headBranch, changes, title, body);
  }

  private static void part(StringBuilder out, String text) {
    out.append(text.length()).append(':').append(text);
  }
}
