package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * Secrets in the output of {@code xxd}, {@code hexdump -C} and packet analysers: an offset, bytes as
 * two digits each, and what of them can be printed. The bytes of all lines are read as one text.
 */
final class HexDumps {
  private static final int FEWEST = 4; // bytes of a line
  private static final int MOST = 32;
  private static final int LONGEST = 1 << 16;

  private HexDumps() {}

  /** Whether the line may be one: cheap, as it is asked of every line. */
  static boolean mayBe(String text, int from) {
    int offset = Alphabet.HEX.runEnd(text, from);
    int digits = offset - from;
    if (digits < 4 || digits > 16 || offset + 6 >= text.length()) {
      return false;
    }
    int i = text.charAt(offset) == ':' ? offset + 1 : offset;
    int bytes = i;
    while (bytes < text.length() && text.charAt(bytes) == ' ' && bytes - i < 4) {
      bytes++;
    }
    return bytes > i && isGroup(text, bytes) && isGroup(text, Alphabet.HEX.runEnd(text, bytes) + 1);
  }

  private static boolean isGroup(String text, int from) {
    int length = from < text.length() ? Alphabet.HEX.runEnd(text, from) - from : 0;
    return length == 2 || length == 4 || length == 8;
  }

  static void mark(List<ScannedLine> scans, OwnSecrets own, int depth) {
    StringBuilder text = new StringBuilder();
    List<ScannedLine> lines = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (ScannedLine scan : scans) {
      String bytes = scan.isHexDump() ? bytes(scan.text()) : "";
      if (bytes.isEmpty() || text.length() > LONGEST) {
        search(text.toString(), lines, starts, own, depth);
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
    search(text.toString(), lines, starts, own, depth);
  }

  private static void search(
      String text, List<ScannedLine> lines, List<Integer> starts, OwnSecrets own, int depth) {
    if (lines.isEmpty()) {
      return;
    }
    ScannedLine view = new ScannedLine(text, own, Math.max(depth, 1));
    LineRules.apply(view);
    for (Finding finding : view.findings()) {
      for (int i = 0; i < lines.size(); i++) {
        int end = i + 1 < starts.size() ? starts.get(i + 1) : text.length();
        if (finding.from() < end && finding.to() > starts.get(i)) {
          String line = lines.get(i).text();
          int from = Alphabet.HEX.runEnd(line, Prefixes.end(line)) + 1;
          lines.get(i).found(finding.rule(), from, line.length());
        }
      }
    }
  }

  /** What can be printed of the line's bytes, a blank for what cannot; empty if there are too few. */
  private static String bytes(String text) {
    StringBuilder out = new StringBuilder();
    int i = Alphabet.HEX.runEnd(text, Prefixes.end(text)) + 1;
    while (i < text.length() && out.length() < MOST) {
      int blanks = i;
      while (i < text.length() && text.charAt(i) == ' ') {
        i++;
      }
      if (i - blanks > 2 && out.length() > 0) {
        break;
      }
      int end = Alphabet.HEX.runEnd(text, i);
      if ((end - i) % 2 != 0 || end == i || end - i > 8) {
        break;
      }
      for (; i < end; i += 2) {
        int value = Integer.parseInt(text.substring(i, i + 2), 16);
        out.append(value > ' ' && value < 127 ? (char) value : ' ');
      }
      if (i < text.length() && text.charAt(i) != ' ') {
        break;
      }
    }
    return out.length() < FEWEST ? "" : out.toString();
  }
}
