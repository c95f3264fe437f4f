package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.Locale;

/**
 * JSON as it leaves this program. Besides what JSON itself escapes, everything that steers a
 * terminal or turns writing around is written as {@code \}{@code uXXXX}: people look at JSON too.
 */
public final class JsonOutput {
  private static final ObjectWriter PLAIN = new ObjectMapper().writer();
  private static final ObjectWriter PRETTY = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private JsonOutput() {}

  /** A document for standard output or a file, with line breaks for people, ending in one. */
  public static String document(JsonNode node) {
    return escaped(write(PRETTY, node)) + "\n";
  }

  /** One line of JSON Lines, ending in a line break. */
  public static String line(JsonNode node) {
    return escaped(write(PLAIN, node)) + "\n";
  }

  private static String write(ObjectWriter writer, JsonNode node) {
    try {
      return writer.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of ours is JSON", e);
    }
  }

  /** Such characters can only stand inside strings, where an escape means the same. */
  private static String escaped(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints().forEach(c -> {
      if (c == '\n' || !steers(c)) {
        out.appendCodePoint(c);
      } else if (Character.getType(c) == Character.SURROGATE) {
        // Half a pair is no character, and many readers refuse the whole document for it.
        out.append('\ufffd');
      } else {
        for (char half : Character.toChars(c)) {
          out.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
        }
      }
    });
    return out.toString();
  }

  private static boolean steers(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> true;
      default -> false;
    };
  }
}
