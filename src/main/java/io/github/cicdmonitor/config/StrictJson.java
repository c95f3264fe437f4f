package io.github.cicdmonitor.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON as RFC 8259 has it, and remembers the line of each value. A key written twice is a
 * mistake and reading goes on; a syntax error ends it, named by line, column and the key it is in.
 */
final class StrictJson {
  private static final int DEEPEST = 20;

  // NaN is let through here so that the key's own check can name it with what is allowed.
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST)
          .maxNumberLength(400)
          .build())
      .build();

  private final String file;
  private final Mistakes mistakes;
  private final Map<String, Integer> lines = new HashMap<>();

  StrictJson(String file, Mistakes mistakes) {
    this.file = file;
    this.mistakes = mistakes;
  }

  /** The object that {@code text} is, or empty with the reason among the mistakes. */
  Optional<ObjectNode> parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        mistakes.add(file, "is empty: must be a JSON object (see config.json.example)");
        return Optional.empty();
      }
      JsonNode root = read(parser, "$");
      JsonLocation end = parser.currentTokenLocation();
      if (parser.nextToken() != null) {
        mistakes.add(
            at(file, end.getLineNr(), end.getColumnNr()), "something follows after the end of $");
      }
      if (root instanceof ObjectNode object) {
        return Optional.of(object);
      }
      mistakes.add(file + ": $", "must be an object { … }");
    } catch (JsonProcessingException e) {
      addSyntaxError(e);
    } catch (IOException e) {
      mistakes.add(file, "cannot be read");
    }
    return Optional.empty();
  }

  /** The 1-based line on which the value at {@code path} begins; 0 where there is none. */
  int lineOf(String path) {
    return lines.getOrDefault(path, 0);
  }

  private JsonNode read(JsonParser parser, String path) throws IOException {
    lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser, path);
      case START_ARRAY -> readArray(parser, path);
      case VALUE_STRING -> make.textNode(parser.getText());
      case VALUE_NUMBER_INT -> make.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> make.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> make.booleanNode(true);
      case VALUE_FALSE -> make.booleanNode(false);
      default -> make.nullNode();
    };
  }

  private ObjectNode readObject(JsonParser parser, String path) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      String child = childOf(path, key);
      parser.nextToken();
      JsonNode value = read(parser, child);
      if (object.has(key)) {
        mistakes.add(
            file + ": " + child,
            "is written twice (lines " + lineOf(child) + " and " + line + "): keep one");
      } else {
        object.set(key, value);
      }
    }
    return object;
  }

  private ArrayNode readArray(JsonParser parser, String path) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser, path + "[" + array.size() + "]"));
    }
    return array;
  }

  /** {@code $.key}, or {@code $["a key"]} where the key is no plain word. */
  static String childOf(String path, String key) {
    return key.matches("[A-Za-z_][A-Za-z0-9_-]{0,60}") && !Mistakes.looksSecret(key)
        ? path + "." + key
        : path + "[" + Mistakes.quoted(key) + "]";
  }

  private void addSyntaxError(JsonProcessingException e) {
    JsonLocation location = Optional.ofNullable(e.getLocation()).orElse(JsonLocation.NA);
    String where = at(file, location.getLineNr(), location.getColumnNr());
    if (e.getProcessor() instanceof JsonParser parser) {
      where += ": " + pathOf(parser.getParsingContext());
    }
    mistakes.add(where, "is not JSON: " + reason(e));
  }

  /** The parser's words name the character; a few of them are put the way a user would ask. */
  private static String reason(JsonProcessingException e) {
    String words = Optional.ofNullable(e.getOriginalMessage()).orElse("syntax error");
    if (words.contains("code 47")) {
      return "comments are not allowed";
    }
    if (words.contains("code 35")) {
      return "comments are not allowed, and a value was expected";
    }
    if (words.contains("eading zero")) {
      return "a number must not begin with 0, as in 05";
    }
    int more = words.indexOf(": maybe a");
    String first = (more < 0 ? words : words.substring(0, more)).replace('\n', ' ');
    boolean quotesTheFile = first.startsWith("Unrecognized token");
    return quotesTheFile || Mistakes.looksSecret(first)
        ? "a value was expected"
        : Mistakes.shown(first);
  }

  private static String pathOf(JsonStreamContext context) {
    if (context.inRoot() || context.getParent() == null) {
      return "$";
    }
    String parent = pathOf(context.getParent());
    if (context.inArray()) {
      return parent + "[" + context.getCurrentIndex() + "]";
    }
    return context.getCurrentName() == null ? parent : childOf(parent, context.getCurrentName());
  }

  private static String at(String file, int line, int column) {
    return file + ": line " + line + " column " + column;
  }
}
