package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.forge.RepositoryFiles;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.HttpError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * Files by GitHub's contents call. It follows a symbolic link inside the repository without saying
 * so; who is about to change a file asks {@code Forge.treeModes} what it is.
 */
final class GitHubFiles implements RepositoryFiles {
  private static final Set<String> REGULAR = Set.of("100644", "100755");
  private static final int MOST_BYTES = 1024 * 1024; // above, GitHub leaves the content out

  private final GitHubApi api;

  GitHubFiles(GitHubApi api) {
    this.api = api;
  }

  @Override
  public Optional<RepositoryFile> file(RepositoryName repository, String ref, String path) {
    if (!Paths.isPlain(path)) {
      return Optional.empty();
    }
    String what = "could not read " + path + " of " + repository;
    HttpUrl url = Paths.append(api.url(repository, "contents"), path)
        .addQueryParameter("ref", ref)
        .build();
    Optional<JsonNode> node = api.find(what, url);
    return api.reading(what, () -> node.flatMap(found -> file(path, found)));
  }

  @Override
  public Optional<RepositoryTree> tree(RepositoryName repository, String commit) {
    String what = "could not list the files of " + repository;
    HttpUrl url = api.url(repository, "git", "trees", commit)
        .addQueryParameter("recursive", "1")
        .build();
    Optional<JsonNode> node = api.find(what, url);
    return api.reading(what, () -> node.map(GitHubFiles::tree));
  }

  private static RepositoryTree tree(JsonNode node) {
    Map<String, String> modes = new HashMap<>();
    for (JsonNode entry : Json.list(node.path("tree"), "the files of a commit")) {
      String path = Json.text(entry, "path");
      String mode = Json.text(entry, "mode");
      if (REGULAR.contains(mode) && Paths.isPlain(path)) {
        modes.put(path, mode);
      }
    }
    return new RepositoryTree(modes, !node.path("truncated").asBoolean(false));
  }

  private static Optional<RepositoryFile> file(String path, JsonNode node) {
    if (!Json.text(node, "type").equals("file")
        || node.path("size").asLong(0) > MOST_BYTES
        || !Json.text(node, "submodule_git_url").isEmpty()
        || !Json.text(node, "target").isEmpty()
        || !Json.text(node, "encoding").equals("base64")) {
      return Optional.empty();
    }
    byte[] bytes = decode(Json.text(node, "content"));
    if (bytes.length > MOST_BYTES) {
      return Optional.empty();
    }
    return utf8(bytes).map(text -> new RepositoryFile(path, Json.text(node, "sha"), text));
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw HttpError.nonsense("its content is not base64");
    }
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
