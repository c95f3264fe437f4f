package io.github.cicdmonitor.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Output of tools, written for these tests by their documented formats.
 *
 * <p>In the files: {@code ## tool}, the output of a failed run, {@code => headline {items}} for each
 * report expected (with {@code [tool]} in front where another tool's report is), and after a line of
 * two hyphens the output of a run that passes.
 */
record Sample(String tool, List<String> failing, List<String> expected, List<String> passing) {
  private static final List<String> FILES =
      List.of("tests-1.txt", "tests-2.txt", "lint-1.txt", "lint-2.txt", "compilers.txt");

  static List<Sample> all() {
    return FILES.stream().flatMap(file -> parse(text(file)).stream()).toList();
  }

  private static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(Sample.class.getResourceAsStream("/reports/" + file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Sample> parse(String text) {
    List<Sample> samples = new ArrayList<>();
    for (String block : ("\n" + text).split("\n## ", -1)) {
      if (block.isBlank()) {
        continue;
      }
      String[] halves = block.stripTrailing().split("\n--(?=\n|$)", 2);
      List<String> lines = List.of(halves[0].split("\n", -1));
      List<String> output = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        if (line.startsWith("=> ")) {
          expected.add(line.substring(3));
        } else {
          output.add(line);
        }
      }
      List<String> passing =
          halves.length < 2 ? List.of() : List.of(halves[1].strip().split("\n", -1));
      samples.add(new Sample(lines.get(0), output, expected, passing));
    }
    return samples;
  }

  static List<Reports.Line> numbered(List<String> texts) {
    List<Reports.Line> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(new Reports.Line(lines.size() + 1, text));
    }
    return lines;
  }

  @Override
  public String toString() {
    return tool;
  }
}
