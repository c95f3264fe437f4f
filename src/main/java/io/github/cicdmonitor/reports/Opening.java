package io.github.cicdmonitor.reports;

/**
 * What a line must begin with to match a pattern as a whole: a cheap look before the pattern runs.
 * Knows nothing where the pattern begins with a choice.
 */
final class Opening {
  private static final String META = ".+*?()|[]{}^$\\";

  private final String text;
  private final boolean digit;

  private Opening(String text, boolean digit) {
    this.text = text;
    this.digit = digit;
  }

  /** @param pattern without a choice outside of groups */
  static Opening of(String pattern) {
    if (pattern.matches("(?s)(?:\\(\\?P<\\w+>)?\\\\d\\+(?:\\)[^?*{].*|[^)]*)")) {
      return new Opening("", true);
    }
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      boolean escaped = c == '\\' && i + 1 < pattern.length() && isSign(pattern.charAt(i + 1));
      if (!escaped && META.indexOf(c) >= 0) {
        break;
      }
      text.append(escaped ? pattern.charAt(i + 1) : c);
      i += escaped ? 2 : 1;
    }
    boolean optional = i < pattern.length() && "?*{".indexOf(pattern.charAt(i)) >= 0;
    if (optional && text.length() > 0) {
      text.setLength(text.length() - 1);
    }
    return new Opening(text.toString(), false);
  }

  private static boolean isSign(char c) {
    return c < 128 && !Character.isLetterOrDigit(c);
  }

  boolean fits(String line) {
    return digit
        ? !line.isEmpty() && line.charAt(0) >= '0' && line.charAt(0) <= '9'
        : line.startsWith(text);
  }
}
