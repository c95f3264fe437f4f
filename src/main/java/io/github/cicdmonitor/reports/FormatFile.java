package io.github.cicdmonitor.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads a file of formats from beside this class.
 *
 * <p>A line that begins a format: kind ({@code test lint compiler resolver}), tool, and {@code first}
 * where the items stand after the counts, {@code headed} where they stand below the path of their
 * file. Below it, indented, its shapes, surer ones first: role, literals with bars between them
 * ({@code ␣} is a blank at either end, {@code ¦} a bar; none for {@code within}), pattern, two blanks or more between the three. {@code item=90} gives a shape
 * another weight than its role's. In a pattern {@code %{py|pyi}} stands for {@code file:line} of
 * files with such an ending. Lines that begin with
 * {@code #} are comments.
 */
final class FormatFile {
  private static final String PATH = "(?P<file>(?:[A-Za-z]:[\\\\/])?[^\\s:'\"()<>]*\\.";

  /** In bytes; a single sign such as a cross has two. */
  private static final int SHORTEST = 2;

  private static final char BLANK = '\u2423';
  private static final char BAR = '\u00a6';

  private final String name;
  private final List<Format> formats = new ArrayList<>();

  private FormatFile(String name) {
    this.name = name;
  }

  static List<Format> read(String name) {
    try (InputStream in = FormatFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no file of formats " + name);
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Format> parse(String name, String text) {
    FormatFile file = new FormatFile(name);
    String head = "";
    List<LineForm> shapes = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(" ")) {
        shapes.add(file.shape(line.strip()));
      } else {
        file.end(head, shapes);
        head = line.strip();
        shapes.clear();
      }
    }
    file.end(head, shapes);
    return file.formats;
  }

  private void end(String head, List<LineForm> shapes) {
    if (head.isEmpty() && shapes.isEmpty()) {
      return;
    }
    List<String> words = List.of(head.split(" +", -1));
    if (words.size() < 2 || shapes.isEmpty()) {
      throw wrong(head);
    }
    formats.add(new Format(
        words.get(1),
        kind(words.get(0)),
        words.contains("first"),
        words.contains("headed"),
        shapes));
  }

  private Report.Kind kind(String word) {
    return switch (word) {
      case "test" -> Report.Kind.TEST;
      case "lint" -> Report.Kind.LINT;
      case "compiler" -> Report.Kind.COMPILATION;
      case "resolver" -> Report.Kind.RESOLUTION;
      default -> throw wrong(word);
    };
  }

  private LineForm shape(String line) {
    String[] columns = line.split(" {2,}", line.startsWith("within ") ? 2 : 3);
    String literal = columns.length == 3 ? columns[1] : "";
    String pattern = columns[columns.length - 1];
    if (columns.length < 2 || (literal.isEmpty() && !columns[0].equals("within"))) {
      throw wrong(line);
    }
    String[] role = columns[0].split("=", 2);
    LineForm.Role known;
    try {
      known = LineForm.Role.valueOf(role[0].toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(line);
    }
    List<String> literals = literal.isEmpty()
        ? List.of()
        : Arrays.stream(literal.split("\\|", -1))
            .map(text -> text.replace(BLANK, ' ').replace(BAR, '|'))
            .toList();
    if (literals.stream().anyMatch(FormatFile::isTooShort)) {
      throw wrong(line);
    }
    int weight = role.length > 1 ? Integer.parseInt(role[1]) : known.weight();
    return new LineForm(known, literals, expanded(pattern), weight);
  }

  private static boolean isTooShort(String literal) {
    return literal.getBytes(StandardCharsets.UTF_8).length < SHORTEST;
  }

  private static String expanded(String pattern) {
    StringBuilder full = new StringBuilder();
    int from = 0;
    for (int at = pattern.indexOf("%{"); at >= 0; at = pattern.indexOf("%{", from)) {
      int end = pattern.indexOf('}', at);
      full.append(pattern, from, at)
          .append(PATH)
          .append("(?:")
          .append(pattern, at + 2, end)
          .append(")):(?P<line>\\d+)");
      from = end + 1;
    }
    return full.append(pattern.substring(from)).toString();
  }

  private IllegalStateException wrong(String what) {
    return new IllegalStateException(name + ": not a line of a file of formats: " + what);
  }
}
