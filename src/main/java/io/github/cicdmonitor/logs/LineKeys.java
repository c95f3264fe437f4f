package io.github.cicdmonitor.logs;

import java.util.Locale;
import java.util.Set;

/**
 * Numbers a line by what it says, so that the same line of another run has the same number: times,
 * durations, sizes, counters and ids count as equal. What tells a failure from its absence stays:
 * zero against another number, exit codes, HTTP statuses, error codes, versions.
 *
 * <p>{@link Noise} masks the few lines that name a fault, with patterns; this passes over each
 * character of a whole log once.
 */
final class LineKeys {
  private static final long SEED = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final char MASK = '#';
  private static final String UUID = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  private static final int LONGEST_CODE = 6;
  private static final int LONGEST_UNIT = 3;
  private static final int VERSION_PARTS = 3;
  private static final int STATUS_DIGITS = 3;
  private static final int SHORTEST_HASH = 7;
  private static final int TURNS_OF_AN_ID = 3;

  private static final Set<String> BEFORE_CODES =
      Set.of("code", "status", "errno", "signal", "error", "http", "returned");
  private static final Set<String> UNITS = Set.of(
      "ns",
      "µs",
      "us",
      "ms",
      "s",
      "sec",
      "secs",
      "m",
      "min",
      "mins",
      "b",
      "kb",
      "mb",
      "gb",
      "kib",
      "mib",
      "gib",
      "seconds",
      "bytes",
      "milliseconds");

  private final String line;
  private long hash = SEED;
  private String wordBefore = "";

  private LineKeys(String line) {
    this.line = line;
  }

  /** The number of a line without timestamp and colours; lines that differ in blanks only share it. */
  static long of(String line) {
    return new LineKeys(line).key();
  }

  private long key() {
    boolean blank = false;
    boolean begun = false;
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (Character.isWhitespace(c)) {
        blank = begun;
        i++;
        continue;
      }
      if (blank) {
        add(' ');
        blank = false;
      }
      begun = true;
      if (isUuid(i)) {
        add(MASK);
        wordBefore = "";
        i += UUID.length();
      } else if (isOfWord(c)) {
        int end = wordEnd(i);
        word(i, end);
        i = end;
      } else {
        add(c);
        i++;
      }
    }
    return spread(hash);
  }

  private boolean isUuid(int from) {
    if (from + UUID.length() > line.length() || line.charAt(from + UUID.indexOf('-')) != '-') {
      return false;
    }
    for (int i = 0; i < UUID.length(); i++) {
      char c = line.charAt(from + i);
      if (UUID.charAt(i) == '-' ? c != '-' : !isHex(c)) {
        return false;
      }
    }
    return true;
  }

  private void add(char c) {
    hash = (hash ^ c) * PRIME;
  }

  private void add(int from, int to) {
    for (int i = from; i < to; i++) {
      add(line.charAt(i));
    }
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** A dot between two digits belongs to the word. */
  private int wordEnd(int from) {
    int i = from;
    while (i < line.length()
        && (isOfWord(line.charAt(i))
            || (line.charAt(i) == '.'
                && i > from
                && isDigit(line.charAt(i - 1))
                && i + 1 < line.length()
                && isDigit(line.charAt(i + 1))))) {
      i++;
    }
    return i;
  }

  private void word(int from, int to) {
    int digits = 0;
    int letters = 0;
    int turns = 0;
    int dots = 0;
    boolean hex = true;
    for (int i = from; i < to; i++) {
      char c = line.charAt(i);
      boolean digit = isDigit(c);
      digits += digit ? 1 : 0;
      dots += c == '.' ? 1 : 0;
      letters += !digit && c != '.' ? 1 : 0;
      hex &= isHex(c);
      turns +=
          i > from && c != '.' && line.charAt(i - 1) != '.' && digit != isDigit(line.charAt(i - 1))
              ? 1
              : 0;
    }
    if (digits == 0) {
      add(from, to);
      wordBefore = line.substring(from, to).toLowerCase(Locale.ROOT);
      return;
    }
    if (letters == 0) {
      number(from, to, dots);
    } else if ((dots == VERSION_PARTS - 1 && turns <= 1) || isCode(from, to, turns)) {
      add(from, to);
    } else if (turns >= TURNS_OF_AN_ID
        || (hex && to - from >= SHORTEST_HASH)
        || (isDigit(line.charAt(from)) && turns == 1 && letters <= LONGEST_UNIT)) {
      add(MASK);
    } else {
      withoutDigits(from, to);
    }
    wordBefore = "";
  }

  /** {@code TS2322}, {@code E0308}. */
  private boolean isCode(int from, int to, int turns) {
    char first = line.charAt(from);
    return turns == 1
        && first >= 'A'
        && first <= 'Z'
        && to - from <= 2 * LONGEST_CODE
        && line.substring(from, to).equals(line.substring(from, to).toUpperCase(Locale.ROOT));
  }

  private void withoutDigits(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = line.charAt(i);
      if (!isDigit(c) && c != '.') {
        add(c);
      } else if (i == from || (!isDigit(line.charAt(i - 1)) && line.charAt(i - 1) != '.')) {
        add(MASK);
      }
    }
  }

  private void number(int from, int to, int dots) {
    boolean zero = to - from == 1 && line.charAt(from) == '0';
    boolean status = dots == 0 && to - from == STATUS_DIGITS && !isPart(from) && !isMeasure(to);
    boolean code = to - from <= LONGEST_CODE && BEFORE_CODES.contains(wordBefore);
    if (zero || status || code || dots == VERSION_PARTS - 1) {
      add(from, to);
    } else {
      add(MASK);
    }
  }

  /** The thousandths of a time, a column, a part of a date. */
  private boolean isPart(int from) {
    return from > 1
        && ".,:/-".indexOf(line.charAt(from - 1)) >= 0
        && isDigit(line.charAt(from - 2));
  }

  private boolean isMeasure(int at) {
    int from = at < line.length() && line.charAt(at) == ' ' ? at + 1 : at;
    if (from < line.length() && line.charAt(from) == '%') {
      return true;
    }
    int to = from;
    while (to < line.length() && Character.isLetter(line.charAt(to))) {
      to++;
    }
    return UNITS.contains(line.substring(from, to).toLowerCase(Locale.ROOT));
  }

  /** All bits count, so that few lines of many share a number. */
  private static long spread(long hash) {
    long h = hash;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
