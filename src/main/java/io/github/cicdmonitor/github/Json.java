package io.github.cicdmonitor.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.remote.HttpError;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reading GitHub's JSON: a field that is missing, null or of another type is empty; a number that
 * names something must be there.
 */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static JsonNode parse(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw HttpError.nonsense("it is empty");
      }
      return node;
    } catch (IOException e) {
      throw HttpError.nonsense("it is not JSON");
    }
  }

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of ours cannot be written as JSON", e);
    }
  }

  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() ? value.textValue() : "";
  }

  static int number(JsonNode node, String field, int otherwise) {
    JsonNode value = node.path(field);
    return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : otherwise;
  }

  /** A positive id. */
  static long id(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() <= 0) {
      throw HttpError.nonsense("\"" + field + "\" is no id");
    }
    return value.longValue();
  }

  /** The elements of a list that must be one. */
  static List<JsonNode> list(JsonNode node, String what) {
    if (!node.isArray()) {
      throw HttpError.nonsense(what + " are no list");
    }
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    return elements;
  }

  /** ISO 8601 with any offset; empty for anything else. */
  static Optional<Instant> instant(JsonNode node, String field) {
    String text = text(node, field);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
