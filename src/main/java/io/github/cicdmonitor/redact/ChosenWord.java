package io.github.cicdmonitor.redact;

import java.util.List;
import java.util.Locale;

/**
 * Whether a word may be a password although it is made of letters alone, or of words joined by dashes.
 * Only the place tells it from any other word, so this is asked where nothing but a password stands.
 */
final class ChosenWord {
  private static final int SHORTEST = 7;
  private static final int LONGEST = 64;

  /** What words that tell a state or a property end in: {@code required}, {@code incorrect}. */
  private static final List<String> ENDINGS = List.of(
      "ed", "ing", "ion", "ions", "ble", "ly", "ory", "ful", "ive", "ity", "ness", "ment", "ance",
      "ence", "ous", "ant", "ent", "word", "words", "orrect", "alid", "string", "text", "icted");

  private ChosenWord() {}

  /** Not a state, a type, a path, a file, a host, or the name of something that keeps one. */
  static boolean isChosen(String text, int from, int to) {
    int length = to - from;
    if (length < SHORTEST
        || length > LONGEST
        || !Alphabet.LETTER.has(text.charAt(from))
        || !Alphabet.ALNUM.has(text.charAt(to - 1))
        || Alphabet.WORD_DASH.runEnd(text, from) < to
        || ValueShape.isPlaceholder(text, from, to)
        || isCapitalised(text, from, to)) {
      return false;
    }
    String word = text.substring(from, to);
    return word.indexOf('_') < 0
        && ENDINGS.stream().noneMatch(word.toLowerCase(Locale.ROOT)::endsWith)
        && KeyNames.strength(KeyNames.words(word)) == KeyNames.Strength.NONE;
  }

  /** {@code String}, {@code HttpClient}, {@code UTF}: a type or a constant. */
  private static boolean isCapitalised(String text, int from, int to) {
    return Alphabet.UPPER.has(text.charAt(from)) && !ValueShape.hasDigit(text, from, to);
  }
}
