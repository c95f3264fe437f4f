package io.github.cicdmonitor.redact;

/**
 * Text as a terminal would have left it on the screen, without anything that steers a terminal or
 * hides from a reader.
 *
 * <p>Removed whole: ANSI, OSC, DCS, PM, APC and C1 sequences, also when the line ends inside one.
 * Folded: lone carriage returns (progress bars) to the last state that showed something, backspaces
 * with what they rubbed out. Removed: other control characters, byte-order marks, zero-width,
 * bidirectional, tag and filler characters. Kept: tab, line feed. Cleaning twice changes nothing.
 */
public final class ControlText {
  private static final char ESC = '\u001b';
  private static final char BEL = '\u0007';
  private static final char REPLACEMENT = '\ufffd';

  /**
   * What was left, and whether something hid in it.
   *
   * @param text the cleaned text
   * @param hidden whether it held characters that have no honest use in a log: bidirectional
   *     controls, tags, fillers, zero-width characters outside emoji
   */
  public record Cleaned(String text, boolean hidden) {}

  private final String in;
  private final StringBuilder out;
  private int lineStart;
  private boolean hidden;
  private int knownBlankUntil = -1;
  private int knownShownAt = -1;

  private ControlText(String in) {
    this.in = in;
    this.out = new StringBuilder(in.length());
  }

  /** The text without control sequences; linear in its length; line feeds stay line feeds. */
  public static String clean(String text) {
    return examine(text).text();
  }

  public static Cleaned examine(String text) {
    int plain = 0;
    int length = text.length();
    while (plain < length && isPlain(text.charAt(plain))) {
      plain++;
    }
    return plain == length ? new Cleaned(text, false) : new ControlText(text).run();
  }

  /**
   * The text on one line, for a printing edge: every control character but the tab, every line or
   * paragraph separator and every character without a shape is written as an escape such as
   * a backslash, a letter and the number in hexadecimal digits.
   */
  public static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      if (c == '\n') {
        shown.append("\\n");
      } else if (c == '\r') {
        shown.append("\\r");
      } else if (c == '\t' || isShown(c)) {
        shown.appendCodePoint(c);
      } else if (c < 0x100) {
        shown.append(String.format("\\x%02x", c));
      } else {
        shown.append(String.format("\\u{%x}", c));
      }
    });
    return shown.toString();
  }

  /** The cleaned text; if something hid in it, {@link #visible} instead, so that it is seen later. */
  public static String exposed(String text) {
    Cleaned cleaned = examine(text);
    return cleaned.hidden() ? visible(text) : cleaned.text();
  }

  /** Whether a text looks as if {@link #exposed} had written out what hid in it. */
  public static boolean isExposed(String text) {
    return text.contains("\\u{");
  }

  private static boolean isPlain(char c) {
    return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\n';
  }

  static boolean isShown(int c) {
    return c >= 0x20
        && !(c >= 0x7f && c < 0xa0)
        && c != 0x2028
        && c != 0x2029
        && !(c >= 0xd800 && c <= 0xdfff)
        && !isShapeless(c);
  }

  private Cleaned run() {
    int i = 0;
    while (i < in.length()) {
      char c = in.charAt(i);
      if (c == '\n') {
        out.append(c);
        lineStart = out.length();
        i++;
      } else if (isPlain(c)) {
        out.append(c);
        i++;
      } else if (c == '\r') {
        i = afterCarriageReturn(i);
      } else if (c == '\b') {
        rubOut();
        i++;
      } else if (c == ESC) {
        i = endOfEscape(i + 1);
      } else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
        i = c >= 0x80 ? endOfC1(c, i + 1) : i + 1;
      } else {
        i = afterCharacter(i);
      }
    }
    return new Cleaned(out.toString(), hidden);
  }

  /** What stood on the line is overwritten, unless nothing visible follows on it. */
  private int afterCarriageReturn(int at) {
    int i = at;
    while (i < in.length() && in.charAt(i) == '\r') {
      i++;
    }
    if (i < in.length() && in.charAt(i) != '\n' && restOfLineShows(i)) {
      out.setLength(lineStart);
    }
    return i;
  }

  /** Remembers what it found, so that a line of many carriage returns stays linear. */
  private boolean restOfLineShows(int from) {
    if (from <= knownShownAt) {
      return true;
    }
    if (from < knownBlankUntil) {
      return false;
    }
    int i = from;
    while (i < in.length() && in.charAt(i) != '\n') {
      char c = in.charAt(i);
      if (c == ESC) {
        i = endOfEscape(i + 1);
      } else if (c >= 0x80 && c < 0xa0) {
        i = endOfC1(c, i + 1);
      } else {
        int point = in.codePointAt(i);
        if (isShown(point) && !Character.isWhitespace(point)) {
          knownShownAt = i;
          return true;
        }
        i += Character.charCount(point);
      }
    }
    knownBlankUntil = i;
    return false;
  }

  private void rubOut() {
    int end = out.length();
    if (end > lineStart) {
      boolean pair = end - 1 > lineStart
          && Character.isSurrogatePair(out.charAt(end - 2), out.charAt(end - 1));
      out.setLength(end - (pair ? 2 : 1));
    }
  }

  private int endOfEscape(int i) {
    if (i >= in.length()) {
      return i;
    }
    char kind = in.charAt(i);
    return switch (kind) {
      case '[' -> endOfControlSequence(i + 1);
      case ']', 'P', 'X', '^', '_' -> endOfString(i + 1);
      default -> {
        int j = i;
        while (j < in.length() && in.charAt(j) >= 0x20 && in.charAt(j) <= 0x2f) {
          j++;
        }
        yield j < in.length() && in.charAt(j) >= 0x30 && in.charAt(j) <= 0x7e ? j + 1 : j;
      }
    };
  }

  private int endOfC1(char c, int i) {
    return switch (c) {
      case '\u009b' -> endOfControlSequence(i);
      case '\u009d', '\u0090', '\u0098', '\u009e', '\u009f' -> endOfString(i);
      default -> i;
    };
  }

  /** Parameters and intermediates, then one final byte; ends before anything else. */
  private int endOfControlSequence(int from) {
    int i = from;
    while (i < in.length() && in.charAt(i) >= 0x20 && in.charAt(i) <= 0x3f) {
      i++;
    }
    return i < in.length() && in.charAt(i) >= 0x40 && in.charAt(i) <= 0x7e ? i + 1 : i;
  }

  /** Up to and with BEL or ST; up to the line's end where the end mark is cut off. */
  private int endOfString(int from) {
    int i = from;
    while (i < in.length()) {
      char c = in.charAt(i);
      if (c == '\n') {
        return i;
      }
      if (c == BEL || c == '\u009c') {
        return i + 1;
      }
      if (c == ESC) {
        return i + 1 < in.length() && in.charAt(i + 1) == '\\' ? i + 2 : i;
      }
      i++;
    }
    return i;
  }

  private int afterCharacter(int i) {
    int c = in.codePointAt(i);
    if (c >= 0xd800 && c <= 0xdfff) {
      out.append(REPLACEMENT);
    } else if (c == 0x2028 || c == 0x2029) {
      out.append(' ');
    } else if (isShapeless(c)) {
      hidden |= !hasHonestUse(c);
    } else {
      out.appendCodePoint(c);
    }
    return i + Character.charCount(c);
  }

  private static boolean isShapeless(int c) {
    return (c >= 0x200b && c <= 0x200f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || (c >= 0xfe00 && c <= 0xfe0f)
        || (c >= 0xe0000 && c <= 0xe01ef)
        || (c >= 0xfff9 && c <= 0xfffb)
        || c == 0xfeff
        || c == 0x00ad
        || c == 0x034f
        || c == 0x061c
        || c == 0x115f
        || c == 0x1160
        || c == 0x17b4
        || c == 0x17b5
        || (c >= 0x180b && c <= 0x180e)
        || c == 0x3164
        || c == 0xffa0;
  }

  /** Byte-order marks, soft hyphens and what emoji are joined and coloured with. */
  private static boolean hasHonestUse(int c) {
    return c == 0xfeff || c == 0x00ad || c == 0x200d || (c >= 0xfe00 && c <= 0xfe0f);
  }
}
