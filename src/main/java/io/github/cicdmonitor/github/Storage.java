package io.github.cicdmonitor.github;

import io.github.cicdmonitor.remote.Endpoints;
import io.github.cicdmonitor.remote.Head;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.Retry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * What GitHub does not send itself: it answers with a 302 to a storage service. That one hop is made
 * without the token, by a client that does not know it.
 */
final class Storage {
  /** A header no service sends: marks a head as the storage's. */
  private static final String MARK = "cicd-monitor-storage";

  private final GitHubApi api;
  private final StorageHosts hosts;
  private final OkHttpClient client;
  private final Retry retry;
  private final String thing;

  /** @param thing what is kept there, as in "the log" */
  Storage(GitHubApi api, String thing) {
    this.api = api;
    this.hosts = new StorageHosts(api.root());
    OkHttpClient bare = api.bare();
    this.client = bare.newBuilder().dns(hosts.lookup(bare.dns())).build();
    this.retry = new Retry(api.budget(), RandomGenerator.getDefault());
    this.thing = thing;
  }

  /** The bytes, not bounded; throws {@link HttpError}. */
  InputStream open(HttpUrl url) {
    try {
      return follow(url);
    } catch (HttpError refusal) {
      if (refusal.status() == 403 && refusal.head().map(Storage::isOfStorage).orElse(false)) {
        return followAgain(url);
      }
      throw refusal;
    }
  }

  /** The address lives for a minute: once more, with a fresh one. */
  private InputStream followAgain(HttpUrl url) {
    try {
      return follow(url);
    } catch (HttpError refusal) {
      if (refusal.head().map(Storage::isOfStorage).orElse(false) && refusal.status() == 403) {
        throw HttpError.nonsense(thing + "'s storage refuses the address GitHub gave (403)");
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
      throw HttpError.nonsense("it sends us for " + thing + " to an address that is not https");
    }
    Optional<String> refused = hosts.whyNot(target);
    if (refused.isPresent()) {
      throw HttpError.nonsense("it sends us for " + thing + " to " + refused.get());
    }
    return retry.read(() -> download(target));
  }

  private InputStream download(HttpUrl target) {
    // identity: what it expands to is then what was sent, no more
    Request request =
        new Request.Builder().url(target).header("Accept-Encoding", "identity").build();
    try {
      Response response = client.newCall(request).execute();
      ResponseBody body = response.body();
      if (response.isSuccessful() && body != null) {
        return body.byteStream();
      }
      response.close();
      if (response.isRedirect()) {
        throw HttpError.nonsense(thing + "'s storage redirects once more, where we do not follow");
      }
      throw HttpError.status(new Head(response.code(), Map.of(MARK, "yes"), false));
    } catch (IOException e) {
      throw HttpError.network(e);
    }
  }

  private static boolean isOfStorage(Head head) {
    return head.header(MARK).isPresent();
  }
}
