package io.github.cicdmonitor.redact;

/**
 * Escape sequences that stand right before a secret or inside a finding: those of a JSON string (a
 * backslash and a letter, or a backslash, {@code u} and four digits), {@code %3D} of a URL, {@code
 * [0m} of a colour whose escape character was written out.
 */
final class Escapes {
  private static final String LETTERS = "nrtbf";

  private Escapes() {}

  /** Whether the alphanumeric character before {@code index} ends an escape sequence. */
  static boolean endsAt(String text, int index) {
    return endsLetter(text, index)
        || endsUnicode(text, index)
        || endsPercent(text, index)
        || endsColour(text, index);
  }

  private static boolean endsLetter(String text, int index) {
    return index >= 2
        && LETTERS.indexOf(text.charAt(index - 1)) >= 0
        && text.charAt(index - 2) == '\\';
  }

  private static boolean endsUnicode(String text, int index) {
    return index >= 6
        && text.charAt(index - 6) == '\\'
        && text.charAt(index - 5) == 'u'
        && Alphabet.HEX.runStart(text, index, 4) == index - 4;
  }

  private static boolean endsPercent(String text, int index) {
    return index >= 3
        && text.charAt(index - 3) == '%'
        && Alphabet.HEX.runStart(text, index, 2) == index - 2;
  }

  private static boolean endsColour(String text, int index) {
    if (text.charAt(index - 1) != 'm') {
      return false;
    }
    int i = index - 2;
    while (i >= 0 && index - i < 12 && (isDigit(text.charAt(i)) || text.charAt(i) == ';')) {
      i--;
    }
    return i >= 0 && text.charAt(i) == '[';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * The finding without half escape sequences at its ends, so that a JSON text whose strings are
   * partly replaced is still JSON.
   */
  static Finding whole(String text, Finding finding) {
    int from = finding.from();
    int to = finding.to();
    if (backslashesBefore(text, from) % 2 == 1) {
      from += text.charAt(from) == 'u' ? 5 : 1;
    } else {
      for (int back = 1; back <= 4; back++) {
        int u = from - back;
        if (u >= 1 && text.charAt(u) == 'u' && backslashesBefore(text, u) % 2 == 1) {
          from = u + 5;
          break;
        }
      }
    }
    if (to < text.length() && backslashesBefore(text, to) % 2 == 1) {
      to--;
    }
    for (int back = 1; back <= 4; back++) {
      int u = to - back;
      if (u > from && text.charAt(u) == 'u' && backslashesBefore(text, u) % 2 == 1) {
        to = Math.min(text.length(), u + 5);
        break;
      }
    }
    return finding.at(from, Math.max(from, to));
  }

  private static int backslashesBefore(String text, int index) {
    int i = index;
    while (i > 0 && text.charAt(i - 1) == '\\') {
      i--;
    }
    return index - i;
  }
}
