package io.github.cicdmonitor.injection;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Sentences, and whether they are English. Orders are told by their words, and no list has those of
 * every language; so a sentence that is not English is one that was not looked through.
 */
final class Prose {
  private static final int WINDOW = 6; // words
  private static final int MOST_KNOWN = 1; // a loan word, or a name
  private static final int MOST_COMMAS = 2; // more make a list
  private static final int OTHER_SCRIPT = 4; // words
  private static final int FEWEST_WORDS = 4;
  private static final int SPELLED = 3; // words with digits for letters
  private static final int SHORTEST_SPELLED = 4;
  private static final int FEWEST_SIGNS = 6; // less are a frame in the wrong encoding
  private static final int SHORTEST_STEM = 3;

  private static final String WORD = "[\\p{L}\\p{M}]+(?:['’][\\p{L}\\p{M}]+)*";
  private static final Pattern RUN = Pattern.compile(
      "(" + WORD + "[,.;:!?…\"'”»)\\]]{0,3}\\s+[\"'“«(\\[]{0,2}){" + (WINDOW - 1) + ",}" + WORD);
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern OTHER = Pattern.compile("[\\p{L}\\p{M}]{2,}");
  private static final Pattern WITHOUT_SPACES = Pattern.compile(
      "[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}]{6,}");
  private static final Pattern WITH_DIGITS =
      Pattern.compile("\\b[a-z]*[0134578][a-z0134578]*[a-z][0134578]*\\b");

  private static final Pattern NAME = Pattern.compile("\\p{Ll}\\p{Lu}");

  private static final List<String> ENDINGS =
      List.of("s", "ed", "ing", "es", "ly", "d", "er", "ion");

  private static final Set<String> ENGLISH = read();

  private Prose() {}

  private static Set<String> read() {
    Set<String> words = new HashSet<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(Prose.class.getResourceAsStream("english.txt")),
        StandardCharsets.UTF_8))) {
      in.lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> words.addAll(List.of(line.split(" ", -1))));
    } catch (IOException e) {
      throw new UncheckedIOException("english.txt is part of the program", e);
    }
    return words;
  }

  /** Whether some words in a row are a sentence of another language. */
  static boolean isForeign(String line) {
    if (!FoldedText.isAscii(line) && (isWithoutSpaces(line) || isOfOtherScript(line))) {
      return true;
    }
    if (line.chars().filter(c -> c == ' ').limit(WINDOW - 1).count() < WINDOW - 1) {
      return false;
    }
    Matcher runs = RUN.matcher(line);
    while (runs.find()) {
      if (isForeignRun(runs.group())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWithoutSpaces(String line) {
    Matcher runs = WITHOUT_SPACES.matcher(line);
    while (runs.find()) {
      long signs = runs.group().codePoints().distinct().count();
      if (signs >= FEWEST_SIGNS && signs * 3 > runs.group().length() * 2L) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfOtherScript(String line) {
    Set<String> words = new HashSet<>();
    Matcher matcher = OTHER.matcher(line);
    while (matcher.find()) {
      if (matcher.group().codePoints().noneMatch(Prose::isLatin)) {
        words.add(matcher.group());
      }
    }
    return words.size() >= OTHER_SCRIPT;
  }

  private static boolean isLatin(int c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
  }

  private static boolean isForeignRun(String run) {
    String[] tokens = SPACE.split(run);
    boolean[] english = new boolean[tokens.length];
    int known = 0;
    int commas = 0;
    for (int i = 0; i < tokens.length; i++) {
      english[i] = isKnown(tokens[i]);
      known += english[i] ? 1 : 0;
      commas += isListed(tokens[i]) ? 1 : 0;
      if (i >= WINDOW) {
        known -= english[i - WINDOW] ? 1 : 0;
        commas -= isListed(tokens[i - WINDOW]) ? 1 : 0;
      }
      if (i >= WINDOW - 1 && known <= MOST_KNOWN && commas <= MOST_COMMAS) {
        return true;
      }
    }
    return false;
  }

  private static boolean isListed(String token) {
    return token.endsWith(",") || token.endsWith("?");
  }

  /** Single letters and names of code say nothing of a language. */
  private static boolean isKnown(String token) {
    String word = FoldedText.words(token).replace(" ", "");
    return word.length() < 2 || NAME.matcher(token).find() || isEnglish(word);
  }

  /** @param word in small letters */
  private static boolean isEnglish(String word) {
    if (ENGLISH.contains(word)) {
      return true;
    }
    for (String ending : ENDINGS) {
      if (word.endsWith(ending) && word.length() >= SHORTEST_STEM + ending.length()) {
        String stem = word.substring(0, word.length() - ending.length());
        if (ENGLISH.contains(stem) || ENGLISH.contains(stem + "e")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a whole text is words, in whatever language. */
  static boolean isSentence(String text) {
    long letters = text.codePoints()
        .filter(c ->
            Character.isLetter(c) || c == ' ' || Character.getType(c) == Character.NON_SPACING_MARK)
        .count();
    return letters * 10 >= text.codePointCount(0, text.length()) * 9L
        && (SPACE.split(text.strip()).length >= FEWEST_WORDS || isForeign(text));
  }

  /** Whether words are spelled with digits in the place of letters. */
  static boolean isSpelledWithDigits(String line) {
    int words = 0;
    Matcher matcher = WITH_DIGITS.matcher(line.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      String word = matcher.group();
      words +=
          word.length() >= SHORTEST_SPELLED && readings(word).stream().anyMatch(Prose::isEnglish)
              ? 1
              : 0;
    }
    return words >= SPELLED;
  }

  private static List<String> readings(String word) {
    List<String> readings = new ArrayList<>();
    for (String one : List.of("i", "l")) {
      readings.add(word.replace("0", "o")
          .replace("1", one)
          .replace("3", "e")
          .replace("4", "a")
          .replace("5", "s")
          .replace("7", "t")
          .replace("8", "b"));
    }
    return readings;
  }
}
