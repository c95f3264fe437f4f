package io.github.cicdmonitor.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The one HTTP client below all adapters, and its end. No redirects, no silent second request. Idle
 * connections are dropped soon and at close, so that no thread keeps the JVM from exiting.
 */
public final class Transport implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofSeconds(30);
  private static final int MOST_IDLE = 8;
  private static final int IDLE_SECONDS = 20; // below what servers keep, so few are found dead

  private final OkHttpClient client;
  private volatile Runnable beforeChange = () -> {};

  public Transport() {
    this(line -> {});
  }

  /** Without proxy, trusting whom Java trusts. */
  public Transport(Consumer<String> log) {
    this(log, NetworkRoute.DIRECT);
  }

  /** @param log told of each request with its status and time */
  public Transport(Consumer<String> log, NetworkRoute route) {
    OkHttpClient.Builder builder = new OkHttpClient.Builder()
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .connectTimeout(CONNECT)
        .readTimeout(READ)
        .writeTimeout(READ)
        .connectionPool(new ConnectionPool(MOST_IDLE, IDLE_SECONDS, TimeUnit.SECONDS))
        .proxy(null)
        .addNetworkInterceptor(this::checked)
        .addNetworkInterceptor(chain -> logged(chain, log));
    route.proxy().ifPresent(to -> Tunnel.addTo(builder, to, route.noProxy()));
    if (!route.certificates().isEmpty()) {
      TrustedAuthorities.addTo(builder, route.certificates());
    }
    client = builder.build();
  }

  /**
   * @param check run on a connection that stands, as the last thing before a request that is no read;
   *     what it throws keeps the request from being sent
   */
  public void beforeEachChange(Runnable check) {
    beforeChange = check;
  }

  private Response checked(Interceptor.Chain chain) throws IOException {
    if (!chain.request().method().equals("GET")) {
      beforeChange.run();
    }
    return chain.proceed(chain.request());
  }

  private static Response logged(Interceptor.Chain chain, Consumer<String> log) throws IOException {
    Request request = chain.request();
    String line = request.method() + " " + request.url();
    long began = System.nanoTime();
    try {
      Response response = chain.proceed(request);
      log.accept(line + " " + response.code() + " in " + millisSince(began) + " ms");
      return response;
    } catch (IOException e) {
      log.accept(line + " failed after " + millisSince(began) + " ms: " + NetworkWords.of(e));
      throw e;
    }
  }

  private static long millisSince(long began) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

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
