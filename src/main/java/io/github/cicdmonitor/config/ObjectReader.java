package io.github.cicdmonitor.config;

import io.github.cicdmonitor.error.Nearest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One JSON object of the config file, asked for its keys by type. Whatever does not fit is noted
 * among the mistakes and the fallback given, so that reading goes on to the next mistake.
 */
final class ObjectReader {
  /** A key of this name is no place for a value to be shown. */
  private static final Pattern SECRET = Pattern.compile("(?i)token|key|secret|password|credential");

  private final Source source;
  private final String path;
  private final ObjectNode node;

  /** What all readers of one file share. */
  record Source(String file, StrictJson json, Mistakes mistakes) {
    void refuse(String path, String value, String rule) {
      // What is missing has no line of its own.
      int line = json.lineOf(path);
      mistakes.add(
          file + ": " + path + (value.isEmpty() ? "" : ": " + value),
          rule + (line > 0 ? " (line " + line + ")" : ""));
    }

    void refuse(String path, JsonNode value, String rule) {
      refuse(path, show(value), rule);
    }
  }

  /** Notes every key of {@code node} that is in neither list, and the required ones not there. */
  ObjectReader(
      Source source, String path, ObjectNode node, Set<String> required, Set<String> others) {
    this.source = source;
    this.path = path;
    this.node = node;
    List<String> known = new ArrayList<>(required);
    known.addAll(others);
    node.fieldNames().forEachRemaining(key -> {
      if (!known.contains(key)) {
        String value = SECRET.matcher(key).find() ? "" : show(node.get(key));
        source.refuse(StrictJson.childOf(path, key), value, unknown(key, known));
      }
    });
    for (String key : required) {
      if (!node.has(key)) {
        source.refuse(StrictJson.childOf(path, key), "", "is missing");
      }
    }
  }

  private static String unknown(String key, List<String> known) {
    return Nearest.to(key, known)
        .map(nearest -> "unknown key: did you mean \"" + nearest + "\"?")
        .orElse("unknown key: must be one of " + String.join(", ", known));
  }

  boolean has(String key) {
    return node.has(key);
  }

  /** {@code $.analyzer.model}: the path of one key of this object. */
  String path(String key) {
    return StrictJson.childOf(path, key);
  }

  int integer(String key, int least, int most, int fallback) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (value.isIntegralNumber() && value.canConvertToInt()) {
      int number = value.intValue();
      if (least <= number && number <= most) {
        return number;
      }
    }
    refuse(key, "must be an integer from " + least + " to " + most);
    return fallback;
  }

  /** A number; {@code least} itself is allowed unless it is written as an open end. */
  double number(String key, NumberRange range, double fallback) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (value.isNumber() && range.holds(value.doubleValue())) {
      return value.doubleValue();
    }
    refuse(key, "must be " + range.words());
    return fallback;
  }

  boolean bool(String key, boolean fallback) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isBoolean()) {
      return value.asBoolean(fallback);
    }
    refuse(key, "must be true or false");
    return fallback;
  }

  String text(String key, TextRule rule, String fallback) {
    return optionalText(key, rule).orElse(fallback);
  }

  /** Empty where the key is not there or does not fit. */
  Optional<String> optionalText(String key, TextRule rule) {
    return node.has(key) ? text(path(key), node.get(key), rule) : Optional.empty();
  }

  /** As {@link #optionalText}, and {@code null} may be written for "none". */
  Optional<String> textOrNull(String key, TextRule rule) {
    return node.path(key).isNull() ? Optional.empty() : optionalText(key, rule);
  }

  /** The elements that fit, in order; an element twice is a mistake. */
  List<String> texts(String key, TextRule rule, int most) {
    List<String> texts = list(key, most, (at, value) -> text(at, value, rule));
    if (texts.stream().distinct().count() < texts.size()) {
      source.refuse(path(key), "", "names the same thing twice");
    }
    return texts;
  }

  /** The elements that {@code read} makes of an array, by path and value; none without the key. */
  <T> List<T> list(String key, int most, BiFunction<String, JsonNode, Optional<T>> read) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    return elements(path(key), value, most, read);
  }

  /** The same for an array within an array. */
  <T> List<T> elements(
      String at, JsonNode value, int most, BiFunction<String, JsonNode, Optional<T>> read) {
    if (!value.isArray() || value.size() > most) {
      source.refuse(at, value, "must be a list [ … ] of at most " + most);
      return List.of();
    }
    List<T> elements = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      read.apply(at + "[" + i + "]", value.get(i)).ifPresent(elements::add);
    }
    return elements;
  }

  /** The text at {@code at} if it is one and fits. */
  Optional<String> text(String at, JsonNode value, TextRule rule) {
    if (value.isTextual() && rule.fits().test(value.textValue())) {
      return Optional.of(value.textValue());
    }
    source.refuse(at, value, "must be " + rule.words());
    return Optional.empty();
  }

  /** What {@code read} makes of the object at {@code key}; of an empty one where there is none. */
  <T> T object(String key, Function<ObjectNode, T> read) {
    return objectOf(path(key), node.path(key), read);
  }

  /** The same for an element of a list; an empty object stands for what is none. */
  <T> T objectOf(String at, JsonNode value, Function<ObjectNode, T> read) {
    if (value instanceof ObjectNode object) {
      return read.apply(object);
    }
    if (!value.isMissingNode()) {
      source.refuse(at, value, "must be an object { … }");
    }
    return read.apply(JsonNodeFactory.instance.objectNode());
  }

  private void refuse(String key, String rule) {
    source.refuse(path(key), node.path(key), rule);
  }

  /** Text quoted, numbers and words as they are, lists and objects as {@code [ … ]}, {@code { … }}. */
  private static String show(JsonNode value) {
    if (value.isTextual()) {
      return Mistakes.quoted(value.textValue());
    }
    if (value.isArray()) {
      return value.isEmpty() ? "[]" : "[ … ]";
    }
    if (value.isObject()) {
      return value.isEmpty() ? "{}" : "{ … }";
    }
    return Mistakes.shown(value.asText());
  }
}
