package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.GitObjects.Commit;
import io.github.cicdmonitor.sandbox.GitObjects.Identity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The objects of the world in GitHub's words. */
final class GitHubJson {
  private static final String NOREPLY = "@users.noreply.github.com";
  private static final String WEB = "https://github.com/";

  private final String root;

  GitHubJson(String root) {
    this.root = root;
  }

  String root() {
    return root;
  }

  String api(SandboxRepository repository) {
    return root + "/repos/" + repository.fullName();
  }

  static String web(SandboxRepository repository) {
    return WEB + repository.fullName();
  }

  /** A number of the path; what is none is not found. */
  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw GitHubError.notFound();
    }
  }

  static long userId(String login) {
    return 1_000_000L + Math.floorMod(login.hashCode(), 90_000_000);
  }

  static String nodeId(String kind, Object id) {
    String plain = kind + ":" + id;
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** The account that GitHub finds by a commit's address. */
  static Optional<String> login(Identity identity) {
    return identity.email().endsWith(NOREPLY)
        ? Optional.of(identity.email().replace(NOREPLY, "").replaceFirst("^\\d+\\+", ""))
        : Optional.empty();
  }

  ObjectNode user(String login) {
    String type = login.endsWith("[bot]") ? "Bot" : login.equals("acme") ? "Organization" : "User";
    return Json.object(
        "login",
        login,
        "id",
        userId(login),
        "node_id",
        nodeId("User", userId(login)),
        "avatar_url",
        "https://avatars.githubusercontent.com/u/" + userId(login),
        "url",
        root + "/users/" + login,
        "html_url",
        WEB + login,
        "type",
        type,
        "site_admin",
        false);
  }

  /** As inside of runs and pull requests: no permissions, no dates. */
  ObjectNode shortRepository(SandboxRepository repository) {
    return Json.object(
        "id", repository.id(),
        "node_id", nodeId("Repository", repository.id()),
        "name", repository.name(),
        "full_name", repository.fullName(),
        "private", repository.isPrivate(),
        "owner", user(repository.owner()),
        "html_url", web(repository),
        "description", Optional.empty(),
        "fork", false,
        "url", api(repository));
  }

  ObjectNode repository(SandboxRepository repository) {
    ObjectNode full = shortRepository(repository);
    full.setAll(Json.object(
        "default_branch",
        repository.defaultBranch(),
        "archived",
        repository.isArchived(),
        "disabled",
        false,
        "visibility",
        repository.isPrivate() ? "private" : "public",
        "has_issues",
        true,
        "size",
        120,
        "open_issues_count",
        0,
        "clone_url",
        web(repository) + ".git",
        "created_at",
        repository.createdAt(),
        "updated_at",
        repository.createdAt(),
        "pushed_at",
        repository.createdAt(),
        "permissions",
        repository.permissions()));
    return full;
  }

  /** A fork is known by its name only. */
  private ObjectNode forkRepository(String fullName) {
    int slash = fullName.indexOf('/');
    return Json.object(
        "id",
        800_000_000L + Math.floorMod(fullName.hashCode(), 10_000_000),
        "node_id",
        nodeId("Repository", fullName),
        "name",
        fullName.substring(slash + 1),
        "full_name",
        fullName,
        "private",
        false,
        "owner",
        user(fullName.substring(0, slash)),
        "html_url",
        WEB + fullName,
        "fork",
        true,
        "url",
        root + "/repos/" + fullName);
  }

  ObjectNode run(SandboxAttempt attempt, boolean withPulls) {
    SandboxRun run = attempt.run();
    SandboxRepository repository = run.repository();
    String url = api(repository) + "/actions/runs/" + run.id();
    String html = web(repository) + "/actions/runs/" + run.id();
    long workflowId = 5_000_000L + Math.floorMod(run.path().hashCode(), 900_000);
    String previous = url + "/attempts/" + (attempt.number() - 1);
    ObjectNode node = Json.object(
        "id", run.id(),
        "name", run.workflow(),
        "node_id", nodeId("WorkflowRun", run.id()),
        "head_branch", run.branch(),
        "head_sha", run.sha(),
        "path", run.path(),
        "display_title", run.title(),
        "run_number", run.number(),
        "event", run.event(),
        "status", attempt.status(),
        "conclusion", attempt.conclusion(),
        "workflow_id", workflowId,
        "check_suite_id", run.id() * 2 + 1,
        "check_suite_node_id", nodeId("CheckSuite", run.id() * 2 + 1),
        "url", url,
        "html_url", html + (attempt == run.attempt() ? "" : "/attempts/" + attempt.number()),
        "created_at", run.createdAt(),
        "updated_at", attempt.updatedAt(),
        "run_started_at", attempt.startedAt(),
        "run_attempt", attempt.number(),
        "actor", user(run.actor()),
        "triggering_actor", user(attempt.triggeredBy()),
        "referenced_workflows", List.of(),
        "jobs_url", url + "/jobs",
        "logs_url", url + "/logs",
        "check_suite_url", api(repository) + "/check-suites/" + (run.id() * 2 + 1),
        "artifacts_url", url + "/artifacts",
        "cancel_url", url + "/cancel",
        "rerun_url", url + "/rerun",
        "previous_attempt_url", attempt.number() == 1 ? Optional.empty() : Optional.of(previous),
        "workflow_url", api(repository) + "/actions/workflows/" + workflowId);
    node.set("pull_requests", withPulls ? pullsOf(run) : Json.array(List.of()));
    node.set("head_commit", headCommit(repository, run.sha()));
    node.set("repository", shortRepository(repository));
    node.set(
        "head_repository",
        run.fork().map(this::forkRepository).orElseGet(() -> shortRepository(repository)));
    return node;
  }

  private ArrayNode pullsOf(SandboxRun run) {
    SandboxRepository repository = run.repository();
    ObjectNode repo =
        Json.object("id", repository.id(), "url", api(repository), "name", repository.name());
    return run.pulls().stream()
        .map(number -> repository.pull(number))
        .map(pull -> Json.object(
            "url", api(repository) + "/pulls/" + pull.number(),
            "id", pullId(pull),
            "number", pull.number(),
            "head", Json.object("ref", pull.branch(), "sha", pull.headSha(), "repo", repo),
            "base", Json.object("ref", pull.base(), "sha", pull.baseSha(), "repo", repo)))
        .collect(Json.toArray());
  }

  static long pullId(SandboxPull pull) {
    return pull.repository().id() * 1000 + pull.number();
  }

  private static JsonNode headCommit(SandboxRepository repository, String sha) {
    return Json.node(repository
        .objects()
        .commit(sha)
        .map(commit -> Json.object(
            "id", sha,
            "tree_id", commit.tree(),
            "message", commit.message(),
            "timestamp", commit.committer().at(),
            "author",
                Json.object(
                    "name", commit.author().name(), "email", commit.author().email()),
            "committer",
                Json.object(
                    "name",
                    commit.committer().name(),
                    "email",
                    commit.committer().email()))));
  }

  ObjectNode job(SandboxJob job) {
    SandboxRun run = job.attempt().run();
    SandboxRepository repository = run.repository();
    ObjectNode node = Json.object(
        "id", job.id(),
        "run_id", run.id(),
        "workflow_name", run.workflow(),
        "head_branch", run.branch(),
        "run_url", api(repository) + "/actions/runs/" + run.id(),
        "run_attempt", job.attempt().number(),
        "node_id", nodeId("CheckRun", job.id()),
        "head_sha", run.sha(),
        "url", api(repository) + "/actions/jobs/" + job.id(),
        "html_url", web(repository) + "/actions/runs/" + run.id() + "/job/" + job.id(),
        "status", job.status(),
        "conclusion", job.conclusion(),
        "created_at", job.startedAt(),
        "started_at", job.startedAt(),
        "completed_at", job.completedAt(),
        "name", job.name(),
        "check_run_url", api(repository) + "/check-runs/" + job.id(),
        "labels", job.labels(),
        "runner_id", job.isAssigned() ? 21 : 0,
        "runner_name", job.isAssigned() ? "GitHub Actions 21" : "",
        "runner_group_id", 0,
        "runner_group_name", job.isAssigned() ? "GitHub Actions" : "");
    node.set("steps", job.steps().stream().map(GitHubJson::step).collect(Json.toArray()));
    return node;
  }

  private static JsonNode step(SandboxStep step) {
    return Json.object(
        "name", step.name(),
        "status", "completed",
        "conclusion", step.conclusion(),
        "number", step.number(),
        "started_at", step.startedAt(),
        "completed_at", step.completedAt());
  }

  static ObjectNode identity(Identity identity) {
    return Json.object("name", identity.name(), "email", identity.email(), "date", identity.at());
  }

  ObjectNode gitCommit(SandboxRepository repository, String sha, Commit commit) {
    ObjectNode node = Json.object(
        "sha", sha,
        "node_id", nodeId("Commit", sha),
        "url", api(repository) + "/git/commits/" + sha,
        "html_url", web(repository) + "/commit/" + sha,
        "author", identity(commit.author()),
        "committer", identity(commit.committer()),
        "tree", tree(repository, commit),
        "message", commit.message());
    node.set("parents", parents(repository, commit, "/git/commits/"));
    node.set("verification", unverified());
    return node;
  }

  private ObjectNode tree(SandboxRepository repository, Commit commit) {
    return Json.object(
        "sha", commit.tree(), "url", api(repository) + "/git/trees/" + commit.tree());
  }

  private ArrayNode parents(SandboxRepository repository, Commit commit, String folder) {
    return commit.parents().stream()
        .map(parent -> Json.object(
            "sha", parent,
            "url", api(repository) + folder + parent,
            "html_url", web(repository) + "/commit/" + parent))
        .collect(Json.toArray());
  }

  private static ObjectNode unverified() {
    return Json.object(
        "verified",
        false,
        "reason",
        "unsigned",
        "signature",
        Optional.empty(),
        "payload",
        Optional.empty());
  }

  /** As in {@code /commits}: git's own data inside, GitHub's accounts around it. */
  ObjectNode commit(SandboxRepository repository, String sha, Commit commit) {
    ObjectNode inner = Json.object(
        "author", identity(commit.author()),
        "committer", identity(commit.committer()),
        "message", commit.message(),
        "tree", tree(repository, commit),
        "url", api(repository) + "/git/commits/" + sha,
        "comment_count", 0,
        "verification", unverified());
    return Json.object(
        "sha",
        sha,
        "node_id",
        nodeId("Commit", sha),
        "commit",
        inner,
        "url",
        api(repository) + "/commits/" + sha,
        "html_url",
        web(repository) + "/commit/" + sha,
        "author",
        login(commit.author()).map(this::user),
        "committer",
        login(commit.committer()).map(this::user),
        "parents",
        parents(repository, commit, "/commits/"));
  }
}
