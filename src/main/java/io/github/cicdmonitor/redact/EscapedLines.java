package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;

/** Lines inside a string of JSON or of a program: what reaches across them is found as across lines. */
final class EscapedLines {
  private EscapedLines() {}

  /** Adds what the lines hold that are written as one with {@code \n} between them. */
  static void search(ScannedLine scan) {
    String text = scan.text();
    int first = text.indexOf("\\n");
    if (first < 0 || scan.depth() > 0) {
      return;
    }
    List<String> lines = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    int start = 0;
    int end = first;
    while (end >= 0) {
      lines.add(content(text, start, end));
      starts.add(start);
      start = end + 2;
      end = text.indexOf("\\n", start);
    }
    lines.add(content(text, start, text.length()));
    starts.add(start);
    List<List<Finding>> found = new Examination(scan.own(), 1, lines).findings();
    for (int line = 0; line < lines.size(); line++) {
      for (Finding finding : found.get(line)) {
        int at = starts.get(line);
        if (isWithin(lines.get(line), finding)) {
          scan.add(finding.at(at + finding.from(), at + finding.to()));
        }
      }
    }
  }

  /** A token inside one string; a key's block knows escaped lines itself. */
  private static boolean isWithin(String line, Finding finding) {
    return finding.rule().namesProvider()
        && !finding.rule().equals(SecretRule.PRIVATE_KEY)
        && line.substring(finding.from(), finding.to())
            .chars()
            .noneMatch(c -> c == '"' || c == '\\');
  }

  /** Without the backslashes before the escape, and without an escaped carriage return. */
  private static String content(String text, int start, int end) {
    int to = end;
    while (to > start && text.charAt(to - 1) == '\\') {
      to--;
    }
    if (to - 1 > start && text.charAt(to - 1) == 'r' && text.charAt(to - 2) == '\\') {
      to -= 2;
    }
    return text.substring(start, to);
  }
}
