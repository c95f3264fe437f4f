package io.github.cicdmonitor.redact;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The words of {@code names.txt}, whose sections say what each kind means. */
record NameWords(
    List<String> triggers,
    Set<String> strong,
    List<String> strongEnds,
    Set<String> strongPairs,
    Set<String> opening,
    Set<String> labels,
    Set<String> about,
    Set<String> grammar) {
  static NameWords read() {
    Map<String, List<String>> sections = new HashMap<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(NameWords.class.getResourceAsStream("names.txt")),
        StandardCharsets.UTF_8))) {
      List<String> section = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("[")) {
          section = new ArrayList<>();
          sections.put(line.substring(1, line.length() - 1), section);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          section.addAll(List.of(line.split(" ", -1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("names.txt is part of the program", e);
    }
    return new NameWords(
        words(sections, "trigger"),
        Set.copyOf(words(sections, "strong")),
        words(sections, "strong end"),
        Set.copyOf(words(sections, "strong pair")),
        Set.copyOf(words(sections, "opening")),
        Set.copyOf(words(sections, "label")),
        Set.copyOf(words(sections, "about")),
        Set.copyOf(words(sections, "grammar")));
  }

  private static List<String> words(Map<String, List<String>> sections, String name) {
    return List.copyOf(Objects.requireNonNull(sections.get(name)));
  }
}
