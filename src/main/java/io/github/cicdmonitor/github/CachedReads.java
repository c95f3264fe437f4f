package io.github.cicdmonitor.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.remote.ConditionalCache;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** Reads that cost nothing while nothing has changed: asked with the ETag of the answer that is kept. */
final class CachedReads {
  private static final int MOST_CACHED = 256 * 1024;

  private final GitHubApi api;
  private final ConditionalCache cache;

  CachedReads(GitHubApi api, ConditionalCache cache) {
    this.api = api;
    this.cache = cache;
  }

  JsonNode read(HttpUrl url) {
    Optional<ConditionalCache.Entry> known = cache.find(url.toString());
    Request.Builder request = new Request.Builder().url(url);
    Optional<String> who = api.authorization(url);
    Validator.etag(known.map(ConditionalCache.Entry::etag), who)
        .ifPresent(etag -> request.header("If-None-Match", etag));
    Response response = api.send(request.build());
    if (response.code() == 304 && known.isPresent()) {
      return Json.parse(known.get().body().getBytes(UTF_8));
    }
    byte[] bytes = GitHubApi.bytes(response);
    JsonNode body = Json.parse(bytes);
    String etag = response.header("ETag");
    if (etag != null && bytes.length <= MOST_CACHED) {
      cache.keep(
          url.toString(),
          new ConditionalCache.Entry(Validator.of(who, etag).text(), new String(bytes, UTF_8)));
    }
    return body;
  }
}
