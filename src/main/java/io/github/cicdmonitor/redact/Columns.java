package io.github.cicdmonitor.redact;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Tables whose heading names a secret: what stands below it in the following lines. */
final class Columns {
  private static final String SEPARATORS = ",;\t|│┃║";
  private static final char BLANKS = ' ';
  private static final Pattern NAME =
      Pattern.compile("\\(?[A-Za-z][A-Za-z_.-]*(?: [A-Za-z_.-]+)?\\)?");
  private static final int MAX_ROWS = 200;
  private static final int MAX_HEADING = 400;
  private static final int MIN_LENGTH = 6;

  private Columns() {}

  /** A cell, blanks and quotes left off. */
  private record Cell(int from, int to) {}

  /** Whether the name that ends at {@code end} is a cell of its own among others. */
  static boolean isHeading(ScannedLine scan, int end) {
    String text = scan.text();
    if (text.length() > MAX_HEADING) {
      return false;
    }
    int next = Values.afterBlanks(scan, Values.afterClosingQuote(scan, end));
    char after = next < text.length() ? text.charAt(next) : '\n';
    char separator = after == '\n' ? separatorBefore(text, end) : after;
    if (text.substring(Prefixes.end(text)).chars().anyMatch(c -> "={}[]<>:\"".indexOf(c) >= 0)) {
      return false;
    }
    boolean isPlain = text.indexOf('(') < 0;
    return SEPARATORS.indexOf(separator) >= 0
        ? (isPlain && text.indexOf(separator) != text.lastIndexOf(separator))
            || areNames(text, separator)
        : areNames(text, BLANKS);
  }

  /** Whether there are several cells, and each is a word or two. */
  private static boolean areNames(String text, char separator) {
    String content = text.substring(Prefixes.end(text));
    List<Cell> cells = cells(content, separator);
    return cells.size() > 1
        && cells.stream()
            .allMatch(
                cell -> NAME.matcher(content.substring(cell.from(), cell.to())).matches());
  }

  private static char separatorBefore(String text, int end) {
    int i = end - 1;
    while (i > 0
        && (Alphabet.WORD_DASH.has(text.charAt(i)) || " \"'".indexOf(text.charAt(i)) >= 0)) {
      i--;
    }
    return i >= 0 ? text.charAt(i) : '\n';
  }

  static void mark(List<ScannedLine> scans, int heading) {
    String text = scans.get(heading).text();
    char separator = mostFrequent(text);
    List<Cell> names = cells(text, separator);
    boolean isAligned = separator == BLANKS;
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<String> words =
          KeyNames.words(text.substring(names.get(i).from(), names.get(i).to()));
      if (KeyNames.strength(words) == KeyNames.Strength.STRONG) {
        columns.add(i);
      }
    }
    int last = Math.min(scans.size(), heading + MAX_ROWS);
    for (int line = heading + 1; line < last; line++) {
      ScannedLine scan = scans.get(line);
      if (isRule(scan.text())) {
        continue;
      }
      List<Cell> cells = cells(scan.text(), separator);
      if (cells.size() != names.size()) {
        return;
      }
      columns.forEach(column -> cell(scan, cells.get(column), isAligned));
    }
  }

  /** A line between a heading and its rows. */
  private static boolean isRule(String text) {
    String content = text.substring(Prefixes.end(text));
    return !content.isBlank()
        && content.chars().allMatch(c -> " -+|=:─┼├┤│━╋┣┫┃═╬╠╣║".indexOf(c) >= 0);
  }

  private static void cell(ScannedLine scan, Cell cell, boolean isAligned) {
    String text = scan.text();
    int from = cell.from();
    int to = cell.to();
    boolean isSecret = isAligned
        ? SecretLook.isRandom(text, from, to) || TypedLook.isSurelyTyped(text, from, to)
        : ValueShape.isMixed(text, from, to) || TypedLook.isTyped(text, from, to);
    if (to - from >= MIN_LENGTH
        && isSecret
        && text.substring(from, to).indexOf(' ') < 0
        && !ValueShape.isPlaceholder(text, from, to)) {
      scan.found(SecretRule.ASSIGNMENT, from, to);
    }
  }

  private static char mostFrequent(String text) {
    char best = BLANKS;
    long most = 0;
    for (int i = 0; i < SEPARATORS.length(); i++) {
      char separator = SEPARATORS.charAt(i);
      long count = text.chars().filter(c -> c == separator).count();
      if (count > most) {
        most = count;
        best = separator;
      }
    }
    return best;
  }

  /** Of a table without lines, the cells have at least two blanks between them. */
  private static List<Cell> apart(String text) {
    List<Cell> cells = new ArrayList<>();
    int i = Prefixes.end(text);
    while (i < text.length()) {
      int gap = text.indexOf("  ", i);
      int to = gap < 0 ? text.stripTrailing().length() : gap;
      if (to > i) {
        boolean isQuoted =
            to - i > 2 && Values.isQuote(text.charAt(i)) && text.charAt(to - 1) == text.charAt(i);
        cells.add(isQuoted ? new Cell(i + 1, to - 1) : new Cell(i, to));
      }
      i = Math.max(to, i + 1);
      while (i < text.length() && text.charAt(i) == ' ') {
        i++;
      }
    }
    return cells;
  }

  private static List<Cell> cells(String text, char separator) {
    if (separator == BLANKS) {
      return apart(text);
    }
    List<Cell> cells = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == separator) {
        int from = start;
        int to = i;
        while (from < to && " \"'".indexOf(text.charAt(from)) >= 0) {
          from++;
        }
        while (to > from && " \"'\r".indexOf(text.charAt(to - 1)) >= 0) {
          to--;
        }
        cells.add(new Cell(from, to));
        start = i + 1;
      }
    }
    return cells;
  }
}
