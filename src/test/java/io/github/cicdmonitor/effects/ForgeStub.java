package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A repository without anything, that notes what is written to it; a test adds what it needs. */
class ForgeStub implements Forge {
  final List<String> writes = new ArrayList<>();
  final List<PullRequest> pulls = new ArrayList<>();
  final List<Comment> comments = new ArrayList<>();
  Optional<WorkflowRun> run = Optional.empty();
  Optional<Branch> branch = Optional.empty();
  Map<String, String> files = Map.of();

  @Override
  public Repository repository(RepositoryName repository) {
    return new Repository(1, repository.toString(), "main", false);
  }

  @Override
  public Right mayChangeWorkflows(RepositoryName repository) {
    return Right.UNKNOWN;
  }

  @Override
  public String credentialsMark(RepositoryName repository) {
    return "mark";
  }

  @Override
  public Optional<Comparison> compare(RepositoryName repository, String base, String head) {
    return Optional.empty();
  }

  @Override
  public Optional<Branch> branch(RepositoryName repository, String name) {
    return branch.filter(there -> there.name().equals(name));
  }

  @Override
  public Optional<RepositoryFile> file(RepositoryName repository, String ref, String path) {
    return Optional.ofNullable(files.get(path)).map(text -> new RepositoryFile(path, "", text));
  }

  @Override
  public Optional<RepositoryTree> tree(RepositoryName repository, String commit) {
    return Optional.empty();
  }

  @Override
  public Map<String, String> treeModes(
      RepositoryName repository, String commit, Set<String> paths) {
    return Map.of();
  }

  @Override
  public Branch createBranch(RepositoryName repository, NewBranch wanted) {
    writes.add("branch " + wanted.name());
    branch = Optional.of(new Branch(wanted.name(), "made", "tree"));
    return branch.get();
  }

  @Override
  public List<PullRequest> pullRequests(RepositoryName repository, String headBranch) {
    return List.copyOf(pulls);
  }

  @Override
  public int openPullRequests(RepositoryName repository, String prefix) {
    return pulls.size();
  }

  @Override
  public PullRequest openPullRequest(RepositoryName repository, NewPullRequest request) {
    writes.add("pull request " + request.head());
    return new PullRequest(
        9, "https://forge.example/9", "open", false, request.base(), "made", request.body(), "me");
  }

  @Override
  public void addLabels(RepositoryName repository, int number, List<String> labels) {
    writes.add("labels " + number);
  }

  @Override
  public void comment(RepositoryName repository, int number, String body) {
    writes.add("comment " + number);
  }

  @Override
  public List<Comment> comments(RepositoryName repository, int number) {
    return List.copyOf(comments);
  }

  @Override
  public void close(RepositoryName repository, int number) {
    writes.add("close " + number);
  }

  @Override
  public void deleteBranch(RepositoryName repository, String name) {
    branch(repository, name).ifPresent(there -> writes.add("delete " + name));
  }

  @Override
  public Optional<WorkflowRun> run(RepositoryName repository, long runId) {
    return run;
  }

  @Override
  public void rerunFailedJobs(RepositoryName repository, long runId) {
    writes.add("re-run " + runId);
  }

  @Override
  public Optional<Reach> reach(RepositoryName actionRepository, String sha) {
    return Optional.empty();
  }

  @Override
  public Map<String, String> tags(RepositoryName actionRepository) {
    return Map.of();
  }

  @Override
  public Optional<String> authorOf(RepositoryName repository, String sha) {
    return Optional.empty();
  }
}
