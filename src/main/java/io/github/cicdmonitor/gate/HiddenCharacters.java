package io.github.cicdmonitor.gate;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Characters that a reviewer does not see or takes for others (B-UNI). Only what an edit adds
 * counts: a file may hold such text already.
 */
final class HiddenCharacters {
  private HiddenCharacters() {}

  /** Where the text after holds more of a hidden or look-alike character than the one before. */
  static Optional<Hidden> added(String before, String after) {
    if (isPlain(after)) {
      return Optional.empty();
    }
    Map<String, Integer> known = new HashMap<>();
    new HiddenCharacters.Scan(before).each((what, line) -> known.merge(what, 1, Integer::sum));
    Hidden[] first = new Hidden[1];
    new HiddenCharacters.Scan(after).each((what, line) -> {
      if (known.merge(what, -1, Integer::sum) < 0 && first[0] == null) {
        first[0] = new Hidden(what, line);
      }
    });
    return Optional.ofNullable(first[0]);
  }

  record Hidden(String what, int line) {}

  private interface Sink {
    void found(String what, int line);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean newline =
          c == '\n' || (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n');
      if (!newline && c != '\t' && (c < ' ' || c > '~')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHidden(int c, boolean beforeNewline) {
    if (c == '\n' || c == '\t' || (c == '\r' && beforeNewline)) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> isInvisible(c);
    };
  }

  private static boolean isInvisible(int c) {
    return (c >= 0xFE00 && c <= 0xFE0F) // variation selectors
        || (c >= 0xE0100 && c <= 0xE01EF)
        || c == 0x034F // combining grapheme joiner
        || c == 0x115F
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0 // Hangul fillers
        || c == 0x17B4
        || c == 0x17B5
        || c == 0x2800; // blank Braille
  }

  private static final class Scan {
    private final String text;

    Scan(String text) {
      this.text = text;
    }

    void each(Sink sink) {
      int line = 1;
      int wordStart = 0;
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        int width = Character.charCount(c);
        boolean crlf = i + 1 < text.length() && text.charAt(i + 1) == '\n';
        if (isHidden(c, crlf)) {
          sink.found(String.format("the hidden character U+%04X", c), line);
        }
        if (isBreak(c)) {
          word(text.substring(wordStart, i), line, sink);
          wordStart = i + width;
        }
        if (c == '\n') {
          line++;
        }
        i += width;
      }
      word(text.substring(wordStart), line, sink);
    }

    private static boolean isBreak(int c) {
      return c <= ' ' || c == '"' || c == '\'' || c == '`' || c == '(' || c == ')' || c == ','
          || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == ';';
    }

    /** A word is a look-alike if it mixes scripts, or is an identifier or URL beyond ASCII. */
    private static void word(String word, int line, Sink sink) {
      boolean latin = false;
      boolean other = false;
      boolean styled = false;
      boolean accented = false;
      boolean structured = false;
      for (int i = 0; i < word.length(); ) {
        int c = word.codePointAt(i);
        i += Character.charCount(c);
        if (c < 128) {
          latin |= Character.isLetter(c);
          structured |= "/._@:=$\\-+#%&|".indexOf(c) >= 0 && i < word.length();
          structured |= Character.isDigit(c);
        } else if (Character.isLetterOrDigit(c)) {
          accented = true;
          styled |= isStyledAscii(c);
          other |= Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN;
        } else {
          styled |= isStyledAscii(c);
        }
      }
      if (styled || (latin && other) || (accented && structured)) {
        sink.found("letters beyond ASCII in " + escaped(word), line);
      }
    }

    /** Full-width and mathematical letters, superscripts and the like that fold to ASCII. */
    private static boolean isStyledAscii(int c) {
      if (c == 0x2026 || c == 0xA0 || c == 0x2122 || c == 0xBD || c == 0xBC || c == 0xBE) {
        return false; // … ™ ½ ¼ ¾ are ordinary typography
      }
      String folded = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
      return !folded.isEmpty() && folded.chars().allMatch(f -> f > ' ' && f < 127);
    }

    private static String escaped(String word) {
      StringBuilder shown = new StringBuilder();
      word.codePoints().limit(40).forEach(c -> {
        if (c < 128) {
          shown.appendCodePoint(c);
        } else {
          shown.append(String.format("\\u%04X", c));
        }
      });
      return shown.toString();
    }
  }
}
