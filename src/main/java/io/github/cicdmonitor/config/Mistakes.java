package io.github.cicdmonitor.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Gathers what is wrong, so that all of it is told at once; shows values cut, escaped, without secrets. */
final class Mistakes {
  private static final int SHOWN_CHARACTERS = 60;
  private static final int MOST_LINES = 50;

  /** Beginnings of tokens that people paste where they do not belong. */
  private static final Pattern TOKEN = Pattern.compile(
      "gh[pousr]_|github_pat_|\\bsk-|xox[a-z]-|xapp-|-----BEGIN|://[^/@]*@|AKIA|eyJ|glpat-");

  private final List<String> lines = new ArrayList<>();

  /** One line: where, then what is wrong or allowed. Both are shown as they are, on one line. */
  void add(String where, String rule) {
    if (lines.size() < MOST_LINES) {
      lines.add("cicd-monitor: " + oneLine(where) + ": " + oneLine(rule));
    } else if (lines.size() == MOST_LINES) {
      lines.add("cicd-monitor: more mistakes follow: correct these first");
    }
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  void throwIfAny() {
    if (!isEmpty()) {
      throw new InvalidConfiguration(lines);
    }
  }

  /** {@code text} in quotes as it may be printed: whatever could be a token is {@code "***"}. */
  static String quoted(String text) {
    return looksSecret(text) ? "\"***\"" : '"' + shown(text) + '"';
  }

  static boolean looksSecret(String text) {
    return TOKEN.matcher(text).find();
  }

  /** Cut, and without line breaks, control or look-alike characters. */
  static String shown(String text) {
    String cut = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) : text;
    return oneLine(cut) + (cut.length() < text.length() ? "…" : "");
  }

  private static String oneLine(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> {
      if (isPlain(c)) {
        out.appendCodePoint(c);
      } else {
        out.append(String.format("\\u%04x", c));
      }
    });
    return out.toString();
  }

  /** Whether a character shows as itself: no control, invisible or unassigned one. */
  static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
