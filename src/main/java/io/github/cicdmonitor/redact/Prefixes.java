package io.github.cicdmonitor.redact;

/** What a line may begin with before its content: the time GitHub prints, blanks, diff marks. */
final class Prefixes {
  private static final String TIME = "dddd-dd-ddTdd:dd:dd.";
  private static final int MAX_SHARED = 80;
  private static final String SEPARATORS = " \t|│┃║:]>";
  private static final String FILLERS = " \t|│┃║+>";

  private Prefixes() {}

  /** Where the content begins. */
  static int end(String line) {
    int i = afterTime(line);
    while (i < line.length() && FILLERS.indexOf(line.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /**
   * Where the content of {@code line} begins if it follows {@code previous}: what both lines begin
   * with, digits taken for equal, is what some program puts before each line ({@code #12 0.345},
   * {@code web-1  |}, {@code packages/a build:}).
   */
  static int sharedEnd(String previous, String line) {
    int known = end(line);
    int i = end(previous);
    int k = known;
    int content = known;
    while (i < previous.length() && k < line.length() && k - known < MAX_SHARED) {
      boolean areDigits =
          ValueShape.isDigit(previous.charAt(i)) && ValueShape.isDigit(line.charAt(k));
      if (areDigits) {
        i = Alphabet.DIGIT.runEnd(previous, i);
        k = Alphabet.DIGIT.runEnd(line, k);
        continue;
      }
      if (previous.charAt(i) != line.charAt(k)) {
        break;
      }
      i++;
      k++;
      content = SEPARATORS.indexOf(line.charAt(k - 1)) >= 0 ? k : content;
    }
    while (content < line.length() && FILLERS.indexOf(line.charAt(content)) >= 0) {
      content++;
    }
    return content;
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
