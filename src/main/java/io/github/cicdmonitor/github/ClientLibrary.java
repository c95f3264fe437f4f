package io.github.cicdmonitor.github;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.HttpError;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;
import org.kohsuke.github.extras.okhttp3.OkHttpGitHubConnector;

/**
 * The client library over our own HTTP client. It gets no token: it would spend a request on asking
 * whose it is, and our client adds it. Refusals pass through it untouched, so its own repeating and
 * waiting never begin. A single object that it reads is read as all others are ({@link CachedReads}):
 * a repository that was asked for in this run costs no request.
 */
final class ClientLibrary {
  private static final MediaType JSON = MediaType.get("application/json");

  private final GitHubApi api;
  private final GitHub library;
  private final Map<RepositoryName, GHRepository> repositories = new ConcurrentHashMap<>();

  ClientLibrary(GitHubApi api) {
    this.api = api;
    OkHttpClient.Builder client = api.client().newBuilder();
    client.interceptors().add(0, this::read);
    String root = api.root().toString();
    try {
      this.library = new GitHubBuilder()
          .withEndpoint(root.endsWith("/") ? root.substring(0, root.length() - 1) : root)
          .withConnector(new OkHttpGitHubConnector(client.build()))
          .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
          .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL)
          .build();
    } catch (IOException e) {
      throw new IllegalStateException("the client library asks for something to begin with", e);
    }
  }

  private Response read(Interceptor.Chain chain) throws IOException {
    // OkHttp undoes a compression that it asked for itself, before our limit of bytes counts
    Request request =
        chain.request().newBuilder().removeHeader("Accept-Encoding").build();
    if (!request.method().equals("GET")) {
      return chain.proceed(request);
    }
    if (request.url().queryParameter("per_page") != null) {
      return page(chain.proceed(request), request.url());
    }
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(ResponseBody.create(api.body(request.url()), JSON))
        .build();
  }

  /**
   * A page of a listing. The next one is asked for as our own are: the library would follow a link to
   * any host, and one to GitHub's number of the repository with no owner to choose credentials by.
   */
  private static Response page(Response page, HttpUrl asked) {
    Optional<String> link = Optional.ofNullable(page.header("Link"));
    HttpUrl.Builder next =
        asked.newBuilder().setQueryParameter("page", String.valueOf(LinkHeader.page(asked) + 1));
    boolean more = LinkHeader.hasNext(link, page.request().url());
    return page.newBuilder()
        .header("Link", more ? "<" + next + ">; rel=\"next\"" : "")
        .build();
  }

  /** What all that belongs to a repository hangs on. */
  GHRepository repository(RepositoryName name) {
    return repositories.computeIfAbsent(
        name,
        asked -> api.reading(
            "could not read the repository " + asked,
            () -> made(() -> library.getRepository(asked.toString()))));
  }

  /** Something that the library does. */
  interface Call<T> {
    T make() throws IOException;
  }

  /** What the library itself objects to can only be an answer it does not understand. */
  static <T> T made(Call<T> call) {
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
