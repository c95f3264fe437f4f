package io.github.cicdmonitor.logs;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Takes a line apart into what the CI system put before it and what the program printed.
 *
 * <p>Known fronts: gh's {@code job<TAB>step<TAB>}, byte-order marks, ISO timestamps of GitHub
 * Actions, Azure and GitLab (with its two-digit stream mark), and bracketed ones ({@code [task
 * 2025-…Z]}, Jenkins' {@code [2025-…Z]}, {@code [08:38:45]:}). What looks like none stays.
 */
final class LineFormat {
  /** A line's owner in gh's format ({@code job<TAB>step}, else empty) and its bare text. */
  record Parsed(String owner, String text) {}

  private static final int LONGEST_OWNER = 300;

  private LineFormat() {}

  static Parsed parse(String raw) {
    String line = withoutMark(raw);
    String owner = "";
    int first = line.indexOf('\t');
    if (first > 0 && first < LONGEST_OWNER) {
      int second = line.indexOf('\t', first + 1);
      if (second > 0 && second < LONGEST_OWNER) {
        String rest = withoutMark(line.substring(second + 1));
        if (timestampEnd(rest, 0) > 0) {
          owner = line.substring(0, second);
          line = rest;
        }
      }
    }
    return new Parsed(owner, afterTimes(line));
  }

  /** The time that GitHub Actions put before the line, to the second. */
  static Optional<Instant> time(String raw) {
    String line = withoutMark(raw);
    if (timestampEnd(line, 0) == 0) {
      int second = line.indexOf('\t', line.indexOf('\t') + 1);
      line = withoutMark(line.substring(second + 1));
    }
    if (timestampEnd(line, 0) == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(line.substring(0, 10) + "T" + line.substring(11, 19) + "Z"));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String withoutMark(String line) {
    int i = 0;
    while (i < line.length() && line.charAt(i) == '\ufeff') {
      i++;
    }
    return line.substring(i);
  }

  private static String afterTimes(String line) {
    int i = timestampEnd(line, 0);
    if (i > 0 && isStreamMark(line, i)) {
      i += 4;
    }
    if (i == 0 && line.startsWith("[")) {
      i = bracketEnd(line);
    }
    return i == 0 ? line : line.substring(i);
  }

  /** Index after {@code 2025-01-31T10:20:30.1234567Z } or 0. */
  private static int timestampEnd(String s, int at) {
    if (s.length() < at + 19
        || s.charAt(at + 4) != '-'
        || s.charAt(at + 7) != '-'
        || (s.charAt(at + 10) != 'T' && s.charAt(at + 10) != ' ')
        || s.charAt(at + 13) != ':'
        || s.charAt(at + 16) != ':'
        || !digits(s, at, at + 4)
        || !digits(s, at + 17, at + 19)) {
      return 0;
    }
    int i = at + 19;
    while (i < s.length() && (Character.isDigit(s.charAt(i)) || s.charAt(i) == '.')) {
      i++;
    }
    if (i < s.length() && s.charAt(i) == 'Z') {
      i++;
    } else {
      return 0;
    }
    return i < s.length() && s.charAt(i) == ' ' ? i + 1 : i;
  }

  private static boolean isStreamMark(String s, int i) {
    return s.length() >= i + 4
        && digits(s, i, i + 2)
        && (s.charAt(i + 2) == 'O' || s.charAt(i + 2) == 'E')
        && (s.charAt(i + 3) == ' ' || s.charAt(i + 3) == '+');
  }

  private static int bracketEnd(String s) {
    int close = s.indexOf(']');
    if (close < 0 || close > 50) {
      return 0;
    }
    int time = s.indexOf('T');
    boolean iso = s.charAt(close - 1) == 'Z'
        && time > 10
        && time < close
        && timestampEnd(s, time - 10) == close;
    boolean clock = close == 9 && s.charAt(3) == ':' && s.charAt(6) == ':' && digits(s, 1, 3);
    if (!iso && !clock) {
      return 0;
    }
    int i = close + 1;
    while (i < s.length() && (s.charAt(i) == ':' || s.charAt(i) == ' ') && i < close + 3) {
      i++;
    }
    return i;
  }

  private static boolean digits(String s, int from, int to) {
    for (int i = from; i < to; i++) {
      if (s.charAt(i) < '0' || s.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
