package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pull requests and what is said about them. */
final class PullRoutes {
  private final GitHubSandbox github;
  private final GitHubJson json;

  PullRoutes(GitHubSandbox github, GitHubJson json) {
    this.github = github;
    this.json = json;
  }

  void addTo(Routes routes) {
    String repo = "/repos/{o}/{r}";
    routes.on("POST", repo + "/pulls", "pull_requests=write", this::open);
    routes.on("GET", repo + "/pulls", "pull_requests=read", this::list);
    routes.on(
        "GET", repo + "/pulls/{n}", "pull_requests=read", (request, p) -> Answer.ok(full(pull(p))));
    routes.on("PATCH", repo + "/pulls/{n}", "pull_requests=write", this::change);
    routes.on("GET", repo + "/pulls/{n}/commits", "pull_requests=read", this::commits);
    routes.on("GET", repo + "/pulls/{n}/files", "pull_requests=read", this::files);
    routes.on(
        "GET", repo + "/issues/{n}", "issues=read", (request, p) -> Answer.ok(issue(pull(p))));
    routes.on("PATCH", repo + "/issues/{n}", "issues=write", this::changeIssue);
    routes.on(
        "GET",
        repo + "/issues/{n}/labels",
        "issues=read",
        (request, p) -> Answer.ok(labels(pull(p))));
    routes.on("POST", repo + "/issues/{n}/labels", "issues=write", this::addLabels);
    routes.on("GET", repo + "/issues/{n}/comments", "issues=read", this::comments);
    routes.on("POST", repo + "/issues/{n}/comments", "issues=write", this::addComment);
  }

  private SandboxPull pull(Map<String, String> parameters) {
    return github
        .repository(parameters)
        .findPull(GitHubJson.number(parameters.get("n")))
        .orElseThrow(GitHubError::notFound);
  }

  private Answer open(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    if (repository.isArchived()) {
      throw GitHubError.of(403, "Repository was archived so is read-only.");
    }
    JsonNode body = request.json();
    String head = withoutOwner(repository, body.path("head").asText());
    String base = body.path("base").asText();
    if (body.path("title").asText().isBlank()) {
      throw GitHubError.invalid(fieldError("title", "missing_field"));
    }
    if (repository.branchHead(head).isEmpty()) {
      throw GitHubError.invalid(fieldError("head", "invalid"));
    }
    if (repository.branchHead(base).isEmpty()) {
      throw GitHubError.invalid(fieldError("base", "invalid"));
    }
    boolean doubled = repository.pulls().stream()
        .anyMatch(p -> p.isOpen() && p.branch().equals(head) && p.base().equals(base));
    if (doubled) {
      throw GitHubError.invalid(
          saying("A pull request already exists for " + repository.owner() + ":" + head + "."));
    }
    if (repository.commitsBetween(base, head).isEmpty()) {
      throw GitHubError.invalid(saying("No commits between " + base + " and " + head));
    }
    SandboxPull pull = repository.open(
        github.login(request),
        new SandboxPull.Wish(
            body.path("title").asText(),
            body.path("body").asText(""),
            head,
            base,
            body.path("draft").asBoolean(false)));
    return Answer.json(201, full(pull))
        .with("Location", json.api(repository) + "/pulls/" + pull.number());
  }

  private static String withoutOwner(SandboxRepository repository, String head) {
    String own = repository.owner() + ":";
    return head.startsWith(own) ? head.substring(own.length()) : head;
  }

  private static ObjectNode fieldError(String field, String code) {
    return Json.object("resource", "PullRequest", "field", field, "code", code);
  }

  private static ObjectNode saying(String message) {
    return Json.object("resource", "PullRequest", "code", "custom", "message", message);
  }

  private Answer list(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String state = request.parameter("state").orElse("open");
    Optional<String> base = request.parameter("base");
    // GitHub ignores a head that names no owner.
    Optional<String> head = request.parameter("head").filter(h -> h.contains(":"));
    List<SandboxPull> found = new ArrayList<>(repository.pulls().stream()
        .filter(pull -> state.equals("all") || pull.isOpen() == state.equals("open"))
        .filter(pull -> base.isEmpty() || pull.base().equals(base.get()))
        .filter(pull ->
            head.isEmpty() || head.get().equalsIgnoreCase(repository.owner() + ":" + pull.branch()))
        .toList());
    if (!request.parameter("direction").orElse("desc").equals("asc")) {
      Collections.reverse(found);
    }
    return new Paging<>(request, repository, json.root(), found).array(this::brief);
  }

  private Answer change(Request request, Map<String, String> parameters) {
    SandboxPull pull = pull(parameters);
    apply(request, pull);
    JsonNode base = request.json().path("base");
    if (base.isTextual()) {
      pull.base(base.asText());
    }
    return Answer.ok(full(pull));
  }

  private Answer changeIssue(Request request, Map<String, String> parameters) {
    SandboxPull pull = pull(parameters);
    apply(request, pull);
    request.json().path("labels").forEach(label -> pull.label(label.asText()));
    return Answer.ok(issue(pull));
  }

  private void apply(Request request, SandboxPull pull) {
    JsonNode wish = request.json();
    if (wish.path("title").isTextual()) {
      pull.title(wish.path("title").asText());
    }
    if (wish.path("body").isTextual()) {
      pull.body(wish.path("body").asText());
    }
    String state = wish.path("state").asText("");
    if (state.equals("closed") && pull.isOpen()) {
      pull.close(github.login(request));
    } else if (state.equals("open") && !pull.isOpen()) {
      if (pull.isMerged()) {
        throw GitHubError.invalid(fieldError("state", "invalid"));
      }
      pull.reopen();
    }
  }

  private Answer commits(Request request, Map<String, String> parameters) {
    SandboxPull pull = pull(parameters);
    SandboxRepository repository = pull.repository();
    List<String> shas = new ArrayList<>(repository.commitsBetween(pull.baseSha(), pull.headSha()));
    Collections.reverse(shas);
    return new Paging<>(request, repository, json.root(), shas)
        .array(sha -> repository
            .objects()
            .commit(sha)
            .map(commit -> json.commit(repository, sha, commit))
            .orElseThrow(GitHubError::notFound));
  }

  private Collection<JsonNode> changes(SandboxPull pull) {
    SandboxRepository repository = pull.repository();
    String head = pull.headSha();
    String ancestor = repository.objects().mergeBase(pull.baseSha(), head).orElse(pull.baseSha());
    return CommitRoutes.changes(repository, repository.filesAt(ancestor), repository.filesAt(head))
        .values();
  }

  private Answer files(Request request, Map<String, String> parameters) {
    SandboxPull pull = pull(parameters);
    return new Paging<>(request, pull.repository(), json.root(), List.copyOf(changes(pull)))
        .array(file -> file);
  }

  private Answer addLabels(Request request, Map<String, String> parameters) {
    SandboxPull pull = pull(parameters);
    JsonNode names = request.json().isArray() ? request.json() : request.json().path("labels");
    names.forEach(name -> pull.label(name.asText()));
    return Answer.ok(labels(pull));
  }

  private JsonNode labels(SandboxPull pull) {
    return pull.labels().stream()
        .map(name -> Json.object(
            "id",
            GitHubJson.userId(name),
            "node_id",
            GitHubJson.nodeId("Label", name),
            "url",
            json.api(pull.repository()) + "/labels/" + name,
            "name",
            name,
            "color",
            "ededed",
            "default",
            false,
            "description",
            Optional.empty()))
        .collect(Json.toArray());
  }

  private Answer comments(Request request, Map<String, String> parameters) {
    SandboxPull pull = pull(parameters);
    return new Paging<>(request, pull.repository(), json.root(), pull.comments())
        .array(comment -> comment(pull, comment));
  }

  private Answer addComment(Request request, Map<String, String> parameters) {
    SandboxPull pull = pull(parameters);
    String text = request.json().path("body").asText();
    if (text.isBlank()) {
      throw GitHubError.invalid(
          Json.object("resource", "IssueComment", "field", "body", "code", "missing_field"));
    }
    pull.comment(github.login(request), text);
    List<SandboxPull.Comment> all = pull.comments();
    return Answer.json(201, comment(pull, all.get(all.size() - 1)));
  }

  private ObjectNode comment(SandboxPull pull, SandboxPull.Comment comment) {
    String api = json.api(pull.repository());
    return Json.object(
        "id", comment.id(),
        "node_id", GitHubJson.nodeId("IssueComment", comment.id()),
        "url", api + "/issues/comments/" + comment.id(),
        "html_url", html(pull) + "#issuecomment-" + comment.id(),
        "issue_url", api + "/issues/" + pull.number(),
        "user", json.user(comment.login()),
        "body", comment.body(),
        "author_association", "MEMBER",
        "created_at", comment.at(),
        "updated_at", comment.at());
  }

  private static String html(SandboxPull pull) {
    return GitHubJson.web(pull.repository()) + "/pull/" + pull.number();
  }

  private ObjectNode issue(SandboxPull pull) {
    String api = json.api(pull.repository());
    ObjectNode node = Json.object(
        "id", GitHubJson.pullId(pull),
        "node_id", GitHubJson.nodeId("Issue", GitHubJson.pullId(pull)),
        "url", api + "/issues/" + pull.number(),
        "repository_url", api,
        "html_url", html(pull),
        "number", pull.number(),
        "state", pull.isOpen() ? "open" : "closed",
        "locked", false,
        "title", pull.title(),
        "body", pull.body(),
        "user", json.user(pull.login()),
        "labels", labels(pull),
        "comments", pull.comments().size(),
        "created_at", pull.createdAt(),
        "updated_at", pull.updatedAt(),
        "closed_at", pull.closedAt(),
        "closed_by", pull.closedBy().map(json::user));
    node.set(
        "pull_request",
        Json.object("url", api + "/pulls/" + pull.number(), "html_url", html(pull)));
    return node;
  }

  /** As in listings: without the numbers that GitHub has to reckon. */
  private ObjectNode brief(SandboxPull pull) {
    SandboxRepository repository = pull.repository();
    String api = json.api(repository);
    ObjectNode node = Json.object(
        "id", GitHubJson.pullId(pull),
        "node_id", GitHubJson.nodeId("PullRequest", GitHubJson.pullId(pull)),
        "url", api + "/pulls/" + pull.number(),
        "html_url", html(pull),
        "diff_url", html(pull) + ".diff",
        "patch_url", html(pull) + ".patch",
        "issue_url", api + "/issues/" + pull.number(),
        "number", pull.number(),
        "state", pull.isOpen() ? "open" : "closed",
        "locked", false,
        "title", pull.title(),
        "user", json.user(pull.login()),
        "body", pull.body(),
        "labels", labels(pull),
        "draft", pull.isDraft(),
        "created_at", pull.createdAt(),
        "updated_at", pull.updatedAt(),
        "closed_at", pull.closedAt(),
        "merged_at", pull.isMerged() ? pull.closedAt() : Optional.empty(),
        "merge_commit_sha", pull.mergeCommit(),
        "assignees", List.of(),
        "requested_reviewers", List.of(),
        "author_association", "CONTRIBUTOR");
    node.set("head", side(repository, pull.branch(), pull.headSha()));
    node.set("base", side(repository, pull.base(), pull.baseSha()));
    return node;
  }

  private ObjectNode side(SandboxRepository repository, String branch, String sha) {
    return Json.object(
        "label",
        repository.owner() + ":" + branch,
        "ref",
        branch,
        "sha",
        sha,
        "user",
        json.user(repository.owner()),
        "repo",
        json.repository(repository));
  }

  private ObjectNode full(SandboxPull pull) {
    ObjectNode node = brief(pull);
    Collection<JsonNode> files = changes(pull);
    node.setAll(Json.object(
        "merged", pull.isMerged(),
        "mergeable", pull.isOpen(),
        "mergeable_state", pull.isOpen() ? "clean" : "unknown",
        "merged_by", pull.isMerged() ? pull.closedBy().map(json::user) : Optional.empty(),
        "comments", pull.comments().size(),
        "review_comments", 0,
        "maintainer_can_modify", false,
        "commits",
            pull.repository().commitsBetween(pull.baseSha(), pull.headSha()).size(),
        "additions", files.stream().mapToInt(f -> f.path("additions").asInt()).sum(),
        "deletions", files.stream().mapToInt(f -> f.path("deletions").asInt()).sum(),
        "changed_files", files.size()));
    return node;
  }
}
