package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.model.FixFate;
import io.github.cicdmonitor.report.Trust.By;
import io.github.cicdmonitor.report.Trust.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** {@link Trust} in every format. Nothing where there are no pull requests. */
final class TrustTables {
  private static final List<FixFate> TOLD = List.of(
      FixFate.EDITED,
      FixFate.CLOSED,
      FixFate.RED,
      FixFate.CAME_BACK,
      FixFate.RED_AFTER_MERGE,
      FixFate.REVERTED,
      FixFate.UNDER_WAY,
      FixFate.WITHDRAWN);

  private static final int LABEL = 25;
  private static final int ROWS = 8; // of each kind

  private TrustTables() {}

  static String text(Trust trust) {
    StringBuilder out = new StringBuilder();
    for (By by : By.values()) {
      for (Row row : trust.of(by).stream().limit(ROWS).toList()) {
        text(out, row);
      }
    }
    return out.isEmpty()
        ? ""
        : "Fixes merged as proposed (95 % interval), and what was predicted\n" + out;
  }

  private static void text(StringBuilder out, Row row) {
    String name = "  " + row.by().word() + " " + Escape.terminal(row.name());
    boolean fits = name.codePointCount(0, name.length()) < LABEL;
    if (!fits) {
      line(out, name);
    }
    line(out, pad(fits ? name : "") + share(row) + predicted(row));
    String rest = rest(row);
    if (row.asks()) {
      rest = "a person decides on its fixes" + (rest.isEmpty() ? "" : ": " + rest);
    }
    if (!rest.isEmpty()) {
      line(out, pad("") + rest);
    }
  }

  private static String pad(String name) {
    return name + " ".repeat(LABEL - name.codePointCount(0, name.length()));
  }

  private static void line(StringBuilder out, String text) {
    out.append(Escape.fit(text, TextRenderer.WIDTH)).append('\n');
  }

  private static String share(Row row) {
    Proportion merged = row.merged();
    return merged.of() == 0
        ? "none settled yet"
        : "%s of %s, %s %% (%s to %s)"
            .formatted(
                HumanText.number(merged.hits()),
                HumanText.number(merged.of()),
                percent(merged.share()),
                percent(merged.low()),
                percent(merged.high()));
  }

  private static String predicted(Row row) {
    return row.confidence().isEmpty() && row.risk().isEmpty()
        ? ""
        : "; predicted "
            + (row.confidence().isPresent()
                ? percent(row.confidence().getAsDouble()) + " %"
                : "nothing")
            + (row.risk().isPresent() ? ", risk " + oneDigit(row.risk()) : "");
  }

  private static String rest(Row row) {
    return String.join(
        ", ",
        TOLD.stream()
            .filter(fate -> row.count(fate) > 0)
            .map(fate -> HumanText.number(row.count(fate)) + " " + HumanText.plain(fate.word()))
            .toList());
  }

  private static String percent(double share) {
    return Long.toString(Math.round(100 * share));
  }

  private static String oneDigit(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.1f", value.getAsDouble()) : "–";
  }

  private static final List<String> HEADER = List.of(
      "Fixes of",
      "Settled",
      "Merged as proposed",
      "95 % interval",
      "Predicted",
      "Mean risk",
      "What else");

  private static List<String> cells(Row row) {
    Proportion merged = row.merged();
    boolean none = merged.of() == 0;
    return List.of(
        row.by().word() + " " + row.name() + (row.asks() ? " (a person decides)" : ""),
        HumanText.number(merged.of()),
        none ? "–" : percent(merged.share()) + " %",
        none ? "–" : percent(merged.low()) + " to " + percent(merged.high()) + " %",
        row.confidence().isPresent() ? percent(row.confidence().getAsDouble()) + " %" : "–",
        oneDigit(row.risk()),
        rest(row));
  }

  private static List<Row> ordered(Trust trust) {
    List<Row> rows = new ArrayList<>();
    for (By by : By.values()) {
      rows.addAll(trust.of(by));
    }
    return rows;
  }

  static String markdown(Trust trust) {
    if (trust.rows().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("\n| ")
        .append(String.join(" | ", HEADER))
        .append(" |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for (Row row : ordered(trust)) {
      out.append("| ")
          .append(String.join(
              " | ",
              Stream.concat(
                      Stream.of(Escape.markdown(cells(row).get(0))),
                      cells(row).stream().skip(1)) // our own words and numbers
                  .toList()))
          .append(" |\n");
    }
    return out.toString();
  }

  static String html(Trust trust) {
    if (trust.rows().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("<section class=\"card wide\"><h2>Trust in the fixes</h2>"
        + "<p class=\"soft small\">How many were merged as proposed and held, against how sure the"
        + " diagnoses were.</p>\n<div class=\"scroll\"><table>\n<tr>");
    for (int i = 0; i < HEADER.size(); i++) {
      out.append(isNumber(i) ? "<th class=\"number\">" : "<th>")
          .append(HEADER.get(i))
          .append("</th>");
    }
    out.append("</tr>\n");
    for (Row row : ordered(trust)) {
      out.append("<tr>");
      List<String> cells = cells(row);
      for (int i = 0; i < cells.size(); i++) {
        out.append(i == 0 ? "<td class=\"name\">" : isNumber(i) ? "<td class=\"number\">" : "<td>")
            .append(Escape.html(cells.get(i)))
            .append("</td>");
      }
      out.append("</tr>\n");
    }
    return out.append("</table></div></section>\n").toString();
  }

  private static boolean isNumber(int column) {
    return column > 0 && column < HEADER.size() - 1;
  }

  static void addTo(ObjectNode root, Trust trust) {
    ArrayNode rows = root.putArray("trust");
    for (Row row : ordered(trust)) {
      Proportion merged = row.merged();
      ObjectNode node = rows.addObject()
          .put("by", row.by().word())
          .put("name", row.name())
          .put("settled", merged.of());
      for (FixFate fate : FixFate.values()) {
        node.put(fate.word(), row.count(fate));
      }
      ObjectNode predicted = node.putObject("predicted");
      put(predicted, "confidence", row.confidence());
      put(predicted, "risk", row.risk());
      ObjectNode share = node.putObject("merged_share");
      put(share, "value", of(merged, merged.share()));
      put(share, "low", of(merged, merged.low()));
      put(share, "high", of(merged, merged.high()));
      node.put("asks", row.asks());
    }
  }

  private static OptionalDouble of(Proportion proportion, double value) {
    return proportion.of() == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static void put(ObjectNode node, String field, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(field, Math.round(value.getAsDouble() * 1000) / 1000.0);
    } else {
      node.putNull(field);
    }
  }
}
