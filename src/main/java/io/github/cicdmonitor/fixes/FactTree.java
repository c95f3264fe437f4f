package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads of the facts resource. A missing key is empty; an ill-formed value is a fault of ours. */
final class FactTree {
  private static final String RESOURCE = "facts.json";

  private final JsonNode root;

  private FactTree(JsonNode root) {
    this.root = root;
  }

  static FactTree shipped() {
    try (InputStream in = FactTree.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the facts " + RESOURCE + " are not in the program's jar");
      }
      JsonMapper json = JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
      return new FactTree(json.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys of the resource. */
  List<String> sections() {
    return keys(root);
  }

  /** The table of that name in the section; empty if there is none. */
  JsonNode table(FactsSection section, String name) {
    return root.path(section.key()).path(name);
  }

  String source(FactsSection section) {
    return root.path(section.key()).path("source").asText();
  }

  LocalDate date(FactsSection section) {
    return day(root.path(section.key()), "date").orElseThrow();
  }

  static Optional<String> text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  static Optional<LocalDate> day(JsonNode node, String key) {
    return text(node, key).map(LocalDate::parse);
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(value -> texts.add(value.asText()));
    return List.copyOf(texts);
  }

  static List<Integer> numbers(JsonNode list) {
    List<Integer> numbers = new ArrayList<>();
    list.forEach(value -> numbers.add(value.intValue()));
    return List.copyOf(numbers);
  }

  static List<String> keys(JsonNode table) {
    List<String> keys = new ArrayList<>();
    table.fieldNames().forEachRemaining(keys::add);
    return List.copyOf(keys);
  }

  /** In the order of the resource. */
  static Map<String, Integer> numbersByKey(JsonNode table) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (String key : keys(table)) {
      numbers.put(key, table.path(key).intValue());
    }
    return numbers;
  }
}
