package io.github.cicdmonitor.rules;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What lines of one kind have in common, word by word: words that differ may be any, and numbers and
 * hashes may be others.
 *
 * @param words of the first line; empty where the lines differ
 */
public record LineTemplate(List<Optional<String>> words) {
  private static final java.util.regex.Pattern NUMBER =
      java.util.regex.Pattern.compile("\\b[0-9a-f]{7,64}\\b|[0-9]+");
  private static final java.util.regex.Pattern SPACE = java.util.regex.Pattern.compile("\\s+");

  private static final int FEWEST_WORDS = 2;
  private static final int SHORTEST_LITERAL = 6;

  public LineTemplate {
    words = List.copyOf(words);
  }

  public static LineTemplate of(String line) {
    return new LineTemplate(split(line).stream().map(Optional::of).toList());
  }

  private static List<String> split(String line) {
    return Arrays.asList(SPACE.split(line.strip()));
  }

  /** What it has in common with a line; empty for one of another length. */
  public Optional<LineTemplate> with(String line) {
    List<String> others = split(line);
    if (others.size() != words.size()) {
      return Optional.empty();
    }
    List<Optional<String>> common = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      String other = others.get(i);
      common.add(words.get(i).filter(word -> plain(word).equals(plain(other))));
    }
    return Optional.of(new LineTemplate(common));
  }

  /** How many words are the same in all of them. */
  public long fixedWords() {
    return words.stream().filter(Optional::isPresent).count();
  }

  private static String plain(String word) {
    return NUMBER.matcher(word).replaceAll("0");
  }

  /** Whether it says enough to tell one fault from others. */
  public boolean isTelling() {
    long telling = words.stream()
        .flatMap(Optional::stream)
        .filter(word -> word.chars().filter(Character::isLetter).count() > 2)
        .count();
    return telling >= FEWEST_WORDS && literal().length() >= SHORTEST_LITERAL;
  }

  /** RE2 syntax. */
  public String pattern() {
    return words.stream()
        .map(word -> word.map(LineTemplate::pattern).orElse("\\S+"))
        .collect(Collectors.joining("\\s+"));
  }

  private static String pattern(String word) {
    StringBuilder out = new StringBuilder();
    var number = NUMBER.matcher(word);
    int from = 0;
    while (number.find()) {
      boolean digits = number.group().chars().allMatch(Character::isDigit);
      out.append(Pattern.quote(word.substring(from, number.start())))
          .append(digits ? "[0-9]+" : "[0-9a-f]+");
      from = number.end();
    }
    return out.append(Pattern.quote(word.substring(from))).toString();
  }

  /** The longest text without numbers that all of them hold, in lower case. */
  public String literal() {
    return words.stream()
        .flatMap(Optional::stream)
        .flatMap(word -> Arrays.stream(NUMBER.split(word)))
        .max(Comparator.comparingInt(String::length))
        .orElse("")
        .toLowerCase(Locale.ROOT);
  }
}
