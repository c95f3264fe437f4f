package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.GitObjects.Commit;
import io.github.cicdmonitor.sandbox.GitObjects.Entry;
import io.github.cicdmonitor.sandbox.GitObjects.GitFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Commits with their checks, comparisons, and the contents of files. */
final class CommitRoutes {
  /** Beyond this GitHub names a file's size and no content. */
  private static final int INLINE_BYTES = 1 << 20;

  private final GitHubSandbox github;
  private final GitHubJson json;

  CommitRoutes(GitHubSandbox github, GitHubJson json) {
    this.github = github;
    this.json = json;
  }

  void addTo(Routes routes) {
    String repo = "/repos/{o}/{r}";
    routes.on("GET", repo + "/commits", "contents=read", this::commits);
    routes.on("GET", repo + "/commits/{ref...}/check-runs", "checks=read", this::checkRuns);
    routes.on("GET", repo + "/commits/{ref...}/status", "statuses=read", this::status);
    routes.on("GET", repo + "/commits/{ref...}", "contents=read", this::commit);
    routes.on("GET", repo + "/compare/{range...}", "contents=read", this::compare);
    routes.on("GET", repo + "/contents", "contents=read", (request, p) -> contents(request, p, ""));
    routes.on(
        "GET", repo + "/contents/", "contents=read", (request, p) -> contents(request, p, ""));
    routes.on(
        "GET",
        repo + "/contents/{path...}",
        "contents=read",
        (request, p) -> contents(request, p, p.get("path")));
  }

  private static String resolve(SandboxRepository repository, String ref) {
    return repository
        .resolve(ref)
        .orElseThrow(() -> GitHubError.unprocessable("No commit found for SHA: " + ref));
  }

  private Answer commits(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String from = request.parameter("sha").orElse(repository.defaultBranch());
    String path = request.parameter("path").orElse("");
    Optional<Instant> since = request.parameter("since").map(Instant::parse);
    List<String> history = repository.objects().history(resolve(repository, from)).stream()
        .filter(sha -> path.isEmpty() || touches(repository, sha, path))
        .filter(sha -> since.isEmpty() || !committedAt(repository, sha).isBefore(since.get()))
        .toList();
    return new Paging<>(request, repository, json.root(), history)
        .array(sha -> commit(repository, sha));
  }

  private static boolean touches(SandboxRepository repository, String sha, String path) {
    return changes(repository, parentFiles(repository, sha), repository.filesAt(sha))
        .containsKey(path);
  }

  private static Instant committedAt(SandboxRepository repository, String sha) {
    return repository
        .objects()
        .commit(sha)
        .orElseThrow(GitHubError::notFound)
        .committer()
        .at();
  }

  private ObjectNode commit(SandboxRepository repository, String sha) {
    Commit commit = repository.objects().commit(sha).orElseThrow(GitHubError::notFound);
    return json.commit(repository, sha, commit);
  }

  private Answer commit(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String sha = resolve(repository, parameters.get("ref"));
    ObjectNode node = commit(repository, sha);
    Map<String, JsonNode> files =
        changes(repository, parentFiles(repository, sha), repository.filesAt(sha));
    node.set(
        "stats", Json.object("total", files.size(), "additions", files.size(), "deletions", 0));
    node.set("files", Json.array(List.copyOf(files.values())));
    return Answer.ok(node);
  }

  private static NavigableMap<String, GitFile> parentFiles(
      SandboxRepository repository, String sha) {
    List<String> parents = repository.objects().commit(sha).map(Commit::parents).orElse(List.of());
    return parents.isEmpty() ? new TreeMap<>() : repository.filesAt(parents.get(0));
  }

  /** The files that differ, in GitHub's words, by path. */
  static NavigableMap<String, JsonNode> changes(
      SandboxRepository repository, Map<String, GitFile> before, Map<String, GitFile> after) {
    Set<String> paths = new LinkedHashSet<>(before.keySet());
    paths.addAll(after.keySet());
    NavigableMap<String, JsonNode> changes = new TreeMap<>();
    for (String path : paths) {
      Optional<GitFile> old = Optional.ofNullable(before.get(path));
      Optional<GitFile> now = Optional.ofNullable(after.get(path));
      if (!old.equals(now)) {
        changes.put(path, change(repository, path, old, now));
      }
    }
    return changes;
  }

  private static JsonNode change(
      SandboxRepository repository, String path, Optional<GitFile> old, Optional<GitFile> now) {
    String status = old.isEmpty() ? "added" : now.isEmpty() ? "removed" : "modified";
    List<String> patch = Patches.hunks(
        old.map(file -> repository.text(file.sha())).orElse(""),
        now.map(file -> repository.text(file.sha())).orElse(""));
    long additions = patch.stream().filter(line -> line.startsWith("+")).count();
    long deletions = patch.stream().filter(line -> line.startsWith("-")).count();
    return Json.object(
        "sha",
        now.or(() -> old).map(GitFile::sha),
        "filename",
        path,
        "status",
        status,
        "additions",
        additions,
        "deletions",
        deletions,
        "changes",
        additions + deletions,
        "blob_url",
        GitHubJson.web(repository) + "/blob/" + path,
        "raw_url",
        GitHubJson.web(repository) + "/raw/" + path,
        "contents_url",
        GitHubJson.web(repository) + "/contents/" + path,
        "patch",
        String.join("\n", patch));
  }

  private Answer checkRuns(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String sha = resolve(repository, parameters.get("ref"));
    List<JsonNode> checks = new ArrayList<>();
    for (SandboxRun run : repository.runs()) {
      if (run.sha().equals(sha)) {
        run.attempt().jobs().forEach(job -> checks.add(checkRun(repository, sha, job)));
      }
    }
    for (SandboxRepository.Check check : repository.checks(sha)) {
      checks.add(Json.object(
          "id", check.id(),
          "node_id", GitHubJson.nodeId("CheckRun", check.id()),
          "head_sha", sha,
          "name", check.name(),
          "status", check.status(),
          "conclusion", check.conclusion(),
          "html_url", GitHubJson.web(repository) + "/runs/" + check.id(),
          "url", json.api(repository) + "/check-runs/" + check.id(),
          "output", Json.object("annotations_count", 0),
          "app", Json.object("id", 4711, "slug", "elsewhere", "name", "Elsewhere")));
    }
    return new Paging<>(request, repository, json.root(), checks)
        .wrapped("check_runs", checks.size(), check -> check);
  }

  private JsonNode checkRun(SandboxRepository repository, String sha, SandboxJob job) {
    return Json.object(
        "id", job.id(),
        "node_id", GitHubJson.nodeId("CheckRun", job.id()),
        "head_sha", sha,
        "external_id", "job-" + job.id(),
        "name", job.name(),
        "status", job.status(),
        "conclusion", job.conclusion(),
        "started_at", job.startedAt(),
        "completed_at", job.completedAt(),
        "html_url",
            GitHubJson.web(repository) + "/actions/runs/" + job.attempt().run().id() + "/job/"
                + job.id(),
        "details_url",
            GitHubJson.web(repository) + "/actions/runs/" + job.attempt().run().id() + "/job/"
                + job.id(),
        "url", json.api(repository) + "/check-runs/" + job.id(),
        "check_suite", Json.object("id", job.attempt().run().id() * 2 + 1),
        "output", Json.object("annotations_count", job.annotations().size()),
        "app", Json.object("id", 15368, "slug", "github-actions", "name", "GitHub Actions"));
  }

  private Answer status(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String sha = resolve(repository, parameters.get("ref"));
    List<SandboxRepository.Check> statuses = repository.statuses(sha);
    List<String> states = statuses.stream().map(SandboxRepository.Check::status).toList();
    boolean failed = states.contains("failure") || states.contains("error");
    boolean pending = states.isEmpty() || states.contains("pending");
    return Answer.ok(Json.object(
        "state",
        failed ? "failure" : pending ? "pending" : "success",
        "sha",
        sha,
        "total_count",
        statuses.size(),
        "statuses",
        statuses.stream()
            .map(s -> Json.object("id", s.id(), "context", s.name(), "state", s.status()))
            .collect(Json.toArray()),
        "repository",
        json.shortRepository(repository),
        "url",
        json.api(repository) + "/commits/" + sha + "/status"));
  }

  private Answer compare(Request request, Map<String, String> parameters) {
    SandboxRepository repository = github.repository(parameters);
    String range = parameters.get("range");
    int dots = range.indexOf("...");
    if (dots < 0) {
      throw GitHubError.notFound();
    }
    String base = side(repository, range.substring(0, dots));
    String head = side(repository, range.substring(dots + 3));
    GitObjects objects = repository.objects();
    String ancestor = objects
        .mergeBase(base, head)
        .orElseThrow(() -> GitHubError.of(404, "No common ancestor between the two."));
    List<String> ahead = new ArrayList<>(objects.history(head));
    ahead.removeAll(objects.history(base));
    Set<String> behind = new LinkedHashSet<>(objects.history(base));
    behind.removeAll(objects.history(head));
    String status = ahead.isEmpty()
        ? behind.isEmpty() ? "identical" : "behind"
        : behind.isEmpty() ? "ahead" : "diverged";
    // GitHub lists the oldest first here.
    java.util.Collections.reverse(ahead);
    return Answer.ok(Json.object(
        "url", json.api(repository) + "/compare/" + range,
        "html_url", GitHubJson.web(repository) + "/compare/" + range,
        "status", status,
        "ahead_by", ahead.size(),
        "behind_by", behind.size(),
        "total_commits", ahead.size(),
        "base_commit", commit(repository, base),
        "merge_base_commit", commit(repository, ancestor),
        "commits", ahead.stream().map(sha -> commit(repository, sha)).collect(Json.toArray()),
        "files",
            Json.array(List.copyOf(
                changes(repository, repository.filesAt(ancestor), repository.filesAt(head))
                    .values()))));
  }

  private static String side(SandboxRepository repository, String ref) {
    String own = repository.owner() + ":";
    String bare = ref.startsWith(own) ? ref.substring(own.length()) : ref;
    return repository.resolve(bare).orElseThrow(GitHubError::notFound);
  }

  private Answer contents(Request request, Map<String, String> parameters, String path) {
    SandboxRepository repository = github.repository(parameters);
    String ref = request.parameter("ref").orElse(repository.defaultBranch());
    String sha = repository
        .resolve(ref)
        .orElseThrow(() -> GitHubError.of(404, "No commit found for the ref " + ref));
    String tree = repository.objects().commit(sha).map(Commit::tree).orElse("");
    NavigableMap<String, GitFile> files = repository.objects().files(tree);
    String bare = path.replaceAll("^/+|/+$", "");
    Optional<GitFile> file = Optional.ofNullable(files.get(bare));
    if (file.isPresent()) {
      return file(request, repository, bare, followed(repository, files, bare, file.get()), ref);
    }
    String folder = bare.isEmpty()
        ? tree
        : Optional.ofNullable(repository.objects().folders(tree).get(bare))
            .orElseThrow(GitHubError::notFound);
    List<Entry> entries = repository.objects().tree(folder).orElse(List.of());
    return Answer.ok(entries.stream()
        .map(entry -> listed(repository, bare, entry, ref))
        .collect(Json.toArray()));
  }

  /** A link to a file of the repository is answered with that file, as GitHub does; any other link as a link. */
  private static GitFile followed(
      SandboxRepository repository, Map<String, GitFile> files, String path, GitFile file) {
    if (!file.mode().equals(GitFile.SYMLINK)) {
      return file;
    }
    int slash = path.lastIndexOf('/');
    String folder = slash < 0 ? "" : path.substring(0, slash + 1);
    String target =
        java.nio.file.Path.of(folder + repository.text(file.sha())).normalize().toString();
    GitFile at = files.getOrDefault(target, file);
    return at.mode().equals(GitFile.SYMLINK) ? file : at;
  }

  private Answer file(
      Request request, SandboxRepository repository, String path, GitFile file, String ref) {
    byte[] bytes = repository.objects().blob(file.sha()).orElseThrow(GitHubError::notFound);
    if (request.header("accept").orElse("").contains("raw")) {
      return Answer.bytes(200, "application/vnd.github.raw+json; charset=utf-8", bytes);
    }
    boolean link = file.mode().equals(GitFile.SYMLINK);
    ObjectNode node = item(repository, path, link ? "symlink" : "file", file.sha(), ref);
    node.put("size", bytes.length);
    if (link) {
      node.put("target", new String(bytes, StandardCharsets.UTF_8));
      return Answer.ok(node);
    }
    boolean inline = bytes.length <= INLINE_BYTES;
    // GitHub breaks the base64 after 60 characters with a bare newline.
    String content = Base64.getMimeEncoder(60, new byte[] {'\n'}).encodeToString(bytes) + "\n";
    node.put("encoding", inline ? "base64" : "none");
    node.put("content", inline ? content : "");
    return Answer.ok(node);
  }

  private JsonNode listed(SandboxRepository repository, String folder, Entry entry, String ref) {
    String path = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
    String type =
        entry.isTree() ? "dir" : entry.mode().equals(GitFile.SYMLINK) ? "symlink" : "file";
    ObjectNode node = item(repository, path, type, entry.sha(), ref);
    node.put("size", repository.objects().blob(entry.sha()).map(b -> b.length).orElse(0));
    return node;
  }

  private ObjectNode item(
      SandboxRepository repository, String path, String type, String sha, String ref) {
    String url = json.api(repository) + "/contents/" + path + "?ref=" + ref;
    String html = GitHubJson.web(repository) + "/blob/" + ref + "/" + path;
    String git = json.api(repository) + (type.equals("dir") ? "/git/trees/" : "/git/blobs/") + sha;
    return Json.object(
        "type", type,
        "name", path.substring(path.lastIndexOf('/') + 1),
        "path", path,
        "sha", sha,
        "url", url,
        "git_url", git,
        "html_url", html,
        "download_url",
            "https://raw.githubusercontent.com/" + repository.fullName() + "/" + ref + "/" + path,
        "_links", Json.object("self", url, "git", git, "html", html));
  }
}
