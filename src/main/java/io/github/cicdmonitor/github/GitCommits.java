package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge.Branch;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.HttpError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.kohsuke.github.GHEventPayload;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;
import org.kohsuke.github.extras.okhttp3.OkHttpGitHubConnector;

/**
 * One commit on a new branch, by the client library over our own HTTP client. The library gets no
 * token (it would spend a request on asking whose it is; our client adds it), and a repository it
 * did not fetch: a request saved, read from a few lines of JSON as it reads webhooks. Refusals pass
 * through it untouched, so its own repeating and waiting never begin.
 */
final class GitCommits {
  private final GitHubApi api;

  GitCommits(GitHubApi api) {
    this.api = api;
  }

  /** What a commit is made on: its id, and the id of its tree. */
  record Base(String commit, String tree) {}

  /** Blobs, tree, commit, ref. Only the last one can be seen by anybody. */
  Branch createBranch(
      RepositoryName name, String branch, Base base, List<FileChange> changes, String message) {
    GHRepository repository = repository(name);
    String files = "could not store the changed files in " + name;
    List<Object> entries = new ArrayList<>();
    for (FileChange change : changes) {
      entries.add(entry(change, unseen(files, () -> blob(repository, change))));
    }
    String tree = unseen(files, () -> tree(name, base.tree(), entries));
    String commit = unseen(
        files,
        () -> repository
            .createCommit()
            .message(message)
            .tree(tree)
            .parent(base.commit())
            .create()
            .getSHA1());
    seen(
        "could not create the branch " + branch + " in " + name,
        () -> repository.createRef("refs/heads/" + branch, commit).getRef());
    return new Branch(branch, commit, tree);
  }

  /** The content's id; empty for a deletion, which needs none. */
  private static String blob(GHRepository repository, FileChange change) throws IOException {
    if (change.after().isEmpty()) {
      return "";
    }
    byte[] content = change.after().get().getBytes(StandardCharsets.UTF_8);
    return repository.createBlob().binaryContent(content).create().getSha();
  }

  private static Map<String, Object> entry(FileChange change, String blob) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("path", change.path());
    entry.put("mode", change.modeAfter());
    entry.put("type", "blob");
    entry.put("sha", blob.isEmpty() ? NullNode.getInstance() : blob); // null deletes
    return entry;
  }

  /** Our own call: the library breaks on an answer that does not list the whole tree. */
  private String tree(RepositoryName name, String base, List<Object> entries) {
    HttpUrl url = api.url(name, "git", "trees").build();
    JsonNode tree = api.post(url, Map.of("base_tree", base, "tree", entries));
    return Optional.of(Json.text(tree, "sha"))
        .filter(sha -> !sha.isEmpty())
        .orElseThrow(() -> HttpError.nonsense("a tree has no id"));
  }

  private GHRepository repository(RepositoryName name) {
    Map<String, Object> payload = Map.of(
        "repository",
        Map.of(
            "name", name.name(),
            "full_name", name.toString(),
            "owner", Map.of("login", name.owner())));
    try {
      return library()
          .parseEventPayload(new StringReader(Json.write(payload)), GHEventPayload.Ping.class)
          .getRepository();
    } catch (IOException e) {
      throw new IllegalStateException("the client library did not read a repository's name", e);
    }
  }

  private GitHub library() throws IOException {
    String root = api.root().toString();
    return new GitHubBuilder()
        .withEndpoint(root.endsWith("/") ? root.substring(0, root.length() - 1) : root)
        .withConnector(new OkHttpGitHubConnector(api.client()))
        .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
        .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL)
        .build();
  }

  private interface Call {
    String make() throws IOException;
  }

  private String seen(String what, Call call) {
    return api.writing(what, () -> made(call));
  }

  /** Nobody sees an object that no ref leads to: of a lost reply nothing needs to be settled. */
  private String unseen(String what, Call call) {
    return api.writing(what, () -> {
      try {
        return made(call);
      } catch (HttpError refusal) {
        throw refusal.mayHaveHappened() ? refusal.withoutEffect() : refusal;
      }
    });
  }

  /** What the library itself objects to can only be an answer it does not understand. */
  private static String made(Call call) {
    try {
      return Optional.ofNullable(call.make())
          .orElseThrow(() -> HttpError.nonsense("an object has no id"));
    } catch (HttpError | MonitorException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw HttpError.nonsense("the client library could not read it");
    }
  }
}
