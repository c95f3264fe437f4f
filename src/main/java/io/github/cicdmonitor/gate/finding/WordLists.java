package io.github.cicdmonitor.gate.finding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lists of words that the gate knows, each subject in a file of its own under {@code gate/}.
 *
 * <p>{@code [name]} begins a list, {@code #} a line for people. A list holds words with blanks
 * between them, or one regular expression a line, whichever the reader asks for. In a word
 * <code>{a,b}</code> stands for either, {@code *} for anything but a slash, {@code **} for anything.
 */
public final class WordLists {
  private static final String FOLDER = "/io/github/cicdmonitor/gate/";

  private static final Map<String, WordLists> READ = new ConcurrentHashMap<>();

  private final String file;
  private final Map<String, List<String>> lists = new LinkedHashMap<>();

  private WordLists(String file) {
    this.file = file;
  }

  /** A shipped file, read when first asked for; without it nothing can be judged. */
  public static WordLists of(String file) {
    return READ.computeIfAbsent(file, WordLists::read);
  }

  private static WordLists read(String file) {
    try (InputStream in =
        Objects.requireNonNull(WordLists.class.getResourceAsStream(FOLDER + file + ".txt"))) {
      return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WordLists parse(String file, String text) {
    WordLists words = new WordLists(file);
    List<String> list = List.of();
    for (String row : text.lines().map(String::strip).toList()) {
      if (row.startsWith("[") && row.endsWith("]") && row.length() > 2) {
        list = new ArrayList<>();
        if (words.lists.put(row.substring(1, row.length() - 1), list) != null) {
          throw new IllegalStateException(file + ".txt has two lists " + row);
        }
      } else if (!row.isEmpty() && !row.startsWith("#")) {
        list.add(row);
      }
    }
    return words;
  }

  /** Names of the lists, in the order of the file. */
  public Set<String> names() {
    return lists.keySet();
  }

  /** Every word of a list, with its alternatives written out. */
  public Set<String> set(String name) {
    return words(name)
        .flatMap(word -> alternatives(word).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Fits a text that is, as a whole, one of the words. */
  public Pattern whole(String name) {
    return Pattern.compile(
        words(name).map(WordLists::regex).collect(Collectors.joining("|", "(?:", ")")));
  }

  /** Finds any of the expressions of a list, one a line, anywhere in a text, whatever its case. */
  public Pattern found(String name) {
    StringJoiner any = new StringJoiner("|", "(?:", ")");
    rows(name).forEach(row -> any.add("(?:" + row + ")"));
    return Pattern.compile(any.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** The expressions of a list, one a line. */
  public List<Pattern> patterns(String name) {
    return rows(name).stream().map(Pattern::compile).toList();
  }

  /** Whether any word of a list stands somewhere in the text. */
  public boolean anyIn(String name, String text) {
    return set(name).stream().anyMatch(text::contains);
  }

  public Stream<String> words(String name) {
    return rows(name).stream().flatMap(row -> Arrays.stream(row.split("\\s+")));
  }

  private List<String> rows(String name) {
    List<String> rows = lists.get(name);
    if (rows == null) {
      throw new IllegalStateException(file + ".txt has no list " + name);
    }
    return rows;
  }

  private static List<String> alternatives(String word) {
    int open = word.indexOf('{');
    int close = word.indexOf('}', open + 1);
    if (open < 0 || close < 0) {
      return List.of(word);
    }
    return Arrays.stream(word.substring(open + 1, close).split(",", -1))
        .flatMap(
            one -> alternatives(word.substring(0, open) + one + word.substring(close + 1)).stream())
        .toList();
  }

  /** A word as a regular expression. */
  public static String regex(String word) {
    StringBuilder regex = new StringBuilder();
    boolean braces = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '*') {
        boolean twice = word.startsWith("**", i);
        regex.append(twice ? "(?s:.*)" : "[^/]*");
        i += twice ? 1 : 0;
      } else if (c == '{' || c == '}') {
        braces = c == '{';
        regex.append(braces ? "(?:" : ")");
      } else if (c == ',' && braces) {
        regex.append('|');
      } else {
        regex.append(Character.isLetterOrDigit(c) ? String.valueOf(c) : "\\" + c);
      }
    }
    return regex.toString();
  }
}
