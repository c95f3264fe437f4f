package io.github.cicdmonitor.remote;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * The one HTTP client below all adapters, and its end. No redirects, no silent second request. Idle
 * connections are dropped soon and at close, so that no thread keeps the JVM from exiting.
 */
public final class Transport implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofSeconds(30);
  private static final int MOST_IDLE = 8;
  private static final int IDLE_SECONDS = 20; // below what servers keep, so few are found dead

  private final OkHttpClient client = new OkHttpClient.Builder()
      .followRedirects(false)
      .followSslRedirects(false)
      .retryOnConnectionFailure(false)
      .connectTimeout(CONNECT)
      .readTimeout(READ)
      .writeTimeout(READ)
      .connectionPool(new ConnectionPool(MOST_IDLE, IDLE_SECONDS, TimeUnit.SECONDS))
      .build();

  /** To be narrowed by {@code newBuilder()}; the pool is shared. */
  public OkHttpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
