package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.GitObjects.Commit;
import io.github.cicdmonitor.sandbox.GitObjects.GitFile;
import io.github.cicdmonitor.sandbox.GitObjects.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Git's own objects and references. */
final class GitDataRoutes {
  private static final Set<String> MODES = Set.of("100644", "100755", "040000", "160000", "120000");
  private static final Pattern BAD_PATH =
      Pattern.compile("(^|/)(\\.{0,2}|\\.git)(/|$)", Pattern.CASE_INSENSITIVE);
  private static final Pattern BAD_REF =
      Pattern.compile("\\.\\.|[\\s~^:?*\\[\\\\]|//|/$|\\.lock$|@\\{");

  private final GitHubSandbox github;
  private final GitHubJson json;

  GitDataRoutes(GitHubSandbox github, GitHubJson json) {
    this.github = github;
    this.json = json;
  }

  void addTo(Routes routes) {
    String git = "/repos/{o}/{r}/git";
    routes.on("GET", git + "/ref/{ref...}", "contents=read", this::ref);
    routes.on("GET", git + "/matching-refs/{ref...}", "contents=read", this::matchingRefs);
    routes.on("GET", git + "/refs/{ref...}", "contents=read", this::ref);
    routes.on("GET", git + "/trees/{sha...}", "contents=read", this::tree);
    routes.on("GET", git + "/commits/{sha}", "contents=read", this::commit);
    routes.on("GET", git + "/blobs/{sha}", "contents=read", this::blob);
    routes.on("POST", git + "/blobs", "contents=write", this::newBlob);
    routes.on("POST", git + "/trees", "contents=write", this::newTree);
    routes.on("POST", git + "/commits", "contents=write", this::newCommit);
    routes.on("POST", git + "/refs", "contents=write", this::newRef);
    routes.on("PATCH", git + "/refs/{ref...}", "contents=write", this::moveRef);
    routes.on("DELETE", git + "/refs/{ref...}", "contents=write", this::deleteRef);
  }

  private SandboxRepository writable(Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    if (repository.isArchived()) {
      throw GitHubError.of(403, "Repository was archived so is read-only.");
    }
    return repository;
  }

  // ---- references ---------------------------------------------------------------------------

  private Answer ref(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String ref = "refs/" + parameters.get("ref");
    String sha = Optional.ofNullable(repository.refs().get(ref)).orElseThrow(GitHubError::notFound);
    return Answer.ok(refNode(repository, ref, sha));
  }

  private Answer matchingRefs(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String prefix = "refs/" + parameters.get("ref");
    List<String> refs =
        repository.refs().keySet().stream().filter(r -> r.startsWith(prefix)).toList();
    return new Paging<>(request, repository, json.root(), refs)
        .array(ref -> refNode(repository, ref, String.valueOf(repository.refs().get(ref))));
  }

  private ObjectNode refNode(SandboxRepository repository, String ref, String sha) {
    return Json.object(
        "ref",
        ref,
        "node_id",
        GitHubJson.nodeId("Ref", ref),
        "url",
        json.api(repository) + "/git/" + ref,
        "object",
        Json.object(
            "type", "commit", "sha", sha, "url", json.api(repository) + "/git/commits/" + sha));
  }

  private Answer newRef(Request request, Map<String, String> parameters) {
    SandboxRepository repository = writable(parameters);
    String ref = request.json().path("ref").asText();
    String sha = request.json().path("sha").asText();
    boolean wellFormed =
        ref.startsWith("refs/") && ref.chars().filter(c -> c == '/').count() >= 2;
    if (!wellFormed || BAD_REF.matcher(ref).find()) {
      throw GitHubError.unprocessable("Reference name is not valid: " + ref);
    }
    if (repository.objects().commit(sha).isEmpty()) {
      throw GitHubError.unprocessable("Object does not exist");
    }
    if (repository.refs().containsKey(ref)) {
      throw GitHubError.unprocessable("Reference already exists");
    }
    demandWorkflows(request, repository, repository.head(repository.defaultBranch()), sha);
    repository.refs().put(ref, sha);
    return Answer.json(201, refNode(repository, ref, sha));
  }

  private Answer moveRef(Request request, Map<String, String> parameters) {
    SandboxRepository repository = writable(parameters);
    String ref = "refs/" + parameters.get("ref");
    String sha = request.json().path("sha").asText();
    String old = existing(repository, ref);
    if (repository.objects().commit(sha).isEmpty()) {
      throw GitHubError.unprocessable("Object does not exist");
    }
    boolean force = request.json().path("force").asBoolean(false);
    if (!force && !repository.objects().history(sha).contains(old)) {
      throw GitHubError.unprocessable("Update is not a fast forward");
    }
    demandWorkflows(request, repository, old, sha);
    repository.refs().put(ref, sha);
    return Answer.ok(refNode(repository, ref, sha));
  }

  private Answer deleteRef(Request request, Map<String, String> parameters) {
    SandboxRepository repository = writable(parameters);
    String ref = "refs/" + parameters.get("ref");
    existing(repository, ref);
    repository.refs().remove(ref);
    return Answer.empty(204);
  }

  private static String existing(SandboxRepository repository, String ref) {
    return Optional.ofNullable(repository.refs().get(ref))
        .orElseThrow(() -> GitHubError.unprocessable("Reference does not exist"));
  }

  /** A reference to a commit that changes workflows needs a permission of its own. */
  private void demandWorkflows(
      Request request, SandboxRepository repository, String before, String after) {
    boolean touched = CommitRoutes.changes(
            repository, repository.filesAt(before), repository.filesAt(after))
        .keySet()
        .stream()
        .anyMatch(path -> path.startsWith(".github/workflows/"));
    if (touched) {
      github.demand(request, "workflows=write");
    }
  }

  // ---- objects ------------------------------------------------------------------------------

  private Answer blob(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String sha = parameters.get("sha");
    byte[] bytes = repository.objects().blob(sha).orElseThrow(GitHubError::notFound);
    if (request.header("accept").orElse("").contains("raw")) {
      return Answer.bytes(200, "application/vnd.github.raw+json; charset=utf-8", bytes);
    }
    return Answer.ok(Json.object(
        "sha",
        sha,
        "node_id",
        GitHubJson.nodeId("Blob", sha),
        "size",
        bytes.length,
        "url",
        json.api(repository) + "/git/blobs/" + sha,
        "content",
        Base64.getMimeEncoder(60, new byte[] {'\n'}).encodeToString(bytes) + "\n",
        "encoding",
        "base64"));
  }

  private Answer newBlob(Request request, Map<String, String> parameters) {
    SandboxRepository repository = writable(parameters);
    String content = request.json().path("content").asText();
    boolean base64 = request.json().path("encoding").asText("utf-8").equals("base64");
    byte[] bytes = base64 ? decoded(content) : content.getBytes(StandardCharsets.UTF_8);
    String sha = repository.objects().addBlob(bytes);
    String url = json.api(repository) + "/git/blobs/" + sha;
    return Answer.json(201, Json.object("sha", sha, "url", url));
  }

  private static byte[] decoded(String content) {
    try {
      return Base64.getMimeDecoder().decode(content);
    } catch (IllegalArgumentException e) {
      throw GitHubError.unprocessable("content is not valid Base64");
    }
  }

  private Answer tree(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    GitObjects objects = repository.objects();
    String wanted = parameters.get("sha");
    String sha = objects.tree(wanted).isPresent()
        ? wanted
        : repository
            .resolve(wanted)
            .flatMap(objects::commit)
            .map(Commit::tree)
            .orElseThrow(GitHubError::notFound);
    return Answer.ok(treeNode(repository, sha, request.query().containsKey("recursive")));
  }

  private ObjectNode treeNode(SandboxRepository repository, String sha, boolean recursive) {
    GitObjects objects = repository.objects();
    NavigableMap<String, JsonNode> lines = new TreeMap<>();
    objects
        .tree(sha)
        .orElse(List.of())
        .forEach(e -> lines.put(e.name(), line(repository, e.name(), e.mode(), e.sha())));
    if (recursive) {
      objects.folders(sha).forEach((p, s) -> lines.put(p, line(repository, p, "040000", s)));
      objects.files(sha).forEach((p, f) -> lines.put(p, line(repository, p, f.mode(), f.sha())));
    }
    return Json.object(
        "sha",
        sha,
        "url",
        json.api(repository) + "/git/trees/" + sha,
        "tree",
        Json.array(List.copyOf(lines.values())),
        "truncated",
        false);
  }

  private ObjectNode line(SandboxRepository repository, String path, String mode, String sha) {
    String type = new GitObjects.Entry(mode, path, sha).type();
    ObjectNode node = Json.object(
        "path", path,
        "mode", mode,
        "type", type,
        "sha", sha,
        "url", json.api(repository) + "/git/" + type + "s/" + sha);
    repository.objects().blob(sha).ifPresent(bytes -> node.put("size", bytes.length));
    return node;
  }

  private Answer newTree(Request request, Map<String, String> parameters) {
    SandboxRepository repository = writable(parameters);
    GitObjects objects = repository.objects();
    NavigableMap<String, GitFile> files = new TreeMap<>();
    JsonNode base = request.json().path("base_tree");
    if (base.isTextual()) {
      String tree = objects.commit(base.asText()).map(Commit::tree).orElse(base.asText());
      if (objects.tree(tree).isEmpty()) {
        throw GitHubError.unprocessable("base_tree is not a valid tree oid");
      }
      files.putAll(objects.files(tree));
    }
    if (!request.json().path("tree").isArray()) {
      throw GitHubError.unprocessable("Invalid tree info");
    }
    for (JsonNode entry : request.json().path("tree")) {
      place(objects, files, entry);
    }
    return Answer.json(201, treeNode(repository, objects.addFiles(files), false));
  }

  private static void place(GitObjects objects, Map<String, GitFile> files, JsonNode entry) {
    String path = entry.path("path").asText();
    String mode = entry.path("mode").asText();
    if (path.isEmpty() || BAD_PATH.matcher(path).find()) {
      throw GitHubError.unprocessable("tree.path contains a malformed path component");
    }
    if (!MODES.contains(mode)) {
      throw GitHubError.unprocessable("Must supply a valid tree.mode");
    }
    if (entry.path("content").isTextual()) {
      byte[] bytes = entry.path("content").asText().getBytes(StandardCharsets.UTF_8);
      files.put(path, new GitFile(mode, objects.addBlob(bytes)));
    } else if (entry.path("sha").isNull()) {
      files.remove(path);
      files.keySet().removeIf(other -> other.startsWith(path + "/"));
    } else {
      String sha = entry.path("sha").asText();
      if (mode.equals("040000")) {
        objects.files(sha).forEach((below, file) -> files.put(path + "/" + below, file));
      } else if (objects.blob(sha).isEmpty()) {
        throw GitHubError.unprocessable("tree.sha " + sha + " is not a valid blob");
      } else {
        files.put(path, new GitFile(mode, sha));
      }
    }
  }

  private Answer commit(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String sha = parameters.get("sha");
    Commit commit = repository.objects().commit(sha).orElseThrow(GitHubError::notFound);
    return Answer.ok(json.gitCommit(repository, sha, commit));
  }

  private Answer newCommit(Request request, Map<String, String> parameters) {
    SandboxRepository repository = writable(parameters);
    JsonNode wish = request.json();
    String tree = wish.path("tree").asText();
    if (!wish.path("message").isTextual()) {
      throw GitHubError.unprocessable("Invalid request. \"message\" wasn't supplied.");
    }
    if (repository.objects().tree(tree).isEmpty()) {
      throw GitHubError.unprocessable("Tree SHA does not exist");
    }
    List<String> parents = new ArrayList<>();
    for (JsonNode parent : wish.path("parents")) {
      if (repository.objects().commit(parent.asText()).isEmpty()) {
        throw GitHubError.unprocessable("Parent SHA does not exist or is not a commit object");
      }
      parents.add(parent.asText());
    }
    Identity self = Identity.of(github.login(request), github.now());
    Identity author = identity(wish.path("author"), self);
    Identity committer = identity(wish.path("committer"), author);
    Commit commit =
        new Commit(tree, parents, author, committer, wish.path("message").asText());
    String sha = repository.objects().addCommit(commit);
    return Answer.json(201, json.gitCommit(repository, sha, commit));
  }

  private static Identity identity(JsonNode node, Identity otherwise) {
    if (!node.isObject()) {
      return otherwise;
    }
    Instant at = node.path("date").isTextual()
        ? java.time.OffsetDateTime.parse(node.path("date").asText()).toInstant()
        : otherwise.at();
    return new Identity(node.path("name").asText(), node.path("email").asText(), at);
  }
}
