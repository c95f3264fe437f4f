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

/** A file of the program's own: lines under headings in brackets; blank ones and {@code #} say nothing. */
final class SectionFile {
  private final Map<String, List<String>> sections = new HashMap<>();

  SectionFile(String name) {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(SectionFile.class.getResourceAsStream(name)),
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
      throw new UncheckedIOException(name + " is part of the program", e);
    }
  }

  List<String> lines(String section) {
    return List.copyOf(Objects.requireNonNull(sections.get(section)));
  }

  /** The words of its lines, which blanks keep apart. */
  List<String> words(String section) {
    return lines(section).stream()
        .flatMap(line -> List.of(line.split(" ", -1)).stream())
        .toList();
  }
}
