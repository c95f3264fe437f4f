package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * Secrets in the output of {@code xxd}, {@code hexdump -C} and packet analysers: an offset, bytes as
 * two digits each, and what of them can be printed. The bytes of all lines are read as one text.
 */
final class HexDumps {
  private static final int FEWEST = 4; // bytes of a line
  private static final int MOST = 2048;
  private static final int LEAST_GROUPS = 4;
  private static final int LONGEST = 1 << 16;

  private HexDumps() {}

  /** Whether the line may be one: cheap, as it is asked of every line. */
  static boolean mayBe(String text, int from) {
    return firstByte(text, from) >= 0;
  }

  /** Where the bytes of a dump begin, behind an offset or the line's heading; else -1. */
  private static int firstByte(String text, int from) {
    int first = from < text.length() && Alphabet.HEX.has(text.charAt(from))
        ? afterOffset(text, from)
        : from;
    if (areBytes(text, first)) {
      return first;
    }
    int heading = text.indexOf(": ", from);
    return heading > 0 && areBytes(text, heading + 2) ? heading + 2 : -1;
  }

  private static int afterOffset(String text, int from) {
    int offset = Alphabet.HEX.runEnd(text, from);
    if (offset - from < 4 || offset - from > 16) {
      return from;
    }
    int i = offset < text.length() && text.charAt(offset) == ':' ? offset + 1 : offset;
    while (i < text.length() && text.charAt(i) == ' ' && i - offset < 5) {
      i++;
    }
    return i;
  }

  /** Groups of digits, each of one, two or four bytes. */
  private static boolean areBytes(String text, int from) {
    int i = from;
    for (int group = 0; group < LEAST_GROUPS; group++) {
      int start = afterPrefix(text, i);
      int end = Alphabet.HEX.runEnd(text, start);
      int digits = end - start;
      if (digits != 2 && digits != 4 && digits != 8) {
        return false;
      }
      i = afterSeparator(text, end);
      if (i == end && group < LEAST_GROUPS - 1) {
        return false;
      }
    }
    return true;
  }

  private static int afterPrefix(String text, int from) {
    boolean isPrefixed = text.startsWith("0x", from) || text.startsWith("0X", from);
    return isPrefixed ? from + 2 : from;
  }

  /** One of {@code ,}, {@code :}, and a blank. */
  private static int afterSeparator(String text, int from) {
    int i = from;
    if (i < text.length() && ",:".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i < text.length() && text.charAt(i) == ' ' ? i + 1 : i;
  }

  static void mark(List<ScannedLine> scans) {
    StringBuilder text = new StringBuilder();
    List<ScannedLine> lines = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (ScannedLine scan : scans) {
      String bytes = scan.isHexDump() ? bytes(scan.text()) : "";
      if (bytes.isEmpty() || text.length() > LONGEST) {
        search(text.toString(), lines, starts);
        text.setLength(0);
        lines.clear();
        starts.clear();
      }
      if (!bytes.isEmpty()) {
        lines.add(scan);
        starts.add(text.length());
        text.append(bytes);
      }
    }
    search(text.toString(), lines, starts);
  }

  private static void search(String text, List<ScannedLine> lines, List<Integer> starts) {
    if (lines.isEmpty()) {
      return;
    }
    ScannedLine view = lines.get(0).view(text);
    LineRules.apply(view);
    for (Finding finding : view.findings()) {
      for (int i = 0; i < lines.size(); i++) {
        int end = i + 1 < starts.size() ? starts.get(i + 1) : text.length();
        if (finding.from() < end && finding.to() > starts.get(i)) {
          String line = lines.get(i).text();
          int from = firstByte(line, Prefixes.end(line));
          lines.get(i).found(finding.rule(), from, endOfBytes(line, from));
        }
      }
    }
  }

  private static int endOfBytes(String text, int from) {
    int end = from;
    int i = from;
    while (i < text.length()) {
      int start = afterPrefix(text, i);
      int stop = Alphabet.HEX.runEnd(text, start);
      if ((stop - start) % 2 != 0 || stop == start || stop - start > 8) {
        break;
      }
      end = stop;
      i = afterSeparator(text, stop);
    }
    // What of the bytes can be printed stands behind two blanks.
    return text.startsWith("  ", end) ? text.length() : end;
  }

  /** What can be printed of the line's bytes, a blank for what cannot; empty if there are too few. */
  private static String bytes(String text) {
    StringBuilder out = new StringBuilder();
    int i = firstByte(text, Prefixes.end(text));
    while (i < text.length() && out.length() < MOST) {
      int start = afterPrefix(text, i);
      int end = Alphabet.HEX.runEnd(text, start);
      if ((end - start) % 2 != 0 || end == start || end - start > 8) {
        break;
      }
      for (int k = start; k < end; k += 2) {
        int value = Integer.parseInt(text.substring(k, k + 2), 16);
        out.append(value > ' ' && value < 127 ? (char) value : ' ');
      }
      i = afterSeparator(text, end);
      // hexdump -C sets the second eight bytes apart
      i = i < text.length() && text.charAt(i) == ' ' ? i + 1 : i;
    }
    return out.length() < FEWEST ? "" : out.toString();
  }
}
