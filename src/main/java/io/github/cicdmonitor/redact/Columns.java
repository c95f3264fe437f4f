package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;

/** Tables whose heading names a secret: what stands below it in the following lines. */
final class Columns {
  private static final String SEPARATORS = ",;\t|│┃║";
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
    return SEPARATORS.indexOf(separator) >= 0
        && text.indexOf(separator) != text.lastIndexOf(separator)
        && text.chars().noneMatch(c -> "=(){}[]<>:".indexOf(c) >= 0);
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
      columns.forEach(column -> cell(scan, cells.get(column)));
    }
  }

  /** A line between a heading and its rows. */
  private static boolean isRule(String text) {
    return !text.isBlank() && text.chars().allMatch(c -> " -+|=:─┼├┤│━╋┣┫┃═╬╠╣║".indexOf(c) >= 0);
  }

  private static void cell(ScannedLine scan, Cell cell) {
    String text = scan.text();
    if (cell.to() - cell.from() >= MIN_LENGTH
        && ValueShape.hasLetter(text, cell.from(), cell.to())
        && ValueShape.hasDigit(text, cell.from(), cell.to())
        && text.substring(cell.from(), cell.to()).indexOf(' ') < 0
        && !ValueShape.isBuilt(text, cell.from(), cell.to())
        && !ValueShape.isPlaceholder(text, cell.from(), cell.to())) {
      scan.found(SecretRule.ASSIGNMENT, cell.from(), cell.to());
    }
  }

  private static char mostFrequent(String text) {
    char best = ',';
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

  private static List<Cell> cells(String text, char separator) {
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
