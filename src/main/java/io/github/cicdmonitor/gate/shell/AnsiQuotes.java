package io.github.cicdmonitor.gate.shell;

/** Resolves the escapes of {@code $'…'}. */
final class AnsiQuotes {
  private AnsiQuotes() {}

  static String decode(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
        continue;
      }
      char kind = text.charAt(++i);
      switch (kind) {
        case 'n' -> plain.append('\n');
        case 't' -> plain.append('\t');
        case 'x' -> i = number(text, i + 1, 2, 16, plain);
        case 'u' -> i = number(text, i + 1, 4, 16, plain);
        case 'U' -> i = number(text, i + 1, 8, 16, plain);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> i = number(text, i, 3, 8, plain);
        default -> plain.append(kind);
      }
    }
    return plain.toString();
  }

  /**
   * Index of the last digit used. Five parameters: the escapes differ only in how many digits of
   * which base they take.
   */
  private static int number(String text, int from, int most, int radix, StringBuilder plain) {
    int end = from;
    int value = 0;
    while (end < text.length()
        && end - from < most
        && Character.digit(text.charAt(end), radix) >= 0) {
      value = value * radix + Character.digit(text.charAt(end), radix);
      end++;
    }
    if (Character.isValidCodePoint(value)) {
      plain.appendCodePoint(value);
    }
    return end - 1;
  }
}
