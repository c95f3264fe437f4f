package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.AuditLog;
import java.util.List;

/** The audit trail as a table, in Markdown and HTML. */
public final class AuditTables {
  private static final String TITLE = "Audit trail";

  private AuditTables() {}

  public static String markdown(List<AuditLog.Entry> entries) {
    StringBuilder out = new StringBuilder("# ").append(TITLE).append("\n\n");
    if (entries.isEmpty()) {
      return out.append("No entry in this span.\n").toString();
    }
    out.append("| Entry | At | Event | Incident | Repository | By | Detail |\n")
        .append("| ---: | --- | --- | ---: | --- | --- | --- |\n");
    for (AuditLog.Entry entry : entries) {
      out.append("| ")
          .append(String.join(
              " | ",
              Long.toString(entry.seq()),
              Escape.markdown(entry.at()),
              Escape.markdown(entry.event()),
              entry.incident().map(id -> Long.toString(id)).orElse(""),
              entry.repository().map(Escape::markdown).orElse(""),
              Escape.markdown(entry.actor()),
              Escape.markdown(AuditTrail.facts(entry))))
          .append(" |\n");
    }
    return out.toString();
  }

  public static String html(List<AuditLog.Entry> entries) {
    StringBuilder out = new StringBuilder("<section class=\"card wide\">");
    if (entries.isEmpty()) {
      out.append("<p class=\"soft\">No entry in this span.</p>");
    } else {
      out.append(
          "<div class=\"scroll\"><table>\n<thead><tr><th class=\"number\">Entry</th><th>At</th>"
              + "<th>Event</th><th>Incident</th><th>By</th><th>Detail</th></tr></thead>\n<tbody>\n");
      entries.forEach(entry -> row(out, entry));
      out.append("</tbody></table></div>");
    }
    out.append("</section>\n");
    return HtmlPage.of(
        TITLE, HumanText.count(entries.size(), "entry"), new HtmlPage.Body("", out.toString()));
  }

  private static void row(StringBuilder out, AuditLog.Entry entry) {
    String where = entry.incident().map(id -> "#" + id + " ").orElse("")
        + entry.repository().orElse("");
    out.append("<tr><td class=\"number\">%d</td><td class=\"soft\">%s</td><td>%s</td>"
            .formatted(entry.seq(), Escape.html(entry.at()), Escape.html(entry.event())))
        .append("<td class=\"name\">%s</td><td>%s</td><td class=\"name\">%s</td></tr>\n"
            .formatted(
                Escape.html(where),
                Escape.html(entry.actor()),
                Escape.html(AuditTrail.facts(entry))));
  }
}
