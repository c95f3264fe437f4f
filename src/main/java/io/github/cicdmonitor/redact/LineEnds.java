package io.github.cicdmonitor.redact;

/** Where the content of a line ends that goes on in the next, and where it goes on there. */
final class LineEnds {
  private static final String BORDERS = "|│┃║";
  private static final String CONTINUATIONS = "\\+.&";
  private static final String LAST_MARKS = "`^_\\"; // of PowerShell, cmd, Basic and shells

  private static final int SHORTEST_PIECE = 8;
  private static final int LONGEST_PIECE = 64;

  private LineEnds() {}

  /**
   * Where the content ends: before trailing blanks, the border of a table, and what says that the
   * next line goes on: a backslash, or a quote with a plus, a full stop or an ampersand behind it.
   */
  static int endOfContent(String text) {
    int end = withoutBlanks(text, text.length());
    if (end > 1 && BORDERS.indexOf(text.charAt(end - 1)) >= 0 && text.charAt(end - 2) == ' ') {
      end = withoutBlanks(text, end - 1);
    }
    if (end > 1 && LAST_MARKS.indexOf(text.charAt(end - 1)) >= 0 && text.charAt(end - 2) == ' ') {
      end = withoutBlanks(text, end - 1);
    }
    if (end == 0) {
      return 0;
    }
    if (isSoftBreak(text, end)) {
      return end - 1;
    }
    boolean isMark = CONTINUATIONS.indexOf(text.charAt(end - 1)) >= 0;
    int before = isMark ? withoutBlanks(text, end - 1) : end;
    boolean isQuoted = before > 0 && Values.isQuote(text.charAt(before - 1));
    if (isQuoted && (isMark || before == end)) {
      return before - 1;
    }
    return isMark && text.charAt(end - 1) == '\\' ? before : end;
  }

  /** The equals sign that a mail breaks a line with, behind part of a token: not that of a name. */
  private static boolean isSoftBreak(String text, int end) {
    int start = Alphabet.ALNUM.runStart(text, end - 1, LONGEST_PIECE);
    return text.charAt(end - 1) == '='
        && end - 1 - start >= SHORTEST_PIECE
        && ValueShape.hasDigit(text, start, end - 1);
  }

  private static boolean isMarkedAdded(String line) {
    int end = Prefixes.end(line);
    return end > 0 && line.substring(0, end).indexOf('+') >= 0;
  }

  static int withoutBlanks(String text, int to) {
    int end = to;
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  /** Where the next line goes on: behind what both lines begin with, and the quote of a string. */
  static int goesOn(String begun, String text) {
    int start = Prefixes.sharedEnd(begun, text);
    boolean isOwn = start > 0 && text.charAt(start - 1) == '+' && !isMarkedAdded(begun);
    if (isOwn && start < text.length() && Alphabet.ALNUM.has(text.charAt(start))) {
      return start - 1; // part of base64, no mark of a diff
    }
    if (start + 2 < text.length()
        && CONTINUATIONS.indexOf(text.charAt(start)) >= 0
        && text.charAt(start + 1) == ' ') {
      start += 2;
    }
    boolean isString = start < text.length() && Values.isQuote(text.charAt(start));
    return isString ? start + 1 : start;
  }
}
