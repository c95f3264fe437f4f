package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.IncidentRows.IncidentRow;
import io.github.cicdmonitor.store.StoryRows.WaitingApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The incidents of the HTML page: requests that wait, a table that can be filtered, and a section for
 * each open one. The filters are radio buttons that the style sheet reads: they hold while the reader
 * jumps between table and sections, which a filter by {@code :target} would not.
 */
final class HtmlIncidents {
  private static final int REPOSITORIES_TO_CHOOSE = 12;
  private static final int CAUSE = 120;
  private static final int EVIDENCE_LINES = 12;
  private static final int EVIDENCE_WIDTH = 300;

  private final Overview overview;
  private final Instant now;
  private final Map<IncidentState, Long> states = new TreeMap<>();
  private final Map<String, Integer> repositories = new LinkedHashMap<>();
  private final StringBuilder out = new StringBuilder();

  private HtmlIncidents(Overview overview) {
    this.overview = overview;
    this.now = overview.metrics().until();
    Map<String, Long> counts = new TreeMap<>();
    for (IncidentRow row : overview.incidents().rows()) {
      states.merge(row.state(), 1L, Long::sum);
      counts.merge(row.repository(), 1L, Long::sum);
    }
    TextRenderer.biggestFirst(counts).stream()
        .limit(REPOSITORIES_TO_CHOOSE)
        .forEach(entry -> repositories.put(entry.getKey(), repositories.size()));
  }

  /** What a person can answer now, and the table. */
  static String list(Overview overview) {
    HtmlIncidents page = new HtmlIncidents(overview);
    page.approvals();
    page.table();
    return page.out.toString();
  }

  /** A section for each open incident. */
  static String sections(Overview overview) {
    HtmlIncidents page = new HtmlIncidents(overview);
    for (IncidentRow row : overview.incidents().rows()) {
      Optional.ofNullable(overview.details().get(row.id()))
          .ifPresent(view -> page.section(row, view));
    }
    return page.out.isEmpty()
        ? ""
        : "<h2 class=\"part\">Open incidents one by one</h2>\n" + page.out;
  }

  /** Style rules of the filters: each hides what lacks its class while its button is chosen. */
  static String style(Overview overview) {
    HtmlIncidents page = new HtmlIncidents(overview);
    StringBuilder rules = new StringBuilder();
    page.states.keySet().forEach(state -> rules.append(rule("s", page.number(state))));
    page.repositories.values().forEach(number -> rules.append(rule("r", number)));
    return rules.toString();
  }

  /** A short name for its class: it stands in each of many rows. */
  private int number(IncidentState state) {
    return List.copyOf(states.keySet()).indexOf(state);
  }

  private static String rule(String group, int number) {
    return "main:has(#f%s%d:checked) .f:not(.%s%d) { display: none; }\n"
        .formatted(group, number, group, number);
  }

  private void approvals() {
    if (overview.approvals().isEmpty()) {
      return;
    }
    out.append("<section class=\"card wide waiting\"><h2>")
        .append(HumanText.count(overview.approvals().size(), "fix", "fixes"))
        .append(overview.approvals().size() == 1 ? " waits" : " wait")
        .append(" for approval</h2>\n<ul class=\"requests\">\n");
    for (WaitingApproval approval : overview.approvals()) {
      String ticket = IncidentTable.ticket(approval);
      out.append("<li><div><strong>%s</strong>: %s</div>"
          .formatted(Escape.html(approval.repository()), Escape.html(approval.title())));
      out.append("<div class=\"soft small\">risk %d of 10, until %s, incident %s</div>"
          .formatted(
              approval.risk(),
              HumanText.moment(approval.expiresAt()),
              anchor(approval.incident())));
      out.append("<code>cicd-monitor approve %s --show</code></li>\n".formatted(ticket));
    }
    out.append("</ul></section>\n");
  }

  private String anchor(long incident) {
    return overview.details().containsKey(incident)
        ? "<a href=\"#i-%d\">#%d</a>".formatted(incident, incident)
        : "#" + incident;
  }

  private void table() {
    IncidentList incidents = overview.incidents();
    out.append(
        "<section class=\"card wide\" id=\"incidents\"><h2>%s <span class=\"soft\">%s</span></h2>\n"
            .formatted(Escape.html(incidents.title()), HumanText.number(incidents.total())));
    if (incidents.rows().isEmpty()) {
      out.append("<p class=\"soft\">None.</p></section>\n");
      return;
    }
    filters();
    out.append("<table class=\"list\">\n<thead><tr><th>#</th><th>State</th><th>For</th>"
        + "<th>Repository and job</th><th>Cause</th><th>Links</th></tr></thead>\n<tbody>\n");
    incidents.rows().forEach(this::row);
    out.append("</tbody></table>\n");
    String more = IncidentTable.more(incidents);
    if (!more.isEmpty()) {
      out.append("<p class=\"soft small\">%s.</p>\n".formatted(Escape.html(more)));
    }
    out.append("</section>\n");
  }

  private void filters() {
    if (states.size() < 2 && repositories.size() < 2) {
      return;
    }
    out.append("<details class=\"filters\" open=\"open\"><summary>Filter</summary>\n");
    long all = overview.incidents().rows().size();
    group("s", all, states.size() > 1);
    if (states.size() > 1) {
      states.forEach((state, count) ->
          chip("s", number(state), HumanText.plain(state.word()), HumanText.number(count)));
      out.append("</div>\n");
    }
    group("r", all, repositories.size() > 1);
    if (repositories.size() > 1) {
      repositories.forEach((name, number) -> chip("r", number, name, ""));
      out.append("</div>\n");
    }
    out.append("</details>\n");
  }

  private void group(String group, long all, boolean shown) {
    if (shown) {
      String label = group.equals("s") ? "State" : "Repository";
      out.append("<div class=\"chips\" role=\"radiogroup\" aria-label=\"%s\">".formatted(label))
          .append(
              "<label class=\"chip\"><input type=\"radio\" name=\"f%s\" checked=\"checked\"/>all "
                  .formatted(group))
          .append(
              group.equals("s")
                  ? "<span class=\"soft\">%s</span></label>\n".formatted(HumanText.number(all))
                  : "</label>\n");
    }
  }

  private void chip(String group, int number, String label, String count) {
    out.append(
        "<label class=\"chip\"><input type=\"radio\" name=\"f%s\" id=\"f%s%d\"/>%s%s</label>\n"
            .formatted(
                group,
                group,
                number,
                Escape.html(label),
                count.isEmpty() ? "" : " <span class=\"soft\">" + count + "</span>"));
  }

  private void row(IncidentRow row) {
    out.append("<tr class=\"f %s\">".formatted(classes(row)));
    out.append("<td>").append(anchor(row.id())).append("</td>");
    out.append("<td>").append(badge(row)).append("</td>");
    out.append("<td>%s</td>".formatted(HumanText.age(Duration.between(row.since(), now))));
    out.append("<td>%s <i>%s</i></td><td>"
        .formatted(Escape.html(row.repository()), Escape.html(IncidentTable.place(row))));
    row.category()
        .ifPresentOrElse(
            category -> out.append("<span class=\"key %s\"></span><b>%s</b> "
                .formatted(
                    Charts.look(row.failureClass().orElse("")),
                    Escape.html(HumanText.plain(category)))),
            () -> out.append("not diagnosed yet"));
    row.cause().ifPresent(cause -> out.append(Escape.html(Escape.fit(cause, CAUSE))));
    out.append("</td><td>").append(links(row)).append("</td></tr>\n");
  }

  private String classes(IncidentRow row) {
    return "s" + number(row.state())
        + Optional.ofNullable(repositories.get(row.repository()))
            .map(number -> " r" + number)
            .orElse("");
  }

  private static String badge(IncidentRow row) {
    String look = Look.of(row.state()).css();
    String state = "<span class=\"badge %s\">%s</span>"
        .formatted(look, HumanText.plain(row.state().word()));
    return row.mutedUntil()
        .map(until -> state
            + " <span class=\"badge over\" title=\"until %s\">muted</span>"
                .formatted(HumanText.moment(until)))
        .orElse(state);
  }

  private static String links(IncidentRow row) {
    String run = row.url().map(url -> HtmlPage.link(url, "run")).orElse("");
    String pull = row.pullRequest()
        .map(p -> " " + HtmlPage.link(p.url(), "#" + p.number()))
        .orElse("");
    return run + pull;
  }

  private void section(IncidentRow row, IncidentView view) {
    out.append("<section class=\"card wide incident f %s\" id=\"i-%d\">"
            .formatted(classes(row), row.id()))
        .append("<h3>#%d %s <span class=\"soft\">%s</span> %s</h3>\n"
            .formatted(
                row.id(),
                Escape.html(row.repository()),
                Escape.html(IncidentTable.place(row)),
                badge(row)));
    row.cause().ifPresent(cause -> out.append("<p>").append(Escape.html(cause)).append("</p>\n"));
    PageSection.Builder facts = PageSection.of("");
    facts.fact("Since", HumanText.moment(row.since()) + failures(row));
    facts.fact("Branch", row.branch());
    row.category()
        .ifPresent(category ->
            facts.fact("Class", row.failureClass().orElse("") + ", " + HumanText.plain(category)));
    view.diagnosis()
        .map(diagnosis -> diagnosis.advice().value())
        .filter(advice -> !advice.isEmpty())
        .ifPresent(advice -> facts.fact("Advice", advice));
    row.url().ifPresent(url -> facts.link("Newest run", url, url));
    row.pullRequest()
        .ifPresent(pull -> facts.link(
            "Pull request",
            "#" + pull.number() + ", " + HumanText.plain(pull.state()),
            pull.url()));
    row.mutedUntil().ifPresent(until -> facts.fact("Muted", "until " + HumanText.moment(until)));
    out.append(Page.html(facts.build()));
    view.diagnosis().filter(found -> !found.evidence().isEmpty()).ifPresent(this::evidence);
    out.append(("<p class=\"soft small\"><code>cicd-monitor report %d</code> shows its whole story."
            + " <a href=\"#incidents\">Back to the list</a></p></section>\n")
        .formatted(row.id()));
  }

  private static String failures(IncidentRow row) {
    return row.occurrences() == 1
        ? ""
        : String.format(
            Locale.ROOT,
            ", %s, last %s",
            HumanText.count(row.occurrences(), "failure"),
            HumanText.moment(row.lastFailedAt()));
  }

  private void evidence(Diagnosis diagnosis) {
    PageSection.Builder lines = PageSection.of("");
    diagnosis.evidence().stream()
        .limit(EVIDENCE_LINES)
        .forEach(line -> lines.code(
            Integer.toString(line.line()), Escape.fit(line.text().value(), EVIDENCE_WIDTH)));
    out.append("<details><summary>Evidence: %s of the log</summary>\n%s</details>\n"
        .formatted(HumanText.count(diagnosis.evidence().size(), "line"), Page.html(lines.build())));
  }
}
