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
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c != '\n' && steers(json, i)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean steers(String json, int at) {
    char c = json.charAt(at);
    if (Character.isSurrogate(c)) {
      boolean paired = Character.isHighSurrogate(c)
          ? at + 1 < json.length() && Character.isLowSurrogate(json.charAt(at + 1))
          : at > 0 && Character.isHighSurrogate(json.charAt(at - 1));
      return !paired || isFormat(json.codePointAt(Character.isHighSurrogate(c) ? at : at - 1));
    }
    return isFormat(c);
  }

  private static boolean isFormat(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
