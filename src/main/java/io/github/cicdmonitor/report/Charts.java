package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.MetricRows.DayCell;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pictures as inline SVG: no script, no colour of their own, words for those who cannot see them. */
final class Charts {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 210;
  private static final int LEFT = 44;
  private static final int TOP = 12;
  private static final int BOTTOM = 26;
  private static final int COLUMNS_AT_MOST = 62;

  private Charts() {}

  /** One column: the days from {@code from} to {@code to} and what failed in them. */
  private record Column(LocalDate from, LocalDate to, long count) {
    String title() {
      String days = from.equals(to) ? from.toString() : from + " to " + to;
      return days + ": " + Words.count(count, "failure");
    }
  }

  /** A column a day; a long span has columns of several days. */
  static String days(Metrics metrics) {
    List<Column> columns = columns(metrics);
    long most = niceCeiling(columns.stream().mapToLong(Column::count).max().orElse(0));
    double step = (double) (WIDTH - LEFT) / columns.size();
    int floor = HEIGHT - BOTTOM;
    StringBuilder svg = new StringBuilder();
    svg.append("<svg class=\"days\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
        .formatted(
            WIDTH,
            HEIGHT,
            "Failures over time, at most "
                + columns.stream().mapToLong(Column::count).max().orElse(0) + " in one column"));
    for (int part = 0; part <= 2; part++) {
      double y = floor - (floor - TOP) * part / 2.0;
      svg.append(number(
          "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH, y, y));
      if (part == 0 || most % 2 == 0 || part == 2) {
        svg.append(number(
            "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
            LEFT - 8, y + 4, Words.number(most * part / 2)));
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      double height = (double) (floor - TOP) * column.count() / most;
      svg.append(number(
          "<rect class=\"devops\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\">"
              + "<title>%s</title></rect>",
          LEFT + i * step + step * 0.14, floor - height, step * 0.72, height, column.title()));
    }
    label(svg, LEFT, "start", columns.get(0).from());
    label(
        svg,
        LEFT + (WIDTH - LEFT) / 2,
        "middle",
        columns.get(columns.size() / 2).from());
    label(svg, WIDTH, "end", columns.get(columns.size() - 1).to());
    return svg.append("</svg>").toString();
  }

  private static void label(StringBuilder svg, int x, String anchor, LocalDate day) {
    svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>"
        .formatted(x, HEIGHT - 6, anchor, day));
  }

  private static List<Column> columns(Metrics metrics) {
    List<DayCell> cells = metrics.failures().byDay();
    LocalDate last = LocalDate.ofInstant(metrics.until(), ZoneOffset.UTC);
    LocalDate first = LocalDate.ofInstant(metrics.since(), ZoneOffset.UTC);
    if (!cells.isEmpty()) {
      last = latest(last, cells.get(cells.size() - 1).day());
      // "Since ever" starts with the first thing that happened.
      boolean long_ = ChronoUnit.DAYS.between(first, last) > COLUMNS_AT_MOST;
      first = long_ ? latest(first, cells.get(0).day()) : first;
    } else {
      first = latest(first, last.minusDays(COLUMNS_AT_MOST));
    }
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    long width = (days + COLUMNS_AT_MOST - 1) / COLUMNS_AT_MOST;
    long[] counts = new long[(int) ((days + width - 1) / width)];
    for (DayCell cell : cells) {
      long column = ChronoUnit.DAYS.between(first, cell.day()) / width;
      counts[(int) Math.max(0, column)] += cell.count();
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      LocalDate from = first.plusDays(i * width);
      columns.add(new Column(from, earliest(last, from.plusDays(width - 1)), counts[i]));
    }
    return columns;
  }

  private static LocalDate latest(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static LocalDate earliest(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  /** The next of 2, 4, 10, 20, 40, 100, … so that half of it is a whole number too. */
  static long niceCeiling(long most) {
    for (long power = 1; ; power *= 10) {
      for (long nice : new long[] {2 * power, 4 * power, 10 * power}) {
        if (nice >= most) {
          return nice;
        }
      }
    }
  }

  /** A bar of {@code part} in {@code whole}, as wide as its place. */
  static String bar(long part, long whole, String look) {
    double width = whole == 0 ? 0 : 100.0 * part / whole;
    return number(
        "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + "<rect class=\"track\" width=\"100\" height=\"10\"/>"
            + "<rect class=\"%s\" width=\"%.2f\" height=\"10\"/></svg>",
        look, width);
  }

  /** What makes up a whole, side by side. */
  record Part(String look, long count) {}

  static String stack(List<Part> parts) {
    long whole = parts.stream().mapToLong(Part::count).sum();
    StringBuilder svg = new StringBuilder("<svg viewBox=\"0 0 100 3\" preserveAspectRatio=\"none\""
        + " style=\"height:18px;border-radius:5px\" aria-hidden=\"true\">"
        + "<rect class=\"track\" width=\"100\" height=\"3\"/>");
    double x = 0;
    for (Part part : parts) {
      double width = whole == 0 ? 0 : 100.0 * part.count() / whole;
      svg.append(number(
          "<rect class=\"%s\" x=\"%.3f\" width=\"%.3f\" height=\"3\"/>", part.look(), x, width));
      x += width;
    }
    return svg.append("</svg>").toString();
  }

  /** Ten columns, one for each tenth of certainty; below the half nothing could be told. */
  static String confidence(Spread percent) {
    long most = 1;
    for (int tenth = 0; tenth < 10; tenth++) {
      most = Math.max(most, inTenth(percent, tenth));
    }
    StringBuilder svg = new StringBuilder(
        "<svg viewBox=\"0 0 400 132\" role=\"img\" aria-label=\"Incidents by confidence\">");
    svg.append("<line class=\"axis\" x1=\"0\" x2=\"400\" y1=\"112\" y2=\"112\"/>");
    for (int tenth = 0; tenth < 10; tenth++) {
      long count = inTenth(percent, tenth);
      double height = 96.0 * count / most;
      svg.append(number(
          "<rect class=\"%s\" x=\"%d\" y=\"%.1f\" width=\"30\" height=\"%.1f\" rx=\"2\">"
              + "<title>%d to %d %%: %s</title></rect>",
          tenth < 5 ? "other" : "devops",
          tenth * 40 + 5,
          112 - height,
          height,
          tenth * 10,
          tenth * 10 + 10,
          Words.count(count, "incident")));
    }
    for (int tenth = 0; tenth <= 10; tenth += 5) {
      svg.append(number(
          "<text x=\"%d\" y=\"128\" text-anchor=\"%s\">%d %%</text>",
          tenth * 40, tenth == 0 ? "start" : tenth == 10 ? "end" : "middle", tenth * 10));
    }
    return svg.append("</svg>").toString();
  }

  /** The last tenth has the hundred in it. */
  private static long inTenth(Spread percent, int tenth) {
    return percent.between(tenth * 10L, tenth == 9 ? 101 : tenth * 10L + 10);
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
