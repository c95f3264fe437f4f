package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Step;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.scan.Job;
import io.github.cicdmonitor.scan.PullRequestSource;
import io.github.cicdmonitor.scan.RunSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * What {@code scan} asks of GitHub; GET requests only. The polled address is constant (an ETag
 * belongs to one URL), everything is filtered by the caller. All single objects are asked for
 * conditionally too.
 */
public final class GitHubRuns implements RunSource, PullRequestSource {
  private static final int MOST_JOB_PAGES = 30; // a matrix has 256 jobs at most, a run several

  private static final int MOST_COMMIT_PAGES = 3;

  private final GitHubApi api;

  public GitHubRuns(GitHubApi api) {
    this.api = api;
  }

  @Override
  public Repository repository(RepositoryName repository) {
    return api.repositories().repository(repository);
  }

  @Override
  public RunPage runs(RepositoryName repository, int page, Optional<String> etag) {
    String what = "could not list the runs of " + repository;
    HttpUrl url = api.url(repository, "actions", "runs")
        .addQueryParameter("per_page", String.valueOf(Listings.PER_PAGE))
        .addQueryParameter("page", String.valueOf(page))
        .build();
    Listings.Page answer = api.listings().page(what, url, etag);
    if (answer.notModified()) {
      return new RunPage(true, answer.etag(), List.of(), answer.hasNext());
    }
    return api.reading(
        what,
        () -> new RunPage(
            false,
            answer.etag(),
            Json.list(answer.body().path("workflow_runs"), "the runs").stream()
                .map(node -> run(repository, node))
                .toList(),
            answer.hasNext()));
  }

  @Override
  public Optional<WorkflowRun> run(RepositoryName repository, long runId) {
    return oneRun(repository, api.url(repository, "actions", "runs", String.valueOf(runId)), runId);
  }

  @Override
  public Optional<WorkflowRun> attempt(RepositoryName repository, long runId, int attempt) {
    HttpUrl.Builder url = api.url(
        repository, "actions", "runs", String.valueOf(runId), "attempts", String.valueOf(attempt));
    return oneRun(repository, url, runId);
  }

  @Override
  public List<Job> jobs(RepositoryName repository, long runId, int attempt) {
    String what = "could not list the jobs of run " + runId + " of " + repository;
    HttpUrl url = api.url(
            repository,
            "actions",
            "runs",
            String.valueOf(runId),
            "attempts",
            String.valueOf(attempt),
            "jobs")
        .build();
    List<JsonNode> nodes = api.listings().all(what, url, body -> body.path("jobs"), MOST_JOB_PAGES);
    Map<Long, Job> jobs = new LinkedHashMap<>(); // a page may repeat what moved while we read
    for (Job job : api.reading(what, () -> nodes.stream().map(GitHubRuns::job).toList())) {
      jobs.putIfAbsent(job.id(), job);
    }
    return List.copyOf(jobs.values());
  }

  @Override
  public List<String> annotations(RepositoryName repository, long jobId) {
    return new Annotations(api).of(repository, jobId);
  }

  @Override
  public Optional<RateLimit> rateLimit() {
    return api.rateLimit();
  }

  @Override
  public boolean isMoved(RepositoryName repository) {
    return api.isMoved(repository);
  }

  @Override
  public Optional<Duration> clockAhead() {
    return api.clockAheadAsTold();
  }

  @Override
  public boolean isLimited(RepositoryName repository) {
    return api.isLimited(repository);
  }

  @Override
  public boolean isLimited() {
    return api.isLimited();
  }

  @Override
  public Optional<PullRequestFacts> pullRequest(RepositoryName repository, int number) {
    String what = "could not read pull request " + number + " of " + repository;
    return api.find(what, api.url(repository, "pulls", String.valueOf(number)).build())
        .map(GitHubRuns::facts);
  }

  @Override
  public Checks checks(RepositoryName repository, String sha) {
    return new CommitChecks(api).of(repository, sha);
  }

  @Override
  public Landed landed(
      RepositoryName repository, String branch, Instant since, Optional<String> etag) {
    String what = "could not list the commits of " + repository;
    HttpUrl url = api.url(repository, "commits")
        .addQueryParameter("sha", branch)
        .addQueryParameter("since", since.toString())
        .addQueryParameter("per_page", String.valueOf(Listings.PER_PAGE))
        .build();
    Optional<Listings.Page> first = api.listings().findPage(what, url, etag);
    List<LandedCommit> commits = new ArrayList<>();
    Optional<Listings.Page> page = first;
    for (int number = 2; page.isPresent(); number++) {
      page.get().body().forEach(node -> commits.add(commit(node)));
      boolean more = page.get().hasNext() && !page.get().notModified();
      if (!more || number > MOST_COMMIT_PAGES) {
        break;
      }
      HttpUrl next =
          url.newBuilder().addQueryParameter("page", String.valueOf(number)).build();
      page = api.listings().findPage(what, next, Optional.empty());
    }
    return new Landed(
        first.map(Listings.Page::notModified).orElse(false),
        first.flatMap(Listings.Page::etag),
        commits);
  }

  private static LandedCommit commit(JsonNode node) {
    List<String> parents = new ArrayList<>();
    node.path("parents").forEach(parent -> parents.add(Json.text(parent, "sha")));
    return new LandedCommit(
        Json.text(node, "sha"), parents, Json.text(node.path("commit"), "message"));
  }

  private Optional<WorkflowRun> oneRun(RepositoryName repository, HttpUrl.Builder url, long runId) {
    String what = "could not read run " + runId + " of " + repository;
    Optional<JsonNode> node = api.find(what, url.build());
    return api.reading(what, () -> node.map(found -> run(repository, found)));
  }

  static WorkflowRun run(RepositoryName asked, JsonNode node) {
    Instant created = Json.instant(node, "created_at")
        .or(() -> Json.instant(node, "run_started_at"))
        .orElseThrow(() -> HttpError.nonsense("a run has no \"created_at\""));
    Instant started = Json.instant(node, "run_started_at").orElse(created);
    return new WorkflowRun(
        Json.id(node, "id"),
        node.path("repository").path("id").asLong(0),
        Math.max(1, Json.number(node, "run_attempt", 1)),
        Json.text(node, "name"),
        Json.text(node, "path"),
        Json.text(node, "event"),
        Json.text(node, "head_branch"),
        Json.text(node, "head_sha"),
        isFromFork(asked, node),
        Json.text(node, "status"),
        Json.text(node, "conclusion"),
        Json.text(node.path("actor"), "login"),
        Json.text(node, "html_url"),
        created,
        started,
        Json.instant(node, "updated_at").orElse(started));
  }

  /** A head repository that is gone counts as a fork; a renamed one keeps its new name in both. */
  private static boolean isFromFork(RepositoryName asked, JsonNode node) {
    String head = Json.text(node.path("head_repository"), "full_name");
    String own = Json.text(node.path("repository"), "full_name");
    return !head.equalsIgnoreCase(own.isEmpty() ? asked.toString() : own);
  }

  private static Job job(JsonNode node) {
    List<Step> steps = new ArrayList<>();
    for (JsonNode step : node.path("steps")) {
      steps.add(new Step(
          Json.number(step, "number", steps.size() + 1),
          Json.text(step, "name"),
          Json.text(step, "conclusion"),
          Json.instant(step, "started_at")));
    }
    return new Job(
        Json.id(node, "id"),
        Json.text(node, "name"),
        Json.text(node, "status"),
        Json.text(node, "conclusion"),
        Json.text(node, "html_url"),
        steps,
        node.path("runner_id").asLong(0) != 0 || !Json.text(node, "runner_name").isEmpty(),
        Json.instant(node, "created_at").or(() -> Json.instant(node, "started_at")),
        Json.instant(node, "completed_at"));
  }

  private static PullRequestFacts facts(JsonNode node) {
    boolean merged =
        node.path("merged").asBoolean(false) || !Json.text(node, "merged_at").isEmpty();
    return new PullRequestFacts(
        Json.number(node, "number", 0),
        Json.text(node, "html_url"),
        Json.text(node, "state").equals("open"),
        merged,
        Json.text(node.path("head"), "sha"),
        merged ? Json.text(node, "merge_commit_sha") : "");
  }
}
