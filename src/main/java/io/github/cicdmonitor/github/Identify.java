package io.github.cicdmonitor.github;

import io.github.cicdmonitor.remote.Endpoints;
import io.github.cicdmonitor.remote.HttpError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Says who asks: the headers GitHub wants, and credentials for the API's own host only. */
final class Identify implements Interceptor {
  private static final String API_VERSION = "2022-11-28";

  private final HttpUrl root;
  private final Credentials credentials;
  private final String userAgent;

  Identify(HttpUrl root, Credentials credentials, String userAgent) {
    this.root = root;
    this.credentials = credentials;
    this.userAgent = userAgent;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = identified(chain.request());
    try {
      return chain.proceed(request);
    } catch (HttpError refusal) {
      Optional<String> shown = Optional.ofNullable(request.header("Authorization"));
      if (refusal.status() != 401
          || shown
              .filter(value -> credentials.isWorthAnother(owner(root, request.url()), value))
              .isEmpty()) {
        throw refusal;
      }
      return chain.proceed(identified(chain.request())); // refused, so nothing was done
    }
  }

  private Request identified(Request original) {
    Request.Builder request = original
        .newBuilder()
        .header("User-Agent", userAgent)
        .header("Accept", "application/vnd.github+json")
        .header("X-GitHub-Api-Version", API_VERSION)
        .removeHeader("Authorization");
    if (Endpoints.isSameOrigin(root, original.url())) {
      authorization(root, credentials, original.url())
          .ifPresent(value -> request.header("Authorization", value));
    }
    return request.build();
  }

  private static String owner(HttpUrl root, HttpUrl url) {
    List<String> path = Paths.after(root, url);
    return path.size() > 2 && path.get(0).equals("repos") ? path.get(1) : "";
  }

  /** What is shown for an address of the API: who is asked for depends on whose repository it is. */
  static Optional<String> authorization(HttpUrl root, Credentials credentials, HttpUrl url) {
    List<String> path = Paths.after(root, url);
    boolean named = path.size() > 2 && path.get(0).equals("repos");
    return credentials.authorization(named ? path.get(1) : "", named ? path.get(2) : "");
  }
}
