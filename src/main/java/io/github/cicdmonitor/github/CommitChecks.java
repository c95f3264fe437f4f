package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.PullRequestSource.Checks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * The checks of a commit taken together: its workflow runs (which alone show that one waits for a
 * person), and what other apps checked, where the token may see that.
 */
final class CommitChecks {
  private static final Set<String> RED = Set.of("failure", "timed_out", "startup_failure");
  private static final Set<String> GREEN = Set.of("success", "neutral");
  private static final Set<String> FOR_PERSON = Set.of("action_required", "waiting");

  private final GitHubApi api;

  CommitChecks(GitHubApi api) {
    this.api = api;
  }

  Checks of(RepositoryName repository, String sha) {
    String what = "could not read the checks of " + repository + " at " + sha;
    HttpUrl runs = api.url(repository, "actions", "runs")
        .addQueryParameter("head_sha", sha)
        .addQueryParameter("per_page", String.valueOf(Listings.PER_PAGE))
        .build();
    JsonNode listed = api.get(what, runs);
    List<JsonNode> all = new ArrayList<>(newestOfEach(listed.path("workflow_runs")));
    for (JsonNode check : others(what, repository, sha)) {
      if (!Json.text(check.path("app"), "slug").equals("github-actions")) {
        all.add(check);
      }
    }
    return verdict(all);
  }

  /** A pull request that was closed and opened again has two runs of one workflow. */
  private static List<JsonNode> newestOfEach(JsonNode runs) {
    Map<String, JsonNode> newest = new LinkedHashMap<>();
    for (JsonNode run : runs) {
      String key =
          run.path("workflow_id").asText(run.path("id").asText()) + Json.text(run, "event");
      newest.merge(
          key,
          run,
          (one, other) -> one.path("id").asLong() >= other.path("id").asLong() ? one : other);
    }
    return List.copyOf(newest.values());
  }

  private JsonNode others(String what, RepositoryName repository, String sha) {
    HttpUrl url = api.url(repository, "commits", sha, "check-runs")
        .addQueryParameter("filter", "latest")
        .addQueryParameter("per_page", String.valueOf(Listings.PER_PAGE))
        .build();
    // "checks: read" cannot be given to every kind of token; the runs say enough without it
    return api.findIfAllowed(what, url)
        .map(body -> body.path("check_runs"))
        .orElseGet(Json.MAPPER::createArrayNode);
  }

  static Checks verdict(List<JsonNode> checks) {
    boolean person = false;
    boolean pending = false;
    boolean green = false;
    for (JsonNode check : checks) {
      String conclusion = Json.text(check, "conclusion");
      String status = Json.text(check, "status");
      if (RED.contains(conclusion)) {
        return Checks.RED;
      }
      person |= FOR_PERSON.contains(conclusion) || FOR_PERSON.contains(status);
      pending |= conclusion.isEmpty();
      green |= GREEN.contains(conclusion);
    }
    if (person) {
      return Checks.WAITING_FOR_PERSON;
    }
    if (pending) {
      return Checks.PENDING;
    }
    return green ? Checks.GREEN : Checks.NONE;
  }
}
