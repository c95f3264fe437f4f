package io.github.cicdmonitor.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.remote.ConditionalCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Reads that cost nothing while nothing has changed: asked with the ETag of the answer that is kept. A
 * repository, and what hangs on the id of a commit or tree, is asked for once a run.
 */
final class CachedReads {
  private static final int MOST_CACHED = 256 * 1024;

  private final GitHubApi api;
  private final ConditionalCache cache;
  private final Map<HttpUrl, byte[]> ofThisRun = new ConcurrentHashMap<>();

  CachedReads(GitHubApi api, ConditionalCache cache) {
    this.api = api;
    this.cache = cache;
  }

  JsonNode read(HttpUrl url) {
    return Json.parse(body(url));
  }

  /** JSON. */
  byte[] body(HttpUrl url) {
    byte[] read = ofThisRun.get(url);
    if (read != null) {
      return read;
    }
    Optional<ConditionalCache.Entry> known = cache.find(url.toString());
    Request.Builder request = new Request.Builder().url(url);
    Optional<String> who = api.authorization(url);
    Validator.etag(known.map(ConditionalCache.Entry::etag), who)
        .ifPresent(etag -> request.header("If-None-Match", etag));
    Response response = api.send(request.build());
    if (response.code() == 304 && known.isPresent()) {
      return known.get().body().getBytes(UTF_8);
    }
    byte[] bytes = GitHubApi.bytes(response);
    Json.parse(bytes); // throws: what cannot be read is not kept
    String etag = response.header("ETag");
    if (bytes.length > MOST_CACHED) {
      return bytes;
    }
    if (isFixed(url)) {
      ofThisRun.put(url, bytes);
    } else if (etag != null) {
      cache.keep(
          url.toString(),
          new ConditionalCache.Entry(Validator.of(who, etag).text(), new String(bytes, UTF_8)));
    }
    return bytes;
  }

  private boolean isFixed(HttpUrl url) {
    List<String> path = Paths.after(api.root(), url);
    if (path.size() < 3 || !path.get(0).equals("repos")) {
      return false;
    }
    List<String> of = path.subList(3, path.size());
    String ref = Optional.ofNullable(url.queryParameter("ref")).orElse("");
    return switch (of.isEmpty() ? "" : of.get(0)) {
      case "" -> true;
      case "contents" -> isId(ref);
      case "commits" -> of.size() == 2 && isId(of.get(1));
      case "git" -> of.size() == 3 && isId(of.get(2));
      default -> false;
    };
  }

  private static boolean isId(String text) {
    return text.matches("[0-9a-f]{40}(?:[0-9a-f]{24})?");
  }
}
