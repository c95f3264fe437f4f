package io.github.cicdmonitor.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.PrivateAddresses;
import io.github.cicdmonitor.remote.Sending;
import io.github.cicdmonitor.remote.Transport;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** One JSON request to the gateway; the key goes to its own host only. */
final class Gateway {
  static final ObjectMapper MAPPER = new ObjectMapper();
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration THINKING = Duration.ofMinutes(2);
  private static final String AZURE_VERSION = "2024-10-21";
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final GatewaySettings settings;
  private final HttpUrl base;
  private final OkHttpClient client;

  /** Status, headers and what of the body is JSON. */
  record Answer(int status, Response response, Optional<JsonNode> body) {}

  Gateway(GatewaySettings settings, Transport transport) {
    this.settings = settings;
    this.base = HttpUrl.get(settings.baseUrl());
    OkHttpClient.Builder builder =
        transport.client().newBuilder().readTimeout(THINKING).callTimeout(THINKING.plusSeconds(20));
    if (!base.isHttps()) {
      builder.proxy(Proxy.NO_PROXY).dns(new PrivateAddresses());
    }
    this.client = Sending.addTo(builder, MOST_BYTES, THINKING).build();
  }

  /** One chat completion of a model; Azure has deployments in the place of models. */
  Answer ask(String model, String json) {
    HttpUrl.Builder url = root();
    if (isDated() && !base.encodedPath().contains("/deployments/")) {
      if (!base.encodedPath().contains("/openai")) {
        url.addPathSegment("openai");
      }
      url.addPathSegment("deployments").addPathSegment(model);
    }
    url.addPathSegments("chat/completions");
    return send(request(url).post(RequestBody.create(json, JSON)).build());
  }

  Answer get(String path) {
    return send(request(root().addPathSegments(path)).build());
  }

  /** Azure's older interface; the one under {@code openai/v1} is as everybody's. */
  private boolean isDated() {
    return settings.kind() == GatewayKind.AZURE && !base.encodedPath().contains("/openai/v1");
  }

  private HttpUrl.Builder root() {
    HttpUrl.Builder url = base.newBuilder();
    if (base.pathSegments().get(base.pathSize() - 1).isEmpty()) {
      url.removePathSegment(base.pathSize() - 1);
    }
    return url;
  }

  private Request.Builder request(HttpUrl.Builder url) {
    String version =
        settings.apiVersion().isEmpty() && isDated() ? AZURE_VERSION : settings.apiVersion();
    if (settings.kind() == GatewayKind.AZURE && !version.isEmpty()) {
      url.addQueryParameter("api-version", version);
    }
    Request.Builder request = new Request.Builder().url(url.build());
    if (settings.key().isEmpty()) {
      return request;
    }
    return settings.kind() == GatewayKind.AZURE
        ? request.header("api-key", settings.key())
        : request.header("Authorization", "Bearer " + settings.key());
  }

  private Answer send(Request request) {
    try (Response response = client.newCall(request).execute()) {
      ResponseBody body = response.body();
      return new Answer(
          response.code(), response, parse(body == null ? new byte[0] : body.bytes()));
    } catch (IOException e) {
      throw HttpError.network(e);
    }
  }

  private static Optional<JsonNode> parse(byte[] body) {
    try {
      return Optional.ofNullable(MAPPER.readTree(body)).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
