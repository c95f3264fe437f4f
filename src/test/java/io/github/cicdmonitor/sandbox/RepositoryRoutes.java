package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The account, its limit, and the repository itself with its branches and tags. */
final class RepositoryRoutes {
  private final GitHubSandbox github;
  private final GitHubJson json;

  RepositoryRoutes(GitHubSandbox github, GitHubJson json) {
    this.github = github;
    this.json = json;
  }

  void addTo(Routes routes) {
    routes.on(
        "GET",
        "/",
        (request, p) -> Answer.ok(Json.object("current_user_url", json.root() + "/user")));
    routes.on("GET", "/user", (request, p) -> user(request));
    routes.on("GET", "/rate_limit", (request, p) -> rateLimit(request));
    routes.on(
        "GET",
        "/repos/{o}/{r}",
        "metadata=read",
        (request, p) -> Answer.ok(json.repository(github.repository(p))));
    routes.on("GET", "/repos/{o}/{r}/branches", "contents=read", this::branches);
    routes.on("GET", "/repos/{o}/{r}/branches/{branch...}", "contents=read", this::branch);
    routes.on("GET", "/repos/{o}/{r}/zipball/{sha}", "contents=read", this::zipball);
    routes.on("GET", "/repos/{o}/{r}/tags", "metadata=read", this::tags);
  }

  private Answer user(Request request) {
    ObjectNode user = json.user(github.login(request));
    user.put("name", github.login(request));
    return Answer.ok(user);
  }

  private Answer rateLimit(Request request) {
    Object[] members = github.rateLimit().members(request.token().orElse(""));
    ObjectNode core = Json.object(members);
    return Answer.ok(Json.object("resources", Json.object("core", core), "rate", core));
  }

  private Answer branches(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    return new Paging<>(request, repository, json.root(), repository.branches())
        .array(name -> shortBranch(repository, name, repository.head(name)));
  }

  private JsonNode shortBranch(SandboxRepository repository, String name, String sha) {
    String url = json.api(repository) + "/commits/" + sha;
    return Json.object(
        "name", name, "commit", Json.object("sha", sha, "url", url), "protected", false);
  }

  private Answer branch(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String name = parameters.get("branch");
    String sha =
        repository.branchHead(name).orElseThrow(() -> GitHubError.of(404, "Branch not found"));
    ObjectNode commit = repository
        .objects()
        .commit(sha)
        .map(c -> json.commit(repository, sha, c))
        .orElseThrow(GitHubError::notFound);
    return Answer.ok(Json.object(
        "name",
        name,
        "commit",
        commit,
        "_links",
        Json.object("html", GitHubJson.web(repository) + "/tree/" + name),
        "protected",
        false,
        "protection",
        Json.object("enabled", false)));
  }

  private Answer zipball(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String sha = parameters.get("sha");
    if (repository.objects().commit(sha).isEmpty()) {
      throw GitHubError.notFound();
    }
    String root = repository.owner() + "-" + repository.name() + "-" + sha.substring(0, 7) + "/";
    ZipWriter zip = new ZipWriter().folder(root);
    repository
        .filesAt(sha)
        .forEach((path, file) -> zip.file(
            root + path,
            Integer.parseInt(file.mode(), 8),
            repository.objects().blob(file.sha()).orElseThrow()));
    return Answer.empty(302).with("Location", github.offerArchive(sha, zip.bytes()));
  }

  private Answer tags(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    return new Paging<>(request, repository, json.root(), repository.tags()).array(tag -> {
      String sha = repository.tagged(tag).orElse("");
      return Json.object(
          "name",
          tag,
          "commit",
          Json.object("sha", sha, "url", json.api(repository) + "/commits/" + sha),
          "zipball_url",
          json.api(repository) + "/zipball/refs/tags/" + tag,
          "tarball_url",
          json.api(repository) + "/tarball/refs/tags/" + tag,
          "node_id",
          GitHubJson.nodeId("Ref", tag));
    });
  }
}
