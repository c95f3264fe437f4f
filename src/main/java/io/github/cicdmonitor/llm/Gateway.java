package io.github.cicdmonitor.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.remote.Refusal;
import io.github.cicdmonitor.remote.Sending;
import io.github.cicdmonitor.remote.Transport;
import java.io.IOException;
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
    this.client = Sending.addTo(builder, MOST_BYTES, THINKING).build();
  }

  Answer post(String path, String json) {
    return send(request(path).post(RequestBody.create(json, JSON)).build());
  }

  Answer get(String path) {
    return send(request(path).build());
  }

  private Request.Builder request(String path) {
    HttpUrl.Builder url = base.newBuilder();
    if (base.pathSegments().get(base.pathSize() - 1).isEmpty()) {
      url.removePathSegment(base.pathSize() - 1);
    }
    return new Request.Builder()
        .url(url.addPathSegments(path).build())
        .header("Authorization", "Bearer " + settings.key());
  }

  private Answer send(Request request) {
    try (Response response = client.newCall(request).execute()) {
      ResponseBody body = response.body();
      return new Answer(
          response.code(), response, parse(body == null ? new byte[0] : body.bytes()));
    } catch (IOException e) {
      throw Refusal.network(e, true);
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
