package io.github.cicdmonitor.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * The innermost part of a client: one request, its answer read whole and bounded. What goes wrong
 * on the wire becomes a {@link HttpError} that knows whether the request went out at all.
 */
public final class Sending implements Interceptor {
  private final int maxBytes;
  private final Duration patience;

  private Sending(int maxBytes, Duration patience) {
    this.maxBytes = maxBytes;
    this.patience = patience;
  }

  /** Set as soon as a connection stands and the request is about to go out on it. */
  private record Sent(AtomicBoolean value) {}

  /** To be called after all other interceptors were added: it is the last one. */
  public static OkHttpClient.Builder addTo(
      OkHttpClient.Builder client, int maxBytes, Duration patience) {
    return client
        .addInterceptor(new Sending(maxBytes, patience))
        .addNetworkInterceptor(Sending::mark);
  }

  @Override
  public Response intercept(Chain chain) {
    Sent sent = new Sent(new AtomicBoolean());
    try (Response response =
        chain.proceed(chain.request().newBuilder().tag(Sent.class, sent).build())) {
      ResponseBody body = response.body();
      byte[] bytes =
          body == null ? new byte[0] : BoundedBody.read(body.byteStream(), maxBytes, patience);
      return response
          .newBuilder()
          .body(ResponseBody.create(bytes, body == null ? null : body.contentType()))
          .build();
    } catch (IOException e) {
      throw sent.value().get() ? HttpError.network(e) : HttpError.unsent(e);
    }
  }

  /** Status and headers of an answer. */
  public static Head head(Response response) {
    Map<String, String> headers = new HashMap<>();
    response.headers().forEach(pair -> headers.put(pair.getFirst(), pair.getSecond()));
    return new Head(response.code(), headers, false);
  }

  private static Response mark(Chain chain) throws IOException {
    Sent sent = chain.request().tag(Sent.class);
    if (sent != null) {
      sent.value().set(true);
    }
    return chain.proceed(chain.request());
  }
}
