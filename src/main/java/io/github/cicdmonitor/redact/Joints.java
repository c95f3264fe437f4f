package io.github.cicdmonitor.redact;

import com.google.re2j.Pattern;

/** Where a program adds two strings together, or joins those of a list. */
final class Joints {
  private static final String MARKS = "+.&";
  private static final Pattern IN_LIST =
      Pattern.compile("[A-Za-z0-9_-][\"']\\s{0,3},\\s{0,3}[\"'][A-Za-z0-9_-]");

  private Joints() {}

  static boolean isInList(String text, int from) {
    return IN_LIST.matcher(text).find(from);
  }

  /**
   * Where the next string goes on if a plus, a full stop, an ampersand or only blanks join it to the
   * one that the quote at {@code at} ends; else -1.
   */
  static int after(String text, int at) {
    return after(text, at, MARKS);
  }

  /** The same, or a comma, unless the next string is the name of a member of an object. */
  static int afterInList(String text, int at) {
    int next = after(text, at, MARKS + ",");
    return next >= 0 && isName(text, next) ? -1 : next;
  }

  private static int after(String text, int at, String marks) {
    int i = blanks(text, at + 1);
    if (i < text.length() && marks.indexOf(text.charAt(i)) >= 0) {
      i = blanks(text, i + 1);
    }
    if (i == at + 1 || i - at >= 8 || at == 0) {
      return -1;
    }
    while (i < text.length() && text.charAt(i) == '\\') {
      i++;
    }
    boolean isJoined = i + 1 < text.length()
        && text.charAt(i) == text.charAt(at)
        && isPart(text.charAt(i + 1))
        && isPart(before(text, at));
    return isJoined ? i + 1 : -1;
  }

  private static boolean isName(String text, int from) {
    int close = text.indexOf(text.charAt(from - 1), from);
    int colon = close < 0 ? -1 : blanks(text, close + 1);
    return colon >= 0 && text.startsWith(":", colon);
  }

  private static boolean isPart(char c) {
    return c == '$' || c == '!' || Alphabet.URL_VALUE.has(c);
  }

  private static char before(String text, int index) {
    int i = index - 1;
    while (i > 0 && text.charAt(i) == '\\') {
      i--;
    }
    return text.charAt(i);
  }

  private static int blanks(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == ' ' && i - from < 3) {
      i++;
    }
    return i;
  }
}
