package io.github.cicdmonitor.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/** A small right config file, and what the loader makes of a changed one. */
final class Sample {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String MINIMAL = """
      {
        "risk_threshold": 5,
        "protected_repositories": [],
        "approval_timeout_hours": 24,
        "polling_interval_minutes": 5,
        "repositories": [ { "owner": "acme", "name": "shop" } ]
      }
      """;

  private Sample() {}

  static ObjectNode minimal() {
    try {
      return (ObjectNode) JSON.readTree(MINIMAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code MINIMAL} with one more or another key, its value written as JSON. */
  static String with(String key, String json) {
    return MINIMAL
        .replaceAll("\"" + key + "\": [^\\n]*?(,?)\\n", "")
        .replaceFirst("\\{", "{ \"" + key + "\": " + Matcher.quoteReplacement(json) + ",")
        .replaceAll(",(\\s*\\})", "$1");
  }

  static Settings load(Path folder, String text, Map<String, String> variables) {
    write(folder.resolve("config.json"), text);
    return ConfigLoader.load(new ConfigSources(
        folder, variables, Optional.of("config.json"), Optional.empty(), Optional.empty()));
  }

  /** The lines with which {@code text} is refused; none if it is taken. */
  static List<String> mistakes(Path folder, String text, Map<String, String> variables) {
    try {
      load(folder, text, variables);
      return List.of();
    } catch (InvalidConfiguration e) {
      return e.lines();
    }
  }

  static void write(Path file, String text) {
    try {
      Files.write(file, text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
