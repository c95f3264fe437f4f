package io.github.cicdmonitor.github;

import io.github.cicdmonitor.remote.Endpoints;
import io.github.cicdmonitor.remote.Head;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.RateLimits;
import io.github.cicdmonitor.remote.Retry;
import io.github.cicdmonitor.remote.Sending;
import io.github.cicdmonitor.remote.WritePace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Everything that holds for every request to GitHub's API, our own and the client library's: reads
 * are repeated and paced by {@link Retry}, a write is sent exactly once and in turn; redirects are
 * followed by hand on the same host only. What comes out is a success (or a 304
 * that was asked for); all else is a {@link HttpError}, which the library does not catch, so that none
 * of its own repeating and waiting ever begins.
 */
final class Exchange implements Interceptor {
  private static final int MOST_REDIRECTS = 3;
  private static final int PEEK = 4_096;

  private final Retry retry;
  private final WritePace pace;
  private final Observed observed;
  private final HttpUrl root;
  private final ReentrantLock writing = new ReentrantLock();

  Exchange(HttpUrl root, Retry retry, WritePace pace, Observed observed) {
    this.root = root;
    this.retry = retry;
    this.pace = pace;
    this.observed = observed;
  }

  /** Tags a request whose redirect the caller follows itself. */
  enum Redirects {
    HAND_BACK
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (chain.request().method().equals("GET")) {
      return retry.read(() -> once(chain));
    }
    writing.lock();
    try {
      retry.refuseWhileClosed();
      pace.await();
      return understood(once(chain));
    } catch (HttpError refusal) {
      throw retry.noted(refusal);
    } finally {
      writing.unlock();
    }
  }

  /** What a write was answered with is GitHub's only if it is JSON or nothing. */
  private static Response understood(Response answer) throws IOException {
    byte[] body = answer.peekBody(Long.MAX_VALUE).bytes();
    if (body.length > 0) {
      Json.parse(body);
    }
    return answer;
  }

  private Response once(Chain chain) {
    Request request = chain.request();
    for (int redirects = 0; ; redirects++) {
      Response response = send(chain, request);
      boolean handBack = request.tag(Redirects.class) == Redirects.HAND_BACK;
      if (response.isSuccessful()
          || (response.code() == 304 && request.header("If-None-Match") != null)
          || (response.code() == 302 && handBack)) {
        return response;
      }
      if (!isRedirect(request.method(), response.code())) {
        Head refusal = head(response);
        if (RateLimits.isLimit(refusal)) {
          observed.limited(path(chain.request()));
        }
        throw HttpError.status(refusal, TokenPermissions.of(request.method(), path(request)));
      }
      if (response.code() == 301 || response.code() == 308) {
        observed.moved(path(request));
      }
      request = redirected(request, response, redirects);
    }
  }

  private List<String> path(Request request) {
    return Paths.after(root, request.url());
  }

  private Response send(Chain chain, Request request) {
    try {
      Response response = chain.proceed(request);
      observed.note(head(response));
      return response;
    } catch (IOException e) {
      throw HttpError.network(e);
    }
  }

  /** A write is only sent on where the service says that the same request belongs elsewhere. */
  private static boolean isRedirect(String method, int status) {
    return status == 307
        || status == 308
        || (method.equals("GET") && (status == 301 || status == 302));
  }

  private static Request redirected(Request request, Response response, int redirects) {
    if (redirects >= MOST_REDIRECTS) {
      throw HttpError.nonsense("it redirects more than " + MOST_REDIRECTS + " times");
    }
    String location = response.header("Location", "");
    HttpUrl target = request.url().resolve(location == null ? "" : location);
    if (target == null || !Endpoints.isSameOrigin(request.url(), target)) {
      throw HttpError.nonsense("it redirects to another host, where we do not follow");
    }
    return request.newBuilder().url(target).build();
  }

  static Head head(Response response) {
    Head head = Sending.head(response);
    return new Head(head.status(), head.headers(), saysLimited(response));
  }

  private static boolean saysLimited(Response response) {
    if (response.code() != 403) {
      return false;
    }
    try {
      String start = new String(response.peekBody(PEEK).bytes(), StandardCharsets.UTF_8);
      return start.toLowerCase(Locale.ROOT).contains("rate limit");
    } catch (IOException e) {
      return false;
    }
  }
}
