package io.github.cicdmonitor.redact;

import java.text.Normalizer;

/**
 * A line as it reads without the escapes of URLs, HTML, JSON and shells, without written-out colours,
 * and with strings joined that a program adds together; each character knows where it came from, so
 * that what is found in it can be hidden in the line: secrets broken by {@code %5F}, by a numeric
 * entity or by {@code " + "} are seen this way. Escapes inside escapes are undone three deep.
 */
final class DecodedLine {
  private static final int MAX_ROUNDS = 3;
  private static final int MAX_ENTITY = 12;
  private static final char FULL_WIDTH = '\uff00'; // the blank of this row
  private static final char MATHEMATICAL = '\ud835';
  private static final char ESC = '\u001b';

  /** The characters that an escape, a written-out colour or the joint of two strings begins with. */
  static final boolean[] INTRODUCERS = new boolean[128];

  static {
    for (char c : "%&\\[\"'`".toCharArray()) {
      INTRODUCERS[c] = true;
    }
  }

  private final String in;
  private final boolean isList;
  private final StringBuilder out;
  private final int[] from;
  private final int[] to;
  private int at;

  private DecodedLine(String in, boolean isList) {
    this.in = in;
    this.isList = isList;
    out = new StringBuilder(in.length());
    from = new int[in.length()];
    to = new int[in.length()];
  }

  /** Adds what the line holds once it is decoded. */
  static void search(ScannedLine scan) {
    int format = scan.lastFormat();
    if (format >= 0 && Joints.isInList(scan.text(), format)) {
      search(scan, true);
    }
    if (scan.mayHoldEscapes()) {
      search(scan, false);
    }
  }

  /** Of a list whose pieces a program joins, only what no two words make by chance. */
  private static void search(ScannedLine scan, boolean isList) {
    String text = scan.text();
    int[] starts = null;
    int[] ends = null;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      DecodedLine decoded = new DecodedLine(text, isList);
      decoded.run();
      String next = decoded.out.toString();
      if (next.equals(text)) {
        break;
      }
      int[] first = new int[next.length()];
      int[] last = new int[next.length()];
      for (int i = 0; i < next.length(); i++) {
        first[i] = starts == null ? decoded.from[i] : starts[decoded.from[i]];
        last[i] = ends == null ? decoded.to[i] : ends[decoded.to[i] - 1];
      }
      starts = first;
      ends = last;
      text = next;
    }
    if (starts == null || ends == null) {
      return;
    }
    ScannedLine view = new ScannedLine(text, scan.own(), Math.max(scan.depth(), 1));
    LineRules.apply(view);
    for (Finding finding : view.findings()) {
      if (isList && !finding.rule().namesProvider()) {
        continue;
      }
      // Each string of a list goes by itself: what is between them stays, and it is one list still.
      int first = finding.from();
      for (int i = first + 1; i <= finding.to(); i++) {
        if (i == finding.to() || scan.text().substring(ends[i - 1], starts[i]).indexOf(',') >= 0) {
          scan.add(new Finding(starts[first], ends[i - 1], finding.rule()));
          first = i;
        }
      }
    }
  }

  /** Whether an escape, a written-out colour or the joint of two strings may begin here. */
  static boolean mayBegin(String text, int at) {
    if (at + 2 >= text.length()) {
      return false;
    }
    char next = text.charAt(at + 1);
    return switch (text.charAt(at)) {
      case '%' -> Alphabet.HEX.has(next);
      case '&' -> next == '#' || Alphabet.ALNUM.has(next);
      case '\\' -> "ux01e".indexOf(next) >= 0;
      case '[' -> isColour(text, at + 1);
      case '"', '\'', '`' -> Joints.after(text, at) >= 0;
      default -> false;
    };
  }

  private void run() {
    while (at < in.length()) {
      int start = at;
      int c = next();
      if (c == ESC) {
        skipColour();
      } else if (c >= 0 && ControlText.isShown(c) && c != '\n') {
        from[out.length()] = start;
        to[out.length()] = at;
        out.append((char) c);
      }
    }
  }

  /** The next character, decoded; -1 if what stands there shows nothing. Moves on. */
  private int next() {
    char c = in.charAt(at);
    return switch (c) {
      case '%' -> percent();
      case '&' -> entity();
      case '\\' -> escape();
      case '[' -> isColour(in, at + 1) ? skipColour() : plain();
      case '"', '\'', '`' -> joint();
      default -> isDressedUp(c) ? undressed() : plain();
    };
  }

  /** A full-width letter, or the first half of one of the letters of mathematics. */
  static boolean isDressedUp(char c) {
    return (c > FULL_WIDTH && c <= FULL_WIDTH + '~' - ' ') || c == MATHEMATICAL;
  }

  private int undressed() {
    int letter = in.codePointAt(at);
    at += Character.charCount(letter);
    return Normalizer.normalize(Character.toString(letter), Normalizer.Form.NFKC)
        .charAt(0);
  }

  private int percent() {
    if (Alphabet.HEX.runEnd(in, at + 1) >= at + 3) {
      int value = Integer.parseInt(in.substring(at + 1, at + 3), 16);
      if ((value >= ' ' && value < 127) || value == ESC) {
        at += 3;
        return value;
      }
    }
    return plain();
  }

  private int plain() {
    return in.charAt(at++);
  }

  private int skipColour() {
    int end = at;
    while (end < in.length() && "[0123456789;".indexOf(in.charAt(end)) >= 0) {
      end++;
    }
    at = end < in.length() && in.charAt(end) == 'm' && end > at ? end + 1 : at;
    return -1;
  }

  private static boolean isColour(String text, int digits) {
    int end = digits;
    while (end < text.length()
        && end - digits < 12
        && "0123456789;".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end > digits && end < text.length() && text.charAt(end) == 'm';
  }

  private int entity() {
    int last = Math.min(in.length(), at + MAX_ENTITY + 1);
    int end = at + 1;
    while (end < last && in.charAt(end) != ';') {
      end++;
    }
    if (end >= last) {
      return plain();
    }
    String name = in.substring(at + 1, end);
    int value = Entities.value(name);
    if (value < 0) {
      return plain();
    }
    at = end + 1;
    return value;
  }

  /** A backslash, or several where one text is quoted in another, and what they escape. */
  private int escape() {
    int i = at;
    while (i < in.length() && in.charAt(i) == '\\') {
      i++;
    }
    char kind = i < in.length() ? in.charAt(i) : 0;
    int digits = i + 1;
    int length = 0;
    int radix = 16;
    switch (kind) {
      case 'u' -> {
        int close = digits < in.length() && in.charAt(digits) == '{' ? in.indexOf('}', digits) : -1;
        if (close > digits + 1 && close - digits < MAX_ENTITY) {
          int value = Entities.number(in.substring(digits + 1, close), radix);
          at = value < 0 ? at : close + 1;
          return value < 0 ? plain() : value;
        }
        length = 4;
      }
      case 'x' -> length = 2;
      case '0', '1' -> {
        digits = i;
        length = 3;
        radix = 8;
      }
      case 'e' -> {
        if (i + 1 < in.length() && in.charAt(i + 1) == '[') {
          at = i + 1;
          return ESC;
        }
      }
      case '"', '\'' -> {
        at = i;
        return joint();
      }
      default -> {}
    }
    boolean isWritten = length > 0 && digits + length <= in.length();
    int value = isWritten ? Entities.number(in.substring(digits, digits + length), radix) : -1;
    if (value < 0) {
      return plain();
    }
    at = digits + length;
    return value;
  }

  /** A quote; nothing where it is joined to the next string. */
  private int joint() {
    int end = isList ? Joints.afterInList(in, at) : Joints.after(in, at);
    if (end < 0) {
      return plain();
    }
    at = end;
    return -1;
  }
}
