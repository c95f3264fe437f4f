package io.github.cicdmonitor.evaluate;

import io.github.cicdmonitor.fixes.Checkout;
import io.github.cicdmonitor.model.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Labelled logs and fix pairs of a folder.
 *
 * <p>{@code labels.tsv} names the logs in {@code cases/ID.log}, with the columns {@code id}, {@code
 * category}, {@code key_line} (1-based; ranges and lists), and where they are there {@code transient},
 * {@code ambiguous} ({@code yes: alt=CATEGORY}), {@code names} (of files and tests, with bars
 * between them), {@code format} and {@code lines}; {@code split.tsv}
 * may put them into parts. {@code pairs/ID/} holds {@code log.txt}, {@code before/} and {@code after/}
 * with whole files, and {@code context/} with others that stay.
 */
record Corpus(List<LabelledLog> logs, List<FixPair> pairs) {
  private static final Pattern ALTERNATIVE = Pattern.compile("alt=([a-z_]+(?:/[a-z_]+)*)");
  private static final int SHORT = 60;

  /**
   * @param right categories that count as right, the label first
   * @param transientFault empty where nobody can tell
   * @param keyLines that state the cause; empty where the log is a mere quotation of it
   * @param names of files or tests, one of which a good answer says at once; empty for none
   */
  record LabelledLog(
      String id,
      Path file,
      Set<Category> right,
      Optional<Boolean> transientFault,
      Set<Integer> keyLines,
      Set<String> names) {
    boolean isRightClass(Category category) {
      return right.stream().anyMatch(one -> one.failureClass() == category.failureClass());
    }
  }

  /** A failure and the fix that a person made; all texts by path. */
  record FixPair(
      String id,
      Path log,
      Map<String, String> before,
      Map<String, String> after,
      Map<String, String> context) {
    /** As the repository was when it failed, as far as it is at hand. */
    Checkout checkout() {
      Map<String, String> files = files();
      Map<String, String> modes = new HashMap<>();
      files.keySet().forEach(path -> modes.put(path, "100644"));
      return new Checkout(modes, path -> Optional.ofNullable(files.get(path)));
    }

    Map<String, String> files() {
      Map<String, String> files = new HashMap<>(context);
      files.putAll(before);
      return files;
    }

    /** The first workflow that was changed; empty for none. */
    String workflow() {
      return before.keySet().stream()
          .filter(path -> path.startsWith(".github/workflows/"))
          .findFirst()
          .orElse("");
    }
  }

  /**
   * @param parts of {@code split.tsv}; empty for all
   * @throws IOException where it is no such folder
   */
  static Corpus read(Path folder, Path pairs, Set<String> parts) throws IOException {
    List<LabelledLog> logs = new ArrayList<>();
    Path labels = folder.resolve("labels.tsv");
    if (Files.exists(labels)) {
      Map<String, String> split = parts.isEmpty() ? Map.of() : parts(folder.resolve("split.tsv"));
      for (Map<String, String> row : table(labels)) {
        String id = row.getOrDefault("id", "");
        if (parts.isEmpty() || parts.contains(split.getOrDefault(id, ""))) {
          logs.add(log(folder, row));
        }
      }
    }
    List<FixPair> found = new ArrayList<>();
    if (Files.isDirectory(pairs)) {
      try (Stream<Path> each = Files.list(pairs)) {
        for (Path pair : each.filter(Files::isDirectory).sorted().toList()) {
          found.add(new FixPair(
              pair.getFileName().toString(),
              pair.resolve("log.txt"),
              texts(pair.resolve("before")),
              texts(pair.resolve("after")),
              texts(pair.resolve("context"))));
        }
      }
    }
    if (logs.isEmpty() && found.isEmpty()) {
      throw new IOException("it has neither labels.tsv with cases nor pairs");
    }
    return new Corpus(logs, found);
  }

  private static LabelledLog log(Path folder, Map<String, String> row) throws IOException {
    String id = row.getOrDefault("id", "");
    Set<Category> right = new java.util.LinkedHashSet<>();
    String label = row.getOrDefault("category", "");
    right.add(Category.ofWord(label)
        .orElseThrow(() -> new IOException("case " + id + " has no category: " + label)));
    Matcher other = ALTERNATIVE.matcher(row.getOrDefault("ambiguous", ""));
    while (other.find()) {
      for (String word : other.group(1).split("/", -1)) {
        Category.ofWord(word).ifPresent(right::add);
      }
    }
    boolean quotation = row.getOrDefault("format", "").equals("gha-excerpt")
        && Integer.parseInt(row.getOrDefault("lines", "0")) < SHORT;
    String again = row.getOrDefault("transient", "");
    return new LabelledLog(
        id,
        folder.resolve("cases").resolve(id + ".log"),
        right,
        again.equals("true") || again.equals("false")
            ? Optional.of(again.equals("true"))
            : Optional.empty(),
        quotation ? Set.of() : lines(row.getOrDefault("key_line", "")),
        Arrays.stream(row.getOrDefault("names", "").split("\\|", -1))
            .filter(name -> !name.isBlank())
            .collect(Collectors.toSet()));
  }

  /** {@code 3,7-9}. */
  static Set<Integer> lines(String text) {
    Set<Integer> lines = new HashSet<>();
    for (String part : text.replace(" ", "").split(",", -1)) {
      String[] ends = part.split("-", 2);
      if (!part.isEmpty()) {
        for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
          lines.add(i);
        }
      }
    }
    return lines;
  }

  private static Map<String, String> parts(Path file) throws IOException {
    Map<String, String> parts = new HashMap<>();
    for (Map<String, String> row : table(file)) {
      parts.put(row.getOrDefault("id", ""), row.getOrDefault("part", ""));
    }
    return parts;
  }

  private static List<Map<String, String>> table(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Map<String, String>> rows = new ArrayList<>();
    String[] names = lines.isEmpty() ? new String[0] : lines.get(0).split("\t", -1);
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] cells = line.split("\t", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < Math.min(names.length, cells.length); i++) {
        row.put(names[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String path = folder.relativize(file).toString().replace('\\', '/');
          texts.put(path, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
      }
    }
    return texts;
  }
}
