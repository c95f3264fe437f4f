package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.forge.RepositorySource;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.Optional;

/** The one place that asks for a repository; {@link CachedReads} keeps the answer for the run. */
final class GitHubRepositories implements RepositorySource {
  private final GitHubApi api;

  GitHubRepositories(GitHubApi api) {
    this.api = api;
  }

  @Override
  public Repository repository(RepositoryName repository) {
    JsonNode node = node(repository);
    return api.reading(
        what(repository),
        () -> new Repository(
            Json.id(node, "id"),
            Json.text(node, "full_name"),
            Json.text(node, "default_branch"),
            node.path("archived").asBoolean(false)));
  }

  /** The whole answer, which says also what the credentials may do. */
  JsonNode node(RepositoryName repository) {
    return api.get(what(repository), api.url(repository).build());
  }

  /** Empty where it is not shown. */
  Optional<JsonNode> find(RepositoryName repository) {
    return api.findIfAllowed(what(repository), api.url(repository).build());
  }

  private static String what(RepositoryName repository) {
    return "could not read the repository " + repository;
  }
}
