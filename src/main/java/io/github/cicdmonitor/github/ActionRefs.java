package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.forge.Forge.Reach;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * Tags and branches of an action's repository. A commit that only lies in a fork is shown by GitHub
 * under the repository's name as well; only what a tag or branch leads to belongs to it.
 */
final class ActionRefs {
  private static final int MOST_PAGES = 10;
  private static final int MOST_COMPARED = 10;

  private final GitHubApi api;
  private final RepositoryName repository;

  ActionRefs(GitHubApi api, RepositoryName repository) {
    this.api = api;
    this.repository = repository;
  }

  /** Name to commit. */
  Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    list("tags")
        .ifPresent(all -> all.forEach(
            tag -> tags.put(Json.text(tag, "name"), Json.text(tag.path("commit"), "sha"))));
    return tags;
  }

  /** Empty when there are more branches than we compare with, or the repository is not shown. */
  Optional<Reach> reach(String sha) {
    Optional<List<JsonNode>> tags = list("tags");
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    if (heads(tags.get()).contains(sha)) {
      return Optional.of(Reach.TAG);
    }
    List<JsonNode> branches = list("branches").orElseGet(List::of);
    if (heads(branches).contains(sha)) {
      return Optional.of(Reach.BRANCH);
    }
    int compared = 0;
    for (JsonNode branch : branches) {
      if (compared++ >= MOST_COMPARED) {
        return Optional.empty();
      }
      Optional<String> status = compare(Json.text(branch.path("commit"), "sha"), sha);
      if (status.isEmpty()) {
        return Optional.of(Reach.NONE);
      }
      if (status.get().equals("behind") || status.get().equals("identical")) {
        return Optional.of(Reach.BRANCH);
      }
    }
    return Optional.of(Reach.NONE);
  }

  /** How {@code sha} stands to {@code head}; empty when there is no such commit. */
  private Optional<String> compare(String head, String sha) {
    HttpUrl url = api.url(repository, "compare", head + "..." + sha)
        .addQueryParameter("per_page", "1")
        .build();
    return api.find(words(), url).map(node -> Json.text(node, "status"));
  }

  private static Set<String> heads(List<JsonNode> refs) {
    Set<String> heads = new HashSet<>();
    refs.forEach(ref -> heads.add(Json.text(ref.path("commit"), "sha")));
    return heads;
  }

  private Optional<List<JsonNode>> list(String kind) {
    return api.listings().findAll(words(), api.url(repository, kind).build(), MOST_PAGES);
  }

  private String words() {
    return "could not read the tags and branches of " + repository;
  }
}
