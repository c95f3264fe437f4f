package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.check.CheckedServices.Finding;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * What the credentials may do in one repository. Reading is tried; writing is not, so it is taken from
 * what GitHub tells beforehand: an App's permissions, a classic token's scopes, the role of its owner.
 * A fine-grained token's permissions are told nowhere.
 */
final class RepositoryProbe {
  private static final String NEEDS = "The token needs " + TokenPermissions.NEEDED;

  private final GitHubApi api;
  private final RepositoryName repository;

  RepositoryProbe(GitHubApi api, RepositoryName repository) {
    this.api = api;
    this.repository = repository;
  }

  /** Throws where the repository itself cannot be read. */
  Finding finding() {
    JsonNode node = api.repositories().node(repository);
    List<String> lacking = unreadable(Json.text(node, "default_branch"));
    if (!lacking.isEmpty()) {
      return new Finding(false, "the token lacks " + String.join(", ", lacking), NEEDS);
    }
    if (node.path("archived").asBoolean(false)) {
      return new Finding(true, "readable; archived, so nothing will be written", "");
    }
    return writable(node);
  }

  private List<String> unreadable(String branch) {
    List<String> lacking = new ArrayList<>();
    probe(lacking, "Actions: read", one("actions", "runs"));
    probe(lacking, "Contents: read", one("commits"));
    probe(lacking, "Pull requests: read", one("pulls"));
    probe(lacking, "Checks: read", one("commits", branch, "check-runs"));
    return lacking;
  }

  private HttpUrl one(String... path) {
    return api.url(repository, path).addQueryParameter("per_page", "1").build();
  }

  private void probe(List<String> lacking, String permission, HttpUrl url) {
    if (!api.mayRead("could not ask for the rights in " + repository, url)) {
      lacking.add(permission);
    }
  }

  private Finding writable(JsonNode node) {
    Optional<String> granted = api.credentials().permissions(repository.owner(), repository.name());
    if (granted.isPresent()) {
      return ofApp(List.of(granted.get().split(", ")), granted.get());
    }
    JsonNode push = node.path("permissions").path("push");
    if (push.isBoolean() && !push.booleanValue()) {
      return new Finding(
          false, "readable, but the token's owner may not push: no fix and no re-run", NEEDS);
    }
    return api.scopes()
        .map(words -> ofScopes(List.of(words.split(",\\s*")), node))
        .orElseGet(() -> new Finding(
            true,
            "readable; its owner may push; whether the token may write is known only when"
                + " it does",
            ""));
  }

  private static Finding ofApp(List<String> permissions, String granted) {
    List<String> lacking = new ArrayList<>();
    for (String needed : List.of("actions", "contents", "pull_requests")) {
      if (!permissions.contains(needed + "=write")) {
        lacking.add(needed + "=write");
      }
    }
    if (!lacking.isEmpty()) {
      return new Finding(
          false,
          "readable; granted: " + granted + "; lacking: " + String.join(", ", lacking),
          NEEDS);
    }
    return withWorkflows(
        permissions.contains("workflows=write"),
        "readable; granted: " + granted,
        "workflows=write");
  }

  private static Finding ofScopes(List<String> scopes, JsonNode node) {
    boolean enough = scopes.contains("repo")
        || (scopes.contains("public_repo") && !node.path("private").asBoolean(true));
    if (!enough) {
      return new Finding(
          false, "readable, but the token has not the scope repo: no fix and no re-run", NEEDS);
    }
    return withWorkflows(
        scopes.contains("workflow"), "readable and writable", "the scope workflow");
  }

  private static Finding withWorkflows(boolean may, String told, String lacking) {
    return may
        ? new Finding(true, told, "")
        : new Finding(
            true,
            told + "; without " + lacking + " fixes of workflow files are reported, not opened",
            "Grant it where they are to be opened");
  }
}
