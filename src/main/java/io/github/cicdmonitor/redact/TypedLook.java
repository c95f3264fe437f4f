package io.github.cicdmonitor.redact;

/**
 * Whether a word looks like a password that a person thought out: words and digits, perhaps a sign,
 * far from random. It says so only in the place of a password; elsewhere many names look the same.
 */
final class TypedLook {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 48;
  private static final int SHORTEST_HEX = 16;
  private static final int MANY_DIGITS = 2;
  private static final int MANY_SIGNS = 3;
  private static final String SIGNS = "!#$%^&*?@";

  private TypedLook() {}

  /** Letters and digits, perhaps signs; not a version, a path, a host, a hash, a variable. */
  static boolean isTyped(String text, int from, int to) {
    if (to - from < SHORTEST
        || to - from > LONGEST
        || !Alphabet.ALNUM.has(text.charAt(from))
        || (to - from >= SHORTEST_HEX && ValueShape.isHex(text, from, to))
        || text.substring(from, to).contains("**")
        || ValueShape.isPlaceholder(text, from, to)) {
      return false;
    }
    int letters = 0;
    int lower = 0;
    int digits = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (ValueShape.isDigit(c)) {
        digits++;
      } else if (Alphabet.LETTER.has(c)) {
        letters++;
        lower += Alphabet.LOWER.has(c) ? 1 : 0;
      } else if ("-_+~".indexOf(c) < 0 && SIGNS.indexOf(c) < 0 && !isInner(text, i, from, to)) {
        return false;
      }
    }
    return letters > 1
        && (digits >= MANY_DIGITS || (digits > 0 && hasSign(text, from, to)))
        && (lower > 0 || hasSign(text, from, to) || text.substring(from, to).indexOf('_') < 0)
        && !isAddress(text, from, to)
        && !SecretLook.isAlgorithm(text, from);
  }

  /** Typed, and with a sign or a capital that a name in a sentence would not have. */
  static boolean isSurelyTyped(String text, int from, int to) {
    return isTyped(text, from, to)
        && (hasSign(text, from, to)
            || (Alphabet.UPPER.has(text.charAt(from))
                && Alphabet.LOWER.has(text.charAt(from + 1))
                && endsInDigits(text, from, to)));
  }

  private static boolean endsInDigits(String text, int from, int to) {
    int start = Alphabet.DIGIT.runStart(text, to, to - from);
    return to - start >= MANY_DIGITS && Alphabet.LETTER.runEnd(text, from) == start;
  }

  /** A full stop between a letter and a sign, not one of a version, a file or a host. */
  private static boolean isInner(String text, int at, int from, int to) {
    boolean isNearSign = at + 1 < to && !Alphabet.ALNUM.has(text.charAt(at + 1));
    return text.charAt(at) == '.' && (isNearSign || signs(text, from, to) >= MANY_SIGNS);
  }

  static int signs(String text, int from, int to) {
    int signs = 0;
    for (int i = from + 1; i < to; i++) {
      signs += SIGNS.indexOf(text.charAt(i)) >= 0 ? 1 : 0;
    }
    return signs;
  }

  private static boolean hasSign(String text, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      boolean isTilde = text.charAt(i) == '~' && Alphabet.LETTER.has(text.charAt(to - 1));
      if (SIGNS.indexOf(text.charAt(i)) >= 0 || (isTilde && hasBothCases(text, from, to))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBothCases(String text, int from, int to) {
    String word = text.substring(from, to);
    return word.chars().anyMatch(c -> Alphabet.UPPER.has((char) c))
        && word.chars().anyMatch(c -> Alphabet.LOWER.has((char) c));
  }

  /** {@code name@host}, {@code package@12}. */
  private static boolean isAddress(String text, int from, int to) {
    int at = text.indexOf('@', from);
    if (at < 0 || at + 1 >= to || Alphabet.DOTTED.runEnd(text, from) < at) {
      return false;
    }
    int version = text.charAt(at + 1) == 'v' ? at + 2 : at + 1;
    return text.substring(at, to).indexOf('.') >= 0
        || (Alphabet.DIGIT.runEnd(text, version) >= to && to - version <= 2);
  }
}
