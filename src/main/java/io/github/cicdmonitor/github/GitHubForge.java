package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.HttpError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * What the outbox does to GitHub. Reads may be repeated, a write is one request. A branch with its
 * commit is made by the client library ({@link GitCommits}), all else by a call of our own.
 */
public final class GitHubForge implements Forge {
  private static final int MOST_PAGES = 10;

  private final GitHubApi api;
  private final GitHubFiles files;

  public GitHubForge(GitHubApi api) {
    this.api = api;
    this.files = new GitHubFiles(api);
  }

  @Override
  public Repository repository(RepositoryName repository) {
    return api.repositories().repository(repository);
  }

  @Override
  public Right mayChangeWorkflows(RepositoryName repository) {
    return new Rights(api).mayChangeWorkflows(repository);
  }

  @Override
  public String credentialsMark(RepositoryName repository) {
    return api.credentials().mark(repository.owner(), repository.name());
  }

  @Override
  public Optional<Comparison> compare(RepositoryName repository, String base, String head) {
    String what = "could not compare " + head + " with " + base + " in " + repository;
    HttpUrl url = api.url(repository, "compare", base + "..." + head).build();
    return api.find(what, url).map(node -> {
      Set<String> files = new LinkedHashSet<>();
      node.path("files").forEach(file -> files.add(Json.text(file, "filename")));
      return new Comparison(Json.number(node, "ahead_by", 0), files);
    });
  }

  @Override
  public Optional<RepositoryFile> file(RepositoryName repository, String ref, String path) {
    return files.file(repository, ref, path);
  }

  @Override
  public Optional<RepositoryTree> tree(RepositoryName repository, String commit) {
    return files.tree(repository, commit);
  }

  @Override
  public Optional<Branch> branch(RepositoryName repository, String branch) {
    if (!Paths.isPlain(branch)) {
      return Optional.empty();
    }
    String what = "could not read the branch " + branch + " of " + repository;
    HttpUrl url =
        Paths.append(api.url(repository, "git", "ref", "heads"), branch).build();
    return api.find(what, url).map(ref -> {
      String sha = api.reading(what, () -> sha(ref.path("object")));
      JsonNode commit = commit(what, repository, sha);
      return new Branch(branch, sha, api.reading(what, () -> sha(commit.path("tree"))));
    });
  }

  @Override
  public Map<String, String> treeModes(
      RepositoryName repository, String commit, Set<String> paths) {
    if (paths.isEmpty()) {
      return Map.of();
    }
    String what = "could not read the commit " + commit + " of " + repository;
    JsonNode node = commit(what, repository, commit);
    String tree = api.reading(what, () -> sha(node.path("tree")));
    return new GitTrees(api, repository).modes(tree, paths);
  }

  @Override
  public Branch createBranch(RepositoryName repository, NewBranch wanted) {
    String what = "could not read the commit " + wanted.baseCommit() + " of " + repository;
    JsonNode base = commit(what, repository, wanted.baseCommit());
    String tree = api.reading(what, () -> sha(base.path("tree")));
    GitCommits commits = new GitCommits(api, api.library().repository(repository));
    boolean workflows =
        wanted.changes().stream().anyMatch(change -> Rights.isWorkflow(change.path()));
    return new Rights(api)
        .orNeedsPerson(
            workflows ? Rights.WORKFLOWS : Rights.CONTENTS,
            () -> commits.createBranch(wanted, tree));
  }

  @Override
  public List<PullRequest> pullRequests(RepositoryName repository, String headBranch) {
    HttpUrl url = api.url(repository, "pulls")
        .addQueryParameter("head", repository.owner() + ":" + headBranch)
        .addQueryParameter("state", "all")
        .addQueryParameter("sort", "created")
        .addQueryParameter("direction", "desc")
        .build();
    // GitHub ignores a head it does not understand and then lists everything
    return pulls(repository, url).stream()
        .filter(node -> Json.text(node.path("head"), "ref").equals(headBranch))
        .map(GitHubForge::pullRequest)
        .toList();
  }

  @Override
  public int openPullRequests(RepositoryName repository, String prefix) {
    HttpUrl url =
        api.url(repository, "pulls").addQueryParameter("state", "open").build();
    return (int) pulls(repository, url).stream()
        .filter(node -> Json.text(node.path("head"), "ref").startsWith(prefix))
        .filter(GitHubForge::isOfTheRepositoryItself)
        .count();
  }

  @Override
  public PullRequest openPullRequest(RepositoryName repository, NewPullRequest request) {
    Map<String, Object> body = Map.of(
        "title", request.title(),
        "head", request.head(),
        "base", request.base(),
        "body", request.body(),
        "draft", request.draft(),
        "maintainer_can_modify", request.maintainersMayEdit());
    String what = "could not open a pull request in " + repository;
    HttpUrl url = api.url(repository, "pulls").build();
    JsonNode node = new Rights(api)
        .orNeedsPerson(Rights.PULLS, () -> api.write(what, "POST", url, Optional.of(body)));
    return api.writing(what, () -> {
      Json.id(node, "number");
      return pullRequest(node);
    });
  }

  @Override
  public void addLabels(RepositoryName repository, int number, List<String> labels) {
    HttpUrl url =
        api.url(repository, "issues", String.valueOf(number), "labels").build();
    api.write(
        "could not label pull request " + number + " of " + repository,
        "POST",
        url,
        Optional.of(Map.of("labels", labels)));
  }

  @Override
  public void comment(RepositoryName repository, int number, String body) {
    HttpUrl url =
        api.url(repository, "issues", String.valueOf(number), "comments").build();
    api.write(
        "could not comment on pull request " + number + " of " + repository,
        "POST",
        url,
        Optional.of(Map.of("body", body)));
  }

  @Override
  public List<Comment> comments(RepositoryName repository, int number) {
    HttpUrl url =
        api.url(repository, "issues", String.valueOf(number), "comments").build();
    String what = "could not read the comments of pull request " + number + " of " + repository;
    return api.listings().all(what, url, body -> body, MOST_PAGES).stream()
        .map(node -> new Comment(Json.text(node.path("user"), "login"), Json.text(node, "body")))
        .toList();
  }

  @Override
  public void close(RepositoryName repository, int number) {
    api.write(
        "could not close pull request " + number + " of " + repository,
        "PATCH",
        api.url(repository, "pulls", String.valueOf(number)).build(),
        Optional.of(Map.of("state", "closed")));
  }

  @Override
  public void deleteBranch(RepositoryName repository, String branch) {
    String what = "could not delete the branch " + branch + " of " + repository;
    if (!Paths.isPlain(branch)) {
      throw api.refused(what, "its name is no branch's");
    }
    HttpUrl url =
        Paths.append(api.url(repository, "git", "refs", "heads"), branch).build();
    api.write(what, "DELETE", url, Optional.empty());
  }

  @Override
  public Optional<WorkflowRun> run(RepositoryName repository, long runId) {
    return new GitHubRuns(api).run(repository, runId);
  }

  @Override
  public void rerunFailedJobs(RepositoryName repository, long runId) {
    String[] path = {"actions", "runs", String.valueOf(runId), "rerun-failed-jobs"};
    api.write(
        "could not re-run the failed jobs of run " + runId + " of " + repository,
        "POST",
        api.url(repository, path).build(),
        Optional.empty());
  }

  @Override
  public Optional<Reach> reach(RepositoryName actionRepository, String sha) {
    return new ActionRefs(api, actionRepository).reach(sha);
  }

  @Override
  public Map<String, String> tags(RepositoryName actionRepository) {
    return new ActionRefs(api, actionRepository).tags();
  }

  @Override
  public Optional<String> authorOf(RepositoryName repository, String sha) {
    String what = "could not read the commit " + sha + " of " + repository;
    return api.find(what, api.url(repository, "commits", sha).build())
        .map(node -> Json.text(node.path("author"), "login"))
        .filter(login -> !login.isEmpty());
  }

  private JsonNode commit(String what, RepositoryName repository, String sha) {
    return api.get(what, api.url(repository, "git", "commits", sha).build());
  }

  private List<JsonNode> pulls(RepositoryName repository, HttpUrl url) {
    String what = "could not list the pull requests of " + repository;
    return api.listings().all(what, url, body -> body, MOST_PAGES);
  }

  private static boolean isOfTheRepositoryItself(JsonNode pull) {
    String head = Json.text(pull.path("head").path("repo"), "full_name");
    String base = Json.text(pull.path("base").path("repo"), "full_name");
    return head.toLowerCase(Locale.ROOT).equals(base.toLowerCase(Locale.ROOT));
  }

  private static PullRequest pullRequest(JsonNode node) {
    return new PullRequest(
        Json.number(node, "number", 0),
        Json.text(node, "html_url"),
        Json.text(node, "state"),
        !Json.text(node, "merged_at").isEmpty() || node.path("merged").asBoolean(false),
        Json.text(node.path("base"), "ref"),
        Json.text(node.path("head"), "sha"),
        Json.text(node, "body"),
        Json.text(node.path("user"), "login"));
  }

  private static String sha(JsonNode node) {
    String sha = Json.text(node, "sha");
    if (!sha.matches("[0-9a-f]{40}(?:[0-9a-f]{24})?")) {
      throw HttpError.nonsense("an object has no id");
    }
    return sha;
  }
}
