package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.MetricRows.DayCell;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pictures without script. Columns are boxes of the page, not a drawing: a drawing shrinks its words
 * with itself until nobody can read them on a telephone.
 */
final class Charts {
  private static final int COLUMNS_AT_MOST = 62;

  private Charts() {}

  /** A part of a bar or column; {@code look} is a class of the style sheet. */
  record Part(String look, long count) {}

  /** Parts on top of each other; {@code label} is shown below, {@code title} on pointing at it. */
  record Column(String label, String title, List<Part> parts) {
    long count() {
      return parts.stream().mapToLong(Part::count).sum();
    }
  }

  /** A column a day, by class; a long span has columns of several days. */
  static String days(Metrics metrics) {
    List<Column> columns = dayColumns(metrics);
    long most = columns.stream().mapToLong(Column::count).max().orElse(0);
    return columns(columns, "Failures by day, at most " + most + " in one column");
  }

  /** {@code said} is for those who cannot see it. */
  static String columns(List<Column> columns, String said) {
    long top = niceCeiling(columns.stream().mapToLong(Column::count).max().orElse(0));
    StringBuilder out = new StringBuilder(
        "<div class=\"chart\" role=\"img\" aria-label=\"%s\">".formatted(Escape.html(said)));
    out.append("<div class=\"scale\"><span>%s</span><span>%s</span><span>0</span></div>"
        .formatted(HumanText.number(top), HumanText.number(top / 2)));
    out.append("<div class=\"plot\"><div class=\"columns\">");
    for (Column column : columns) {
      out.append("<div title=\"%s\">".formatted(Escape.html(column.title())));
      for (Part part : column.parts()) {
        if (part.count() > 0) {
          out.append(number(
              "<i class=\"%s\" style=\"height:%.2f%%\"></i>",
              part.look(), 100.0 * part.count() / top));
        }
      }
      out.append("</div>");
    }
    out.append("</div><div class=\"labels\">");
    for (Column column : columns) {
      if (!column.label().isEmpty()) {
        out.append("<span>").append(Escape.html(column.label())).append("</span>");
      }
    }
    return out.append("</div></div></div>\n").toString();
  }

  private static List<Column> dayColumns(Metrics metrics) {
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
    int number = (int) ((days + width - 1) / width);
    List<Map<String, Long>> counts = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      counts.add(new LinkedHashMap<>());
    }
    for (DayCell cell : cells) {
      long column = ChronoUnit.DAYS.between(first, cell.day()) / width;
      counts
          .get((int) Math.max(0, column))
          .merge(look(cell.failureClass().orElse("")), cell.count(), Long::sum);
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      LocalDate from = first.plusDays(i * width);
      LocalDate to = earliest(last, from.plusDays(width - 1));
      boolean labelled = i == 0 || i == number - 1 || i == number / 2;
      Map<String, Long> parts = counts.get(i);
      columns.add(new Column(
          labelled ? (i == number - 1 ? to : from).toString() : "",
          title(from, to, parts),
          List.of(
              new Part("devops", parts.getOrDefault("devops", 0L)),
              new Part("developer", parts.getOrDefault("developer", 0L)),
              new Part("other", parts.getOrDefault("other", 0L)))));
    }
    return columns;
  }

  private static String title(LocalDate from, LocalDate to, Map<String, Long> parts) {
    long all = parts.values().stream().mapToLong(Long::longValue).sum();
    return (from.equals(to) ? from.toString() : from + " to " + to) + ": "
        + HumanText.count(all, "failure")
        + (all == 0
            ? ""
            : " (%d DEVOPS, %d DEVELOPER, %d not diagnosed yet)"
                .formatted(
                    parts.getOrDefault("devops", 0L),
                    parts.getOrDefault("developer", 0L),
                    parts.getOrDefault("other", 0L)));
  }

  static String look(String failureClass) {
    return failureClass.isEmpty() ? "other" : failureClass.toLowerCase(Locale.ROOT);
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
        "<span class=\"bar\"><i class=\"%s\" style=\"width:%.2f%%\"></i></span>", look, width);
  }

  /** What makes up a whole, side by side. */
  static String stack(List<Part> parts) {
    long whole = parts.stream().mapToLong(Part::count).sum();
    StringBuilder out = new StringBuilder("<div class=\"stack\" aria-hidden=\"true\">");
    for (Part part : parts) {
      if (part.count() > 0) {
        out.append(number(
            "<i class=\"%s\" style=\"width:%.3f%%\"></i>",
            part.look(), 100.0 * part.count() / whole));
      }
    }
    return out.append("</div>").toString();
  }

  /** Ten columns, one for each tenth of certainty; below the half nothing could be told. */
  static String confidence(Histogram percent) {
    List<Column> columns = new ArrayList<>();
    for (int tenth = 0; tenth < 10; tenth++) {
      // The last tenth has the hundred in it.
      long count = percent.between(tenth * 10L, tenth == 9 ? 101 : tenth * 10L + 10);
      String label = switch (tenth) {
        case 0 -> "0 %";
        case 5 -> "50 %";
        case 9 -> "100 %";
        default -> "";
      };
      columns.add(new Column(
          label,
          "%d to %d %%: %s"
              .formatted(tenth * 10, tenth * 10 + 10, HumanText.count(count, "incident")),
          List.of(new Part(tenth < 5 ? "other" : "devops", count))));
    }
    return columns(columns, "Incidents by confidence of their diagnosis");
  }

  /** How long incidents took to be resolved, in steps that people plan by. */
  static String resolveTimes(Histogram seconds) {
    String[] labels = {"1 h", "4 h", "1 d", "3 d", "7 d", "more"};
    long[] ends = {3600, 4 * 3600, 86_400, 3 * 86_400, 7 * 86_400, Long.MAX_VALUE};
    List<Column> columns = new ArrayList<>();
    long from = 0;
    for (int i = 0; i < ends.length; i++) {
      long count = seconds.between(from, ends[i]);
      String span = i < ends.length - 1 ? "within " + labels[i] : "longer than 7 d";
      columns.add(new Column(
          i < ends.length - 1 ? "≤ " + labels[i] : labels[i],
          span + ": " + HumanText.count(count, "incident"),
          List.of(new Part("good", count))));
      from = ends[i];
    }
    return columns(columns, "Incidents by time to resolve");
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
