package io.github.cicdmonitor.redact;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The commands of {@code programs.txt}, whose sections say where each takes its secret from.
 *
 * @param options of which the value is a secret, by the program's name
 */
record Programs(
    Map<String, List<String>> options,
    List<String> next,
    List<String> last,
    List<String> among,
    List<String> says,
    List<String> stdin) {
  static final Programs SHIPPED = read();

  private static Programs read() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(Programs.class.getResourceAsStream("programs.txt")),
        StandardCharsets.UTF_8))) {
      List<String> section = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("[")) {
          section = new ArrayList<>();
          sections.put(line.substring(1, line.length() - 1), section);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          section.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("programs.txt is part of the program", e);
    }
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (String line : lines(sections, "option")) {
      int colon = line.indexOf(": ");
      options.put(line.substring(0, colon), List.of(line.substring(colon + 2).split(" ", -1)));
    }
    return new Programs(
        options,
        beforeBlank(lines(sections, "next")),
        beforeBlank(lines(sections, "last")),
        beforeBlank(lines(sections, "among")),
        lines(sections, "says"),
        lines(sections, "stdin"));
  }

  private static List<String> beforeBlank(List<String> phrases) {
    return phrases.stream()
        .map(phrase ->
            Alphabet.ALNUM.has(phrase.charAt(phrase.length() - 1)) ? phrase + " " : phrase)
        .toList();
  }

  private static List<String> lines(Map<String, List<String>> sections, String name) {
    return List.copyOf(Objects.requireNonNull(sections.get(name)));
  }
}
