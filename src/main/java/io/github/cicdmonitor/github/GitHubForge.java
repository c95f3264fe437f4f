package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.HttpError;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import okhttp3.HttpUrl;
import org.kohsuke.github.GHDirection;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequestQueryBuilder;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.PagedIterable;

/**
 * What the outbox does to GitHub. Reads may be repeated, a write is one request. Branches and pull
 * requests are made by the client library; what it lacks is a call of our own.
 */
public final class GitHubForge implements Forge {
  private static final int MOST_PAGES = 10;

  private final GitHubApi api;
  private final GitHubFiles files;
  private final Map<String, GHPullRequest> pulls = new ConcurrentHashMap<>(); // seen in this run

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
    String what = "could not read the branch " + branch + " of " + repository;
    return ref(what, repository, branch).map(ref -> {
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
    // GitHub ignores a head it does not understand and then lists everything
    return listed(
        repository,
        query -> query
            .state(GHIssueState.ALL)
            .head(headBranch)
            .sort(GHPullRequestQueryBuilder.Sort.CREATED)
            .direction(GHDirection.DESC),
        pull -> pull.getHead().getRef().equals(headBranch));
  }

  @Override
  public int openPullRequests(RepositoryName repository, String prefix) {
    return listed(
            repository,
            query -> query.state(GHIssueState.OPEN),
            pull -> pull.getHead().getRef().startsWith(prefix)
                && pull.getBase().getRepository().equals(pull.getHead().getRepository()))
        .size();
  }

  @Override
  public PullRequest openPullRequest(RepositoryName repository, NewPullRequest request) {
    GHRepository in = api.library().repository(repository);
    ClientLibrary.Call<GHPullRequest> opening = () -> in.createPullRequest(
        request.title(),
        request.head(),
        request.base(),
        request.body(),
        request.maintainersMayEdit(),
        request.draft());
    return new Rights(api)
        .orNeedsPerson(
            Rights.PULLS,
            () -> api.writing(
                "could not open a pull request in " + repository,
                () -> pullRequest(repository, ClientLibrary.made(opening))));
  }

  @Override
  public void addLabels(RepositoryName repository, int number, List<String> labels) {
    change("label", repository, number, pull -> pull.addLabels(labels.toArray(String[]::new)));
  }

  @Override
  public void comment(RepositoryName repository, int number, String body) {
    change("comment on", repository, number, pull -> pull.comment(body));
  }

  @Override
  public List<Comment> comments(RepositoryName repository, int number) {
    // ours: the library spends a request on each author, and fails on one who is gone
    HttpUrl url =
        api.url(repository, "issues", String.valueOf(number), "comments").build();
    String what = "could not read the comments of pull request " + number + " of " + repository;
    return api.listings().all(what, url, body -> body, MOST_PAGES).stream()
        .map(node -> new Comment(Json.text(node.path("user"), "login"), Json.text(node, "body")))
        .toList();
  }

  @Override
  public void close(RepositoryName repository, int number) {
    change("close", repository, number, GHPullRequest::close);
  }

  @Override
  public void deleteBranch(RepositoryName repository, String branch) {
    // ours: getRef() asks at an address that GitHub no longer documents (hub4j/github-api#881)
    String what = "could not delete the branch " + branch + " of " + repository;
    ref(what, repository, branch).ifPresent(ref -> {
      HttpUrl.Builder url = api.url(repository, "git", "refs", "heads");
      api.write(what, "DELETE", Paths.append(url, branch).build());
    });
  }

  @Override
  public Optional<WorkflowRun> run(RepositoryName repository, long runId) {
    return new GitHubRuns(api).run(repository, runId);
  }

  @Override
  public void rerunFailedJobs(RepositoryName repository, long runId) {
    // ours: the library can only re-run all jobs (hub4j/github-api#1582)
    String[] path = {"actions", "runs", String.valueOf(runId), "rerun-failed-jobs"};
    api.write(
        "could not re-run the failed jobs of run " + runId + " of " + repository,
        "POST",
        api.url(repository, path).build());
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

  private Optional<JsonNode> ref(String what, RepositoryName repository, String branch) {
    HttpUrl.Builder url = api.url(repository, "git", "ref", "heads");
    return Paths.isPlain(branch)
        ? api.find(what, Paths.append(url, branch).build())
        : Optional.empty();
  }

  private List<PullRequest> listed(
      RepositoryName repository,
      UnaryOperator<GHPullRequestQueryBuilder> query,
      Predicate<GHPullRequest> wanted) {
    GHRepository in = api.library().repository(repository);
    PagedIterable<GHPullRequest> pages = query.apply(in.queryPullRequests()).list();
    return api.reading(
        "could not list the pull requests of " + repository,
        () -> ClientLibrary.made(
            () -> StreamSupport.stream(pages.withPageSize(Listings.PER_PAGE).spliterator(), false)
                .limit(MOST_PAGES * Listings.PER_PAGE)
                .filter(wanted)
                .map(pull -> pullRequest(repository, pull))
                .toList()));
  }

  private PullRequest pullRequest(RepositoryName repository, GHPullRequest pull) {
    if (pull.getNumber() == 0) {
      throw HttpError.nonsense("a pull request has no number");
    }
    pulls.put(repository + "#" + pull.getNumber(), pull);
    return ClientLibrary.made(() -> new PullRequest(
        pull.getNumber(),
        pull.getHtmlUrl().toString(),
        pull.getState().name().toLowerCase(Locale.ROOT),
        pull.getMergedAt() != null, // isMerged() would read the pull request again
        pull.getBase().getRef(),
        pull.getHead().getSha(),
        Objects.requireNonNullElse(pull.getBody(), ""),
        pull.getUser() == null ? "" : pull.getUser().getLogin()));
  }

  /** What the library does to a pull request in one request. */
  private interface Change {
    void on(GHPullRequest pull) throws IOException;
  }

  /** One that this run neither listed nor opened is read first. */
  private void change(String verb, RepositoryName repository, int number, Change change) {
    String which = " pull request " + number + " of " + repository;
    GHPullRequest pull = pulls.computeIfAbsent(
        repository + "#" + number,
        unknown -> api.reading(
            "could not read" + which,
            () -> ClientLibrary.made(
                () -> api.library().repository(repository).getPullRequest(number))));
    api.writing(
        "could not " + verb + which,
        () -> ClientLibrary.made(() -> {
          change.on(pull);
          return pull;
        }));
  }

  private static String sha(JsonNode node) {
    String sha = Json.text(node, "sha");
    if (!sha.matches("[0-9a-f]{40}(?:[0-9a-f]{24})?")) {
      throw HttpError.nonsense("an object has no id");
    }
    return sha;
  }
}
