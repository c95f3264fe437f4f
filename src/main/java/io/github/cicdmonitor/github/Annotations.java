package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;

/** What a job's check run has to say besides its log: {@code GET check-runs/{id}/annotations}. */
final class Annotations {
  private static final Set<String> TOLD = Set.of("failure", "warning");

  private final GitHubApi api;

  Annotations(GitHubApi api) {
    this.api = api;
  }

  /** {@code title: message} of those of level failure and warning, the first 100, in order. */
  List<String> of(RepositoryName repository, long jobId) {
    HttpUrl url = api.url(repository, "check-runs", String.valueOf(jobId), "annotations")
        .addQueryParameter("per_page", String.valueOf(Listings.PER_PAGE))
        .build();
    String what = "could not read the annotations of job " + jobId + " of " + repository;
    List<String> told = new ArrayList<>();
    // "checks: read" cannot be given to every kind of token; a job without annotations is normal
    for (JsonNode node : api.findIfAllowed(what, url).orElseGet(Json.MAPPER::createArrayNode)) {
      String title = Json.text(node, "title");
      String message = Json.text(node, "message");
      if (TOLD.contains(Json.text(node, "annotation_level"))) {
        told.add(title.isEmpty() ? message : title + ": " + message);
      }
    }
    return told;
  }
}
