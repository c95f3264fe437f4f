package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.analyze.JobLogs;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.Endpoints;
import io.github.cicdmonitor.remote.Head;
import io.github.cicdmonitor.remote.Refusal;
import io.github.cicdmonitor.remote.Retry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Job logs and annotations. GitHub answers a log request with a 302 to a storage service; that one
 * hop is made without the token, by a client that does not know it.
 */
public final class GitHubLogs implements JobLogs {
  private static final Set<String> TOLD = Set.of("failure", "warning");

  /** A header no service sends: marks a head as the storage's. */
  private static final String STORAGE = "cicd-monitor-storage";

  private final GitHubApi api;
  private final OkHttpClient storage;
  private final Retry retry;

  public GitHubLogs(GitHubApi api) {
    this.api = api;
    this.storage = api.bare();
    this.retry = new Retry(api.budget(), RandomGenerator.getDefault());
  }

  @Override
  public Optional<InputStream> open(RepositoryName repository, long jobId) {
    HttpUrl url =
        api.url(repository, "actions", "jobs", String.valueOf(jobId), "logs").build();
    return api.reading(
        "could not read the log of job " + jobId + " of " + repository,
        () -> GitHubApi.unlessGone(() -> log(url)));
  }

  @Override
  public List<String> annotations(RepositoryName repository, long jobId) {
    HttpUrl url = api.url(repository, "check-runs", String.valueOf(jobId), "annotations")
        .addQueryParameter("per_page", String.valueOf(GitHubApi.PER_PAGE))
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

  private InputStream log(HttpUrl url) {
    try {
      return follow(url);
    } catch (Refusal refusal) {
      if (refusal.status() == 403 && refusal.head().map(GitHubLogs::isOfStorage).orElse(false)) {
        return followAgain(url);
      }
      throw refusal;
    }
  }

  /** The address lives for a minute: once more, with a fresh one. */
  private InputStream followAgain(HttpUrl url) {
    try {
      return follow(url);
    } catch (Refusal refusal) {
      if (refusal.head().map(GitHubLogs::isOfStorage).orElse(false) && refusal.status() == 403) {
        throw Refusal.nonsense("the log's storage refuses the address GitHub gave (403)");
      }
      throw refusal;
    }
  }

  private InputStream follow(HttpUrl url) {
    Request request = new Request.Builder()
        .url(url)
        .tag(Exchange.Redirects.class, Exchange.Redirects.HAND_BACK)
        .build();
    Response answer = api.send(request);
    if (answer.code() != 302) {
      ResponseBody body = answer.body();
      return body == null ? new ByteArrayInputStream(new byte[0]) : body.byteStream();
    }
    String location = Optional.ofNullable(answer.header("Location")).orElse("");
    HttpUrl target = answer.request().url().resolve(location);
    answer.close();
    if (target == null || location.isEmpty() || !Endpoints.isAllowed(target)) {
      throw Refusal.nonsense("it sends us for the log to an address that is not https");
    }
    return retry.read(() -> download(target));
  }

  private InputStream download(HttpUrl target) {
    // identity: what a log expands to is then what was sent, no more
    Request request =
        new Request.Builder().url(target).header("Accept-Encoding", "identity").build();
    try {
      Response response = storage.newCall(request).execute();
      ResponseBody body = response.body();
      if (response.isSuccessful() && body != null) {
        return new LogStream(body.byteStream());
      }
      response.close();
      if (response.isRedirect()) {
        throw Refusal.nonsense("the log's storage redirects once more, where we do not follow");
      }
      throw Refusal.status(new Head(response.code(), Map.of(STORAGE, "yes"), false));
    } catch (IOException e) {
      throw Refusal.network(e, true);
    }
  }

  private static boolean isOfStorage(Head head) {
    return head.header(STORAGE).isPresent();
  }
}
