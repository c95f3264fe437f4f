package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.IncidentRows.IncidentRow;
import io.github.cicdmonitor.store.StoryRows.WaitingApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The list of incidents and the requests that wait, for a terminal and in Markdown. */
public final class IncidentTable {
  private static final int WIDTH = TextRenderer.WIDTH;
  private static final int STATE = 18;
  private static final int INDENT = 8;

  private IncidentTable() {}

  /** Three lines an incident: what and where, why, link. Addresses are never cut. */
  public static String text(IncidentList list, Instant now, Paint paint) {
    StringBuilder out = new StringBuilder();
    if (list.rows().isEmpty()) {
      return Escape.terminal(list.none()) + "\n";
    }
    line(
        out,
        paint.bold(Escape.terminal(list.title()) + " (" + HumanText.number(list.total()) + ")"));
    for (IncidentRow row : list.rows()) {
      String age = HumanText.age(Duration.between(row.since(), now));
      String state = String.format(
          Locale.ROOT, "%-" + STATE + "s", HumanText.plain(row.state().word()));
      String where = Escape.terminal(row.repository() + "  " + place(row));
      line(
          out,
          String.format(Locale.ROOT, "%6s  ", "#" + row.id())
              + paint.state(row.state(), state)
              + String.format(Locale.ROOT, "%6s  ", age)
              + Escape.fit(where, WIDTH - INDENT - STATE - 8));
      line(out, " ".repeat(INDENT) + Escape.fit(Escape.terminal(why(row)), WIDTH - INDENT));
      row.mutedUntil()
          .ifPresent(
              until -> line(out, " ".repeat(INDENT) + "muted until " + HumanText.moment(until)));
      row.pullRequest()
          .ifPresent(pull -> address(
              out,
              "pull request #%d, %s: ".formatted(pull.number(), HumanText.plain(pull.state())),
              pull.url(),
              paint));
      row.url().ifPresent(url -> address(out, "", url, paint));
    }
    more(list).lines().forEach(said -> line(out, "  " + said));
    return out.toString();
  }

  /** A table, a row an incident. */
  public static String markdown(IncidentList list, Instant now) {
    StringBuilder out = new StringBuilder("\n## ")
        .append(list.title()) // our own words, and repository names that were read as such
        .append("\n\n");
    if (list.rows().isEmpty()) {
      return out.append("None.\n").toString();
    }
    out.append("| # | State | For | Repository | Job | Category | Cause | Run | Pull request |\n")
        .append("| ---: | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (IncidentRow row : list.rows()) {
      out.append("| ")
          .append(String.join(
              " | ",
              Long.toString(row.id()),
              HumanText.plain(row.state().word())
                  + row.mutedUntil()
                      .map(until -> ", muted until " + HumanText.moment(until))
                      .orElse(""),
              HumanText.age(Duration.between(row.since(), now)),
              Escape.markdown(row.repository()),
              Escape.markdown(place(row)),
              row.category().map(HumanText::plain).orElse("–"),
              row.cause().map(Escape::markdown).orElse("–"),
              row.url().map(url -> Escape.markdownLink("run", url)).orElse("–"),
              row.pullRequest()
                  .map(pull -> Escape.markdownLink("#" + pull.number(), pull.url()) + " "
                      + HumanText.plain(pull.state()))
                  .orElse("–")))
          .append(" |\n");
    }
    String more = more(list);
    return (more.isEmpty() ? out : out.append('\n').append(more).append("\n")).toString();
  }

  static String more(IncidentList list) {
    return list.left() == 0
        ? ""
        : "and %s more: '--limit %d' lists all of them, '--repo' those of one repository"
            .formatted(HumanText.number(list.left()), list.total());
  }

  /** The requests that a person can answer now; empty text where none. */
  public static String approvals(List<WaitingApproval> approvals, Paint paint) {
    StringBuilder out = new StringBuilder();
    if (!approvals.isEmpty()) {
      line(out, paint.bold("Waiting for approval (" + approvals.size() + ")"));
    }
    for (WaitingApproval approval : approvals) {
      line(
          out,
          Escape.fit(
              "  " + ticket(approval) + "  "
                  + Escape.terminal(approval.repository() + ": " + approval.title()),
              WIDTH));
      line(
          out,
          "      risk %d of 10, until %s"
              .formatted(approval.risk(), HumanText.moment(approval.expiresAt())));
      line(out, "      cicd-monitor approve " + ticket(approval) + " --show");
    }
    return out.isEmpty() ? "" : out.append('\n').toString();
  }

  public static String approvalsMarkdown(List<WaitingApproval> approvals) {
    StringBuilder out = new StringBuilder();
    if (!approvals.isEmpty()) {
      out.append("\n## Waiting for approval\n\n| Request | Repository | Fix | Risk | Until |\n")
          .append("| --- | --- | --- | ---: | --- |\n");
    }
    for (WaitingApproval approval : approvals) {
      out.append("| `%s` | %s | %s | %d | %s |\n"
          .formatted(
              ticket(approval),
              Escape.markdown(approval.repository()),
              Escape.markdown(approval.title()),
              approval.risk(),
              HumanText.moment(approval.expiresAt())));
    }
    return out.toString();
  }

  /** What a person types: {@code 42-7f3a9c1e}. */
  static String ticket(WaitingApproval approval) {
    return approval.incident() + "-" + approval.digest().substring(0, 8);
  }

  static String place(IncidentRow row) {
    return row.job().isEmpty() ? row.workflow() : row.workflow() + " / " + row.job();
  }

  /** Whole, however long, where it is one: a terminal makes a link of it. */
  private static void address(StringBuilder out, String before, String url, Paint paint) {
    String shown = Escape.terminal(before + url);
    String whole = Escape.isWebAddress(url) ? shown : Escape.fit(shown, WIDTH - INDENT);
    line(out, " ".repeat(INDENT) + paint.faint(whole));
  }

  private static String why(IncidentRow row) {
    return row.category().map(HumanText::plain).orElse("not diagnosed yet")
        + row.cause().map(cause -> ": " + cause).orElse("");
  }

  private static void line(StringBuilder out, String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
