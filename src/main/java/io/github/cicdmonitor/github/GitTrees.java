package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.HttpError;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Git's own view of what a path is, read one folder at a time. */
final class GitTrees {
  private static final String FOLDER = "040000";

  private final GitHubApi api;
  private final RepositoryName repository;

  /** By id of the tree: name to entry. */
  private final Map<String, Map<String, JsonNode>> trees = new HashMap<>();

  GitTrees(GitHubApi api, RepositoryName repository) {
    this.api = api;
    this.repository = repository;
  }

  /** Modes on the way from the root {@code tree} to each path; what does not exist is left out. */
  Map<String, String> modes(String tree, Set<String> paths) {
    Map<String, String> modes = new LinkedHashMap<>();
    for (String path : paths) {
      if (Paths.isPlain(path)) {
        walk(tree, path, modes);
      }
    }
    return modes;
  }

  private void walk(String root, String path, Map<String, String> modes) {
    String tree = root;
    StringBuilder walked = new StringBuilder();
    for (String part : path.split("/", -1)) {
      Optional<JsonNode> entry = Optional.ofNullable(entries(tree).get(part));
      if (entry.isEmpty()) {
        return;
      }
      walked.append(walked.length() == 0 ? "" : "/").append(part);
      String mode = Json.text(entry.get(), "mode");
      modes.put(walked.toString(), mode);
      if (!mode.equals(FOLDER)) {
        return;
      }
      tree = Json.text(entry.get(), "sha");
    }
  }

  private Map<String, JsonNode> entries(String tree) {
    return trees.computeIfAbsent(tree, this::read);
  }

  private Map<String, JsonNode> read(String tree) {
    String what = "could not read a folder of " + repository;
    JsonNode node = api.get(what, api.url(repository, "git", "trees", tree).build());
    return api.reading(what, () -> {
      if (node.path("truncated").asBoolean(false)) {
        throw HttpError.nonsense("the list of a folder's files is cut");
      }
      Map<String, JsonNode> entries = new HashMap<>();
      Json.list(node.path("tree"), "a folder's files")
          .forEach(entry -> entries.put(Json.text(entry, "path"), entry));
      return entries;
    });
  }
}
