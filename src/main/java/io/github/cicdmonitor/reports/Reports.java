package io.github.cicdmonitor.reports;

import java.util.List;

/** Reads the reports of tools out of the lines of a log. Thread-safe. */
public final class Reports {
  private static final Formats FORMATS = Formats.all();

  /**
   * One line of a log.
   *
   * @param number counted from 1 in the whole log
   * @param text without timestamp, colours, marks and prefixes of runners and task runners
   */
  public record Line(int number, String text) {}

  private Reports() {}

  /** What {@link #weigh} says of the line that counts a whole run; one line of thousands. */
  public static final int COUNTS = 94;

  /**
   * What lines of reports hold: lower case, at least two bytes of UTF-8 each, compared without
   * case. A line without any is worth nothing to {@link #weigh}.
   */
  public static List<String> literals() {
    return FORMATS.literals();
  }

  /**
   * How much a line says of a failed run: the name of a failed test, a finding, an error with its
   * place, the counts.
   *
   * @return 0, also for reports of success and warnings, or 40 to 95
   */
  public static int weigh(String line) {
    return FORMATS.weigh(line);
  }

  /**
   * The failed runs that the lines report, in the order of their first lines.
   *
   * @param lines in the order of the log; may leave lines out
   */
  public static List<Report> read(List<Line> lines) {
    return new Reading(FORMATS, lines).reports();
  }
}
