package io.github.cicdmonitor.analyze;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON in a model's answer: the whole of it, or the one fenced block of it. Thoughts before it
 * and trailing commas are read over; all else must be right, and what is not is said with its place.
 *
 * @param root the object; empty when there is none
 * @param fault why, in our words, for the model and for people
 */
record AnswerJson(Optional<JsonNode> root, String fault) {
  private static final String FENCE = "```";
  private static final String THOUGHT = "</think>";
  private static final int DEEPEST = 20;
  private static final int LONGEST = 1 << 20;
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(LONGEST)
            .build());
  }

  static AnswerJson parse(String content) {
    String text = afterThoughts(content.strip());
    if (!text.startsWith("{")) {
      List<String> fenced = fenced(text);
      if (fenced.size() != 1) {
        return wrong(
            fenced.isEmpty()
                ? "the answer is not one JSON object: it does not begin with { and has no fenced block"
                : "the answer has more than one fenced block, so it is not clear which one counts");
      }
      text = fenced.get(0);
    }
    try {
      JsonNode root = JSON.readTree(text);
      return root != null && root.isObject()
          ? new AnswerJson(Optional.of(root), "")
          : wrong("the answer is not one JSON object");
    } catch (JsonProcessingException e) {
      return wrong("the answer is not one JSON object: " + why(e) + at(e.getLocation()));
    }
  }

  /**
   * Without what a model thought aloud before it answered, which some servers leave in the answer;
   * their template may have written the opening tag into the prompt.
   */
  private static String afterThoughts(String text) {
    int end = text.startsWith("{") ? -1 : text.indexOf(THOUGHT);
    return end < 0 ? text : text.substring(end + THOUGHT.length()).strip();
  }

  private static AnswerJson wrong(String fault) {
    return new AnswerJson(Optional.empty(), fault);
  }

  /** What stands between fences that begin a line each; a last one that is not closed is left out. */
  private static List<String> fenced(String text) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    boolean inside = false;
    for (String line : text.split("\n", -1)) {
      if (line.strip().startsWith(FENCE)) {
        if (inside) {
          blocks.add(block.toString());
          block.setLength(0);
        }
        inside = !inside;
      } else if (inside) {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }

  /** A library's message quotes the text, so that only its kind is told. */
  private static String why(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "it ends too early";
    }
    if (e instanceof StreamConstraintsException) {
      return "it is nested too deep or has too long a text";
    }
    String words = String.valueOf(e.getOriginalMessage());
    if (words.startsWith("Duplicate field")) {
      return "a key comes twice";
    }
    return words.startsWith("Trailing token")
        ? "something follows the object"
        : "it cannot be parsed";
  }

  private static String at(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
