package io.github.cicdmonitor.remote;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was answered last, by URL, so that asking again costs no rate-limit points while nothing has
 * changed (304). Kept over runs by whoever implements it; losing it costs points, nothing else.
 */
public interface ConditionalCache {
  Optional<Entry> find(String url);

  void keep(String url, Entry entry);

  /** An answer's validator and its body, JSON text of at most a few 10 KiB. */
  record Entry(String etag, String body) {}

  /** For this run only. */
  static ConditionalCache inMemory() {
    Map<String, Entry> entries = new ConcurrentHashMap<>();
    return new ConditionalCache() {
      @Override
      public Optional<Entry> find(String url) {
        return Optional.ofNullable(entries.get(url));
      }

      @Override
      public void keep(String url, Entry entry) {
        entries.put(url, entry);
      }
    };
  }
}
