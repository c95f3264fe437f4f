package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collector;

/** Short ways to write JSON answers down. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /**
   * An object from alternating names and values. A value is a node, a string, a number, a boolean, an {@link Instant} (whole seconds, as
   * GitHub prints them), an {@link Optional} (empty = null), a list or a map.
   */
  static ObjectNode object(Object... namesAndValues) {
    ObjectNode object = MAPPER.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.set((String) namesAndValues[i], node(namesAndValues[i + 1]));
    }
    return object;
  }

  static ArrayNode array(List<? extends JsonNode> nodes) {
    return MAPPER.createArrayNode().addAll(nodes);
  }

  static Collector<JsonNode, ArrayNode, ArrayNode> toArray() {
    return Collector.of(MAPPER::createArrayNode, ArrayNode::add, ArrayNode::addAll);
  }

  static JsonNode node(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Json::node).orElseGet(MAPPER::nullNode);
    }
    if (value instanceof Instant instant) {
      return MAPPER
          .getNodeFactory()
          .textNode(instant.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
  }

  /** The parsed text; empty when it is no JSON. */
  static Optional<JsonNode> parse(byte[] text) {
    try {
      return Optional.ofNullable(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  static Optional<JsonNode> parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String pretty(JsonNode node) {
    return node.toPrettyString();
  }
}
