package io.github.cicdmonitor.redact;

/** The sets of characters that tokens and values are made of. */
enum Alphabet {
  ALNUM("A-Za-z0-9"),
  WORD("A-Za-z0-9_"),
  WORD_DASH("A-Za-z0-9_-"),
  WORD_DASH_EQ("A-Za-z0-9_=-"),
  DOTTED("A-Za-z0-9_.-"),
  DOTTED_TILDE("A-Za-z0-9_.~-"),
  BASE64("A-Za-z0-9+/"),
  BASE64_PADDED("A-Za-z0-9+/="),
  BASE64_ANY("A-Za-z0-9+/=_-"),
  URL_VALUE("A-Za-z0-9+/=_.~%-"),
  BEARER("A-Za-z0-9+/=_.~:%-"),
  URL_PATH("A-Za-z0-9/_.-"),
  UPPER_DIGIT("A-Z0-9"),
  LOWER_DIGIT("a-z0-9"),
  LOWER("a-z"),
  UPPER("A-Z"),
  LETTER("A-Za-z"),
  DIGIT("0-9"),
  HEX("a-fA-F0-9"),
  /** What an unquoted value may hold: anything visible but quotes, brackets and separators. */
  BARE_VALUE("^\"'`\\,;&<>(){}[]|"),
  /** A word of a sentence and what stands at its end, without quotes, brackets and pipes. */
  SENTENCE_WORD("^\"'`\\<>(){}[]|"),
  /** What the value of a variable may hold on its own line. */
  SHELL_VALUE("^\"'`\\"),
  /** User and password before an {@code @}: no blank, quote, bracket or comma. */
  USER_INFO("^\"'`\\,;<>(){}[]|=@"),
  /** Inside the authority of a URL: anything visible but slash, quotes, angle brackets, backslash. */
  AUTHORITY("^/\"'`\\<>");

  private final long low; // one bit for each of the characters 0 to 63
  private final long high; // 64 to 127
  private final boolean beyondAscii;

  /** Ranges such as {@code a-z}; after a {@code ^} the characters that do not belong. */
  Alphabet(String ranges) {
    beyondAscii = ranges.charAt(0) == '^';
    long[] bits = new long[2];
    for (char c = '!'; c < 127; c++) {
      if (beyondAscii ? ranges.indexOf(c, 1) < 0 : isIn(ranges, c)) {
        bits[c >> 6] |= 1L << c;
      }
    }
    low = bits[0];
    high = bits[1];
  }

  private static boolean isIn(String ranges, char c) {
    for (int i = 0; i < ranges.length(); i++) {
      boolean isRange = i + 2 < ranges.length() && ranges.charAt(i + 1) == '-';
      if (c >= ranges.charAt(i) && c <= ranges.charAt(isRange ? i + 2 : i)) {
        return true;
      }
      i += isRange ? 2 : 0;
    }
    return false;
  }

  boolean has(char c) {
    if (c >= 128) {
      return beyondAscii && c > 0xA0;
    }
    return (((c < 64 ? low : high) >>> c) & 1) != 0;
  }

  /** Where the run of these characters that begins at {@code from} ends. */
  int runEnd(String text, int from) {
    int end = from;
    int length = text.length();
    while (end < length && has(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Where the run of these characters that ends before {@code to} begins, at most {@code max} back. */
  int runStart(String text, int to, int max) {
    int start = to;
    while (start > 0 && to - start < max && has(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }
}
