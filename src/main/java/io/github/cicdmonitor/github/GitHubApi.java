package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.UnknownFate;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.ConditionalCache;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.HttpFailure;
import io.github.cicdmonitor.remote.Retry;
import io.github.cicdmonitor.remote.Sending;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import io.github.cicdmonitor.remote.WritePace;
import io.github.cicdmonitor.scan.RunSource.RateLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's REST API as this package uses it: one client, JSON in and out, refusals put into words.
 * The ports' adapters share one; made once a run by the wiring.
 */
public final class GitHubApi {
  /** Per call and above everything else: the wait budget and three slow tries fit in. */
  private static final Duration WHOLE_CALL = Duration.ofMinutes(5);

  private static final int MOST_BYTES = 16 * 1024 * 1024; // a whole tree has 7 MB at most
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpUrl root;
  private final Credentials credentials;
  private final CachedReads cached;
  private final GitHubRepositories repositories = new GitHubRepositories(this);
  private final OkHttpClient client;
  private final OkHttpClient bare;
  private final WaitBudget budget;
  private final Retry retry;
  private final Observed observed;
  private @Nullable ClientLibrary library; // made when something is written: it takes time to load

  /**
   * @param root as in {@code GITHUB_API_URL}, checked by the configuration
   * @param version ours, for the User-Agent
   * @param cache answers kept over runs, or {@link ConditionalCache#inMemory()}
   */
  public GitHubApi(
      String root,
      Credentials credentials,
      String version,
      Transport transport,
      WaitBudget budget,
      ConditionalCache cache) {
    this.root = HttpUrl.get(root.endsWith("/") ? root.substring(0, root.length() - 1) : root);
    this.credentials = credentials;
    this.budget = budget;
    this.bare = transport.client();
    this.observed = new Observed(budget);
    this.retry = new Retry(budget, RandomGenerator.getDefault());
    OkHttpClient.Builder builder = bare.newBuilder()
        .callTimeout(WHOLE_CALL)
        .addInterceptor(new Identify(this.root, credentials, "cicd-monitor/" + version))
        .addInterceptor(new Exchange(this.root, retry, new WritePace(budget), observed));
    this.client = Sending.addTo(builder, MOST_BYTES, PATIENCE).build();
    this.cached = new CachedReads(this, cache);
  }

  OkHttpClient client() {
    return client;
  }

  /** Without credentials and without this API's ways: for the storage that logs are kept in. */
  OkHttpClient bare() {
    return bare;
  }

  WaitBudget budget() {
    return budget;
  }

  Credentials credentials() {
    return credentials;
  }

  HttpUrl root() {
    return root;
  }

  Optional<RateLimit> rateLimit() {
    return observed.rateLimit();
  }

  /** Whether an answer of this run said that the repository has another name. */
  boolean isMoved(RepositoryName repository) {
    return observed.isMoved(repository);
  }

  /** Whether a rate limit keeps us from asking at present. */
  boolean isLimited() {
    return retry.isClosed();
  }

  /** Whether a rate limit was an answer of this run to a request about the repository. */
  boolean isLimited(RepositoryName repository) {
    return observed.isLimited(repository);
  }

  /** Of a classic token, as the last answer told them; empty where none did. */
  Optional<String> scopes() {
    return observed.scopes();
  }

  /**
   * Its clock less ours by the last answer, to the second; where there was none yet, a request that
   * costs no points is made.
   */
  public Optional<Duration> clockAhead() {
    if (observed.clockAhead().isEmpty()) {
      try {
        find("could not ask for the time", url("rate_limit").build());
      } catch (MonitorException e) {
        return observed.clockAhead(); // a refusal has a date as well
      }
    }
    return observed.clockAhead();
  }

  /** The same without a request; empty before the first answer. */
  Optional<Duration> clockAheadAsTold() {
    return observed.clockAhead();
  }

  /** {@code {root}/repos/{owner}/{name}/…}; each part is one segment, encoded. */
  HttpUrl.Builder url(RepositoryName repository, String... parts) {
    HttpUrl.Builder url =
        url("repos").addPathSegment(repository.owner()).addPathSegment(repository.name());
    for (String part : parts) {
      url.addPathSegment(part);
    }
    return url;
  }

  HttpUrl.Builder url(String... parts) {
    HttpUrl.Builder url = root.newBuilder();
    for (String part : parts) {
      url.addPathSegment(part);
    }
    return url;
  }

  GitHubRepositories repositories() {
    return repositories;
  }

  synchronized ClientLibrary library() {
    if (library == null) {
      library = new ClientLibrary(this);
    }
    return library;
  }

  /** Its listings, page by page. */
  Listings listings() {
    return new Listings(this);
  }

  /** Of one object, as JSON; a refusal is not in words yet. */
  byte[] body(HttpUrl url) {
    return cached.body(url);
  }

  JsonNode get(String what, HttpUrl url) {
    return reading(what, () -> cached.read(url));
  }

  /** Empty for 404 and 410. */
  Optional<JsonNode> find(String what, HttpUrl url) {
    return reading(what, () -> unlessGone(() -> cached.read(url)));
  }

  /** Empty for 403 (without a limit), 404 and 410: for what we can do without. */
  Optional<JsonNode> findIfAllowed(String what, HttpUrl url) {
    return reading(what, () -> {
      try {
        return unlessGone(() -> cached.read(url));
      } catch (HttpError refusal) {
        if (refusal.status() == 403) {
          return Optional.empty();
        }
        throw refusal;
      }
    });
  }

  /** Whether a read is not refused; what is not there yet counts as readable. */
  boolean mayRead(String what, HttpUrl url) {
    return reading(what, () -> {
      try {
        send(new Request.Builder().url(url).build()).close();
        return true;
      } catch (HttpError refusal) {
        if (refusal.status() == 409 || refusal.status() == 422) {
          return true; // a repository without any commit
        }
        if (refusal.status() == 403 || refusal.status() == 404) {
          return false;
        }
        throw refusal;
      }
    });
  }

  /** Exactly one request without a body, of whose answer the status is enough. */
  void write(String what, String method, HttpUrl url) {
    RequestBody none = method.equals("DELETE") ? null : RequestBody.create(new byte[0], null);
    Request request = new Request.Builder().url(url).method(method, none).build();
    writing(what, () -> bytes(send(request)));
  }

  /** Runs a read and puts its refusal into words. */
  <T> T reading(String what, Supplier<T> read) {
    try {
      return read.get();
    } catch (HttpError refusal) {
      HttpFailure failure = HttpFailure.ofRead(credentials.service(), what, refusal);
      throw new MonitorException(failure.kind(), failure.explanation(), refusal);
    }
  }

  /** Runs a write and puts its refusal into words; one that may have happened says so. */
  <T> T writing(String what, Supplier<T> write) {
    try {
      return write.get();
    } catch (HttpError refusal) {
      HttpFailure failure = HttpFailure.ofWrite(credentials.service(), what, refusal);
      if (!refusal.mayHaveHappened()) {
        throw new MonitorException(failure.kind(), failure.explanation(), refusal);
      }
      UnknownFate fate = new UnknownFate(refusal.words());
      fate.initCause(refusal);
      throw new MonitorException(failure.kind(), failure.explanation(), fate);
    }
  }

  /** For what we do not even ask. */
  MonitorException refused(String what, String why) {
    return MonitorException.of(MonitorException.Kind.NO, what, why, "");
  }

  /** Empty instead of a 404 or 410. */
  static <T> Optional<T> unlessGone(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (HttpError refusal) {
      if (refusal.status() == 404 || refusal.status() == 410) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** A success, a wanted 304 or a wanted redirect; all else is a {@link HttpError}. */
  Response send(Request request) {
    try {
      return client.newCall(request).execute();
    } catch (IOException e) {
      throw HttpError.network(e);
    }
  }

  /** With whose credentials this address is asked: a validator counts for them only. */
  Optional<String> authorization(HttpUrl url) {
    return Identify.authorization(root, credentials, url);
  }

  static byte[] bytes(Response response) {
    try (ResponseBody body = response.body()) {
      return body == null ? new byte[0] : body.bytes();
    } catch (IOException e) {
      throw HttpError.network(e);
    }
  }
}
