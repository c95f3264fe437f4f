package io.github.cicdmonitor.forge;

import io.github.cicdmonitor.error.UnknownFate;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the outbox may do to, and ask of, a GitHub repository. A write is one request (or, for {@link
 * #createBranch}, a fixed chain whose last request alone is visible); it is never repeated by the
 * adapter. Throws {@code MonitorException}: NO for a refusal that will not change (422, 403 on a
 * write, 404 on a write), CREDENTIALS (401), UNAVAILABLE when the fate of the request is unknown or
 * nothing was done ({@link UnknownFate} tells the first).
 */
public interface Forge extends RepositorySource, RepositoryFiles, WorkflowRuns {
  /**
   * Thrown as the cause of CREDENTIALS when GitHub refused a write until a person changes the token or
   * a setting: what was wanted stays wanted.
   */
  final class NeedsPerson extends Exception {
    private static final long serialVersionUID = 1L;

    public NeedsPerson(String what) {
      super(what);
    }
  }

  /** Whether the credentials may change workflow files there, as far as they or GitHub tell. */
  Right mayChangeWorkflows(RepositoryName repository);

  /** UNKNOWN: fine-grained tokens tell nothing until they are refused. */
  enum Right {
    YES,
    NO,
    UNKNOWN
  }

  /** Stands for the credentials in use there without showing them; changes when they do. */
  String credentialsMark(RepositoryName repository);

  /** What {@code head} has that {@code base} has not; empty when one of them is not there. */
  Optional<Comparison> compare(RepositoryName repository, String base, String head);

  /** @param files paths changed since the two parted */
  record Comparison(int commitsAhead, Set<String> files) {}

  /** The commit a branch points to; empty when there is no such branch. */
  Optional<Branch> branch(RepositoryName repository, String branch);

  /** Modes of the tree entries on the way to each path (path or parent folder → git mode). */
  Map<String, String> treeModes(RepositoryName repository, String commit, Set<String> paths);

  /**
   * Blobs, tree, one commit on the base commit, then the ref. An existing ref makes it NO, a right
   * that is missing {@link NeedsPerson}.
   *
   * @return the new branch
   */
  Branch createBranch(RepositoryName repository, NewBranch wanted);

  /** Pull requests of a head branch in any state, newest first. */
  List<PullRequest> pullRequests(RepositoryName repository, String headBranch);

  /** Open pull requests whose head branch starts with {@code prefix}. */
  int openPullRequests(RepositoryName repository, String prefix);

  /** A right or setting that is missing makes it {@link NeedsPerson}. */
  PullRequest openPullRequest(RepositoryName repository, NewPullRequest request);

  void addLabels(RepositoryName repository, int number, List<String> labels);

  void comment(RepositoryName repository, int number, String body);

  /** Comments of a pull request, oldest first. */
  List<Comment> comments(RepositoryName repository, int number);

  /** @param author login of whoever wrote it; empty where the account is gone */
  record Comment(String author, String body) {}

  void close(RepositoryName repository, int number);

  /** Does nothing where there is no such branch. */
  void deleteBranch(RepositoryName repository, String branch);

  void rerunFailedJobs(RepositoryName repository, long runId);

  /**
   * Where a commit stands in that action's repository; empty when it cannot be told. That a commit
   * resolves under the name proves nothing: those of forks do too.
   */
  Optional<Reach> reach(RepositoryName actionRepository, String sha);

  /** A tag points to it; it is on a branch; neither. */
  enum Reach {
    TAG,
    BRANCH,
    NONE
  }

  /** The tags of an action's repository and the commit that each names; empty when it does not exist. */
  Map<String, String> tags(RepositoryName actionRepository);

  /** The login a token belongs to, and a commit's author login where GitHub knows one. */
  Optional<String> authorOf(RepositoryName repository, String sha);

  /** @param tree id of the commit's tree */
  record Branch(String name, String commit, String tree) {}

  /** What a new branch is made of: one commit with these changes on the base commit. */
  record NewBranch(String name, String baseCommit, List<FileChange> changes, String message) {}

  /** @param state open or closed */
  record PullRequest(
      int number,
      String url,
      String state,
      boolean merged,
      String base,
      String headSha,
      String body,
      String author) {}

  /** Everything a new pull request is made of. */
  record NewPullRequest(
      String title,
      String head,
      String base,
      String body,
      boolean draft,
      boolean maintainersMayEdit) {}
}
