package io.github.cicdmonitor.redact;

import java.util.Locale;
import java.util.Set;

/**
 * What a value looks like. Entropy alone cannot tell a 20-character secret from a class name (both
 * lie near 4 bits per character), so it is used behind a key word or above 40 characters, and next
 * to a second measure: how often the kind of character changes.
 */
final class ValueShape {
  private static final int LOOK_AT = 512;
  private static final Set<String> NO_VALUES = Set.of(
      "true",
      "false",
      "null",
      "none",
      "nil",
      "undefined",
      "yes",
      "no",
      "on",
      "off",
      "empty",
      "not",
      "required",
      "optional",
      "missing",
      "invalid",
      "string",
      "bearer",
      "basic",
      "unset",
      "default",
      "disabled",
      "enabled",
      "inherit",
      "redacted",
      "hidden",
      "masked",
      "write",
      "read",
      "unknown",
      "set",
      "token",
      "password",
      "secret",
      "n/a",
      "str",
      "text",
      "bool",
      "boolean",
      "number",
      "option",
      "argument",
      "flag",
      "value",
      "the",
      "and",
      "for",
      "was",
      "with",
      "from",
      "must",
      "instead",
      "when",
      "parameter",
      "is",
      "are",
      "can",
      "cannot",
      "requires",
      "or",
      "to",
      "in",
      "has",
      "have",
      "failed",
      "expired",
      "provided");

  private ValueShape() {}

  /** Bits per character. */
  static double entropy(String text, int from, int to) {
    int[] counts = new int[128];
    int end = Math.min(to, from + LOOK_AT);
    for (int i = from; i < end; i++) {
      counts[text.charAt(i) & 127]++;
    }
    double bits = 0;
    double length = end - from;
    for (int count : counts) {
      if (count > 0) {
        bits -= count / length * (Math.log(count / length) / Math.log(2));
      }
    }
    return bits;
  }

  /** Share of neighbours of unlike kind: random base62 has 0.62, camelCase and paths 0.2 to 0.4. */
  static double restlessness(String text, int from, int to) {
    int end = Math.min(to, from + LOOK_AT);
    int changes = 0;
    for (int i = from + 1; i < end; i++) {
      changes += kind(text.charAt(i)) == kind(text.charAt(i - 1)) ? 0 : 1;
    }
    return end - from < 2 ? 0 : (double) changes / (end - from - 1);
  }

  private static int kind(char c) {
    if (c >= 'a' && c <= 'z') {
      return 0;
    }
    return c >= 'A' && c <= 'Z' ? 1 : isDigit(c) ? 2 : 3;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean hasDigit(String text, int from, int to) {
    int end = Math.min(to, from + LOOK_AT);
    for (int i = from; i < end; i++) {
      if (isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  static boolean hasLetter(String text, int from, int to) {
    int end = Math.min(to, from + LOOK_AT);
    for (int i = from; i < end; i++) {
      if (kind(text.charAt(i)) < 2) {
        return true;
      }
    }
    return false;
  }

  /** {@code word}, {@code Word} or {@code WORD}: letters only, and no change of case inside. */
  static boolean isPlainWord(String text, int from, int to) {
    if (to - from > 24 || to <= from) {
      return false;
    }
    int second = from + 1 < to ? kind(text.charAt(from + 1)) : 0;
    boolean first = kind(text.charAt(from)) < 2;
    for (int i = from + 1; i < to; i++) {
      if (kind(text.charAt(i)) != second || second > 1) {
        return false;
      }
    }
    return first && (kind(text.charAt(from)) == 1 || second == 0);
  }

  /** A word of a program: letters of one case with underscores, or a capitalised word. */
  static boolean isIdentifier(String text, int from, int to) {
    if (isPlainWord(text, from, to)) {
      return true;
    }
    int letters = -1;
    for (int i = from; i < to; i++) {
      int kind = kind(text.charAt(i));
      if (text.charAt(i) == '_') {
        continue;
      }
      if (kind > 1 || (letters >= 0 && kind != letters)) {
        return false;
      }
      letters = kind;
    }
    return to - from <= 32;
  }

  static boolean isHex(String text, int from, int to) {
    return Alphabet.HEX.runEnd(text, from) >= to;
  }

  /** The sizes of git and image digests in hexadecimal. */
  static boolean isHash(String text, int from, int to) {
    int length = to - from;
    boolean size = length == 32
        || length == 40
        || length == 56
        || length == 64
        || length == 96
        || length == 128;
    return size && isHex(text, from, to);
  }

  /** {@code ***}, a variable, a template, a word such as {@code true}: shown, not a secret. */
  static boolean isPlaceholder(String text, int from, int to) {
    if (to <= from) {
      return true;
    }
    char first = text.charAt(from);
    if ("$<{[(%&".indexOf(first) >= 0 || text.startsWith("***", from)) {
      return first != '%' || text.charAt(to - 1) == '%';
    }
    if (isOneCharacterRepeated(text, from, to)) {
      return true;
    }
    if (to - from > 40) {
      return false;
    }
    String value = text.substring(from, to);
    if (value.contains("***")
        || value.startsWith("secrets.")
        || value.startsWith("process.env")
        || value.startsWith("os.environ")
        || value.startsWith("os.getenv")
        || value.startsWith("env.")
        || value.startsWith("vars.")
        || value.startsWith("System.")) {
      return true;
    }
    String word = value.toLowerCase(Locale.ROOT);
    int end = word.length();
    while (end > 0 && ".:!?,".indexOf(word.charAt(end - 1)) >= 0) {
      end--;
    }
    return end == 0 || NO_VALUES.contains(word.substring(0, end));
  }

  /** Separators aside, as in {@code XXXXX-XXXXX} or dots. */
  private static boolean isOneCharacterRepeated(String text, int from, int to) {
    char only = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '-' || c == '_' || c == '.' || c == '=' || c == '*') {
        continue;
      }
      if (only != 0 && c != only) {
        return false;
      }
      only = c;
    }
    return true;
  }

  /** Letters and digits, not {@linkplain #isBuilt built}. */
  static boolean isMixed(String text, int from, int to) {
    return hasDigit(text, from, to) && hasLetter(text, from, to) && !isBuilt(text, from, to);
  }

  /** Paths, versions, dotted names, dates, and words joined by dashes: built, not random. */
  static boolean isBuilt(String text, int from, int to) {
    int words = 0;
    int numbers = 0;
    int others = 0;
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i < to && Alphabet.ALNUM.has(text.charAt(i))) {
        continue;
      }
      if (i > start) {
        if (isWordly(text, start, i)) {
          words++;
        } else if (i - start <= 20 && !hasLetter(text, start, i)) {
          numbers++;
        } else if (i - start <= 4 || isHash(text, start, i)) {
          numbers++;
        } else {
          others++;
        }
      }
      start = i + 1;
    }
    return (others == 0 && words + numbers > 1) || (words >= 2 && words > 2 * others);
  }

  /** Letters in words of at least three, a trailing number allowed: {@code HttpServer2}. */
  private static boolean isWordly(String text, int from, int to) {
    int end = to;
    while (end > from && end > to - 4 && isDigit(text.charAt(end - 1))) {
      end--;
    }
    if (end - from < 3 || hasDigit(text, from, end)) {
      return end - from > 0 && isPlainWord(text, from, end);
    }
    return restlessness(text, from, end) < 0.45;
  }
}
