package io.github.cicdmonitor.redact;

/** What a line may begin with before its content: the time GitHub prints, blanks, diff marks. */
final class Prefixes {
  private static final String TIME = "dddd-dd-ddTdd:dd:dd.";

  private Prefixes() {}

  /** Where the content begins. */
  static int end(String line) {
    int i = afterTime(line);
    while (i < line.length() && " \t+>|".indexOf(line.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Where the line as its program printed it begins: indentation is kept, one blank is not. */
  static int afterTime(String line) {
    int bom = line.startsWith("\uFEFF") ? 1 : 0;
    int end = afterTime(line, bom);
    return end > bom && end < line.length() && line.charAt(end) == ' ' ? end + 1 : end;
  }

  private static int afterTime(String line, int from) {
    if (line.length() < from + TIME.length()) {
      return from;
    }
    for (int i = 0; i < TIME.length(); i++) {
      char c = line.charAt(from + i);
      if (TIME.charAt(i) == 'd' ? !ValueShape.isDigit(c) : c != TIME.charAt(i)) {
        return from;
      }
    }
    int end = from + TIME.length();
    while (end < line.length() && ValueShape.isDigit(line.charAt(end))) {
      end++;
    }
    return end < line.length() && line.charAt(end) == 'Z' ? end + 1 : from;
  }
}
