package io.github.cicdmonitor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the manual, read from its mdoc source. */
record ManPage(String name, String source) {
  static final Path FOLDER = Path.of("man");
  private static final Pattern FLAG = Pattern.compile("Fl (-?[A-Za-z][a-z-]*)");
  private static final Pattern REFERENCE = Pattern.compile("Xr (cicd-monitor\\S*) (\\d)");

  /**
   * @param name such as {@code cicd-monitor.1}
   */
  static ManPage read(String name) throws IOException {
    return new ManPage(name, Files.readString(FOLDER.resolve(name)));
  }

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches(".*\\.[1-8]"))
          .sorted()
          .toList();
    }
  }

  /** Lines of a section without its heading; none if there is no such section. */
  List<String> section(String title) {
    int start = source.indexOf(".Sh " + title + "\n");
    if (start < 0) {
      return List.of();
    }
    int end = source.indexOf("\n.Sh ", start + 1);
    return source
        .substring(start, end < 0 ? source.length() : end)
        .lines()
        .skip(1)
        .toList();
  }

  /** Options that a section gives as entries of a list. */
  NavigableSet<String> describedOptions(String title) {
    NavigableSet<String> described = new TreeSet<>();
    section(title).stream()
        .filter(line -> line.startsWith(".It Fl "))
        .forEach(line -> described.addAll(flags(line)));
    return described;
  }

  /** Options that a section mentions anywhere. */
  NavigableSet<String> mentionedOptions(String title) {
    NavigableSet<String> mentioned = new TreeSet<>();
    section(title).forEach(line -> mentioned.addAll(flags(line)));
    return mentioned;
  }

  /** What the entries of a section's lists are headed with, split at its commas. */
  NavigableSet<String> entries(String title, String macro) {
    NavigableSet<String> entries = new TreeSet<>();
    String start = ".It " + macro;
    section(title).stream()
        .filter(line -> line.startsWith(start))
        .flatMap(line -> Stream.of(
            line.substring(start.length()).replace(" , " + macro, ", ").split(", ")))
        .forEach(entries::add);
    return entries;
  }

  /** File names of our own pages that it refers to. */
  NavigableSet<String> references() {
    NavigableSet<String> references = new TreeSet<>();
    Matcher reference = REFERENCE.matcher(source);
    while (reference.find()) {
      references.add(reference.group(1) + "." + reference.group(2));
    }
    return references;
  }

  private static NavigableSet<String> flags(String line) {
    NavigableSet<String> flags = new TreeSet<>();
    Matcher flag = FLAG.matcher(line);
    while (flag.find()) {
      flags.add("-" + flag.group(1));
    }
    return flags;
  }
}
