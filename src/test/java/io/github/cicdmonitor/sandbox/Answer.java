package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a stand-in answers. The body is opened once, when it is sent, so that it can be larger than memory. */
record Answer(int status, Map<String, String> headers, Supplier<InputStream> body) {
  private static final byte[] NOTHING = {};

  static Answer json(int status, JsonNode json) {
    return bytes(status, "application/json; charset=utf-8", Json.bytes(json));
  }

  static Answer ok(JsonNode json) {
    return json(200, json);
  }

  static Answer empty(int status) {
    return new Answer(status, new TreeMap<>(), () -> new ByteArrayInputStream(NOTHING));
  }

  static Answer text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer bytes(int status, String type, byte[] bytes) {
    Answer answer = new Answer(status, new TreeMap<>(), () -> new ByteArrayInputStream(bytes));
    answer.headers.put("Content-Type", type);
    return answer;
  }

  static Answer stream(int status, Supplier<InputStream> body) {
    Answer answer = new Answer(status, new TreeMap<>(), body);
    answer.headers.put("Content-Type", "text/plain; charset=utf-8");
    return answer;
  }

  Answer with(String header, String value) {
    headers.put(header, value);
    return this;
  }
}
