package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.report.AuditTables;
import io.github.cicdmonitor.report.AuditTrail;
import io.github.cicdmonitor.report.HtmlRenderer;
import io.github.cicdmonitor.report.IncidentStory;
import io.github.cicdmonitor.report.IncidentTable;
import io.github.cicdmonitor.report.JsonRenderer;
import io.github.cicdmonitor.report.MarkdownRenderer;
import io.github.cicdmonitor.report.OutputFile;
import io.github.cicdmonitor.report.Overview;
import io.github.cicdmonitor.report.Paint;
import io.github.cicdmonitor.report.PrometheusRenderer;
import io.github.cicdmonitor.report.TextRenderer;
import io.github.cicdmonitor.report.TroubleList;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.IncidentRows;
import io.github.cicdmonitor.store.StoryRows;
import io.github.cicdmonitor.store.Troubles;
import io.github.cicdmonitor.store.Troubles.Trouble;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Tell: what is open, numbers, one incident's story, the audit trail. Reads the state only. */
final class ReportCommand implements Callable<Integer> {
  private final World world;
  private final Syntax syntax;
  private final CommonOptions common;
  private final ListOptions list;
  private final TrustOptions trust;

  /** Spelled in lower case on the command line. */
  enum Format {
    text,
    json,
    markdown,
    html,
    prometheus
  }

  private String id = "";
  private Format format = Format.text;
  private String since = "30d";
  private String output = "";
  private boolean audit;
  private boolean verify;
  private String expectedHead = "";
  private String anchor = "";

  ReportCommand(World world, Syntax syntax) {
    this.world = world;
    this.syntax = syntax;
    syntax
        .header("List incidents and metrics, show one incident's story, or print the audit trail.")
        .argument(
            "ID",
            "show this incident's whole story (34 or #34); with -v also the raw events",
            given -> id = given)
        .choice(
            "--format FORMAT",
            Format.text,
            "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            given -> format = given)
        .text(
            "--since SPAN",
            "30d",
            "how far back: a span or a date (default: ${DEFAULT-VALUE})",
            given -> since = given)
        .text("--output FILE", "write to a file (mode 0600)", given -> output = given)
        .flag("--audit", "print the audit trail", given -> audit = given)
        .flag("--verify", "check the audit trail's hash chain", given -> verify = given)
        .text(
            "--expect-head HASH",
            "with --verify: fail unless the trail holds this head, noted earlier elsewhere",
            given -> expectedHead = given)
        .text(
            "--anchor FILE",
            "with --verify: compare with the heads noted in FILE, then note the newest",
            given -> anchor = given);
    common = new CommonOptions(syntax);
    list = new ListOptions(syntax);
    trust = new TrustOptions(syntax);
  }

  @Override
  public Integer call() {
    refuseWhatDoesNotFit();
    Instant from = Span.start("--since", since, world.clock().instant());
    IncidentRows.Filter filter = list.filter(from);
    Session session = Session.open(world, common);
    Optional<Database> database = session.openForReading();
    try {
      if (verify) {
        return verify(session, database);
      }
      list.refuseUnknown(session, database);
      String text = trust.given() > 0
          ? trust.render(session, database, format(session), from)
          : audit
              ? audit(session, database, from)
              : id.isEmpty()
                  ? overview(session, database, filter)
                  : story(session, database, Long.parseLong(number()));
      if (output.isEmpty()) {
        world.out().print(text);
      } else {
        OutputFile.write(world.workingDirectory().resolve(output), text);
      }
      return ExitCode.DONE.code();
    } finally {
      database.ifPresent(Database::close);
    }
  }

  private void refuseWhatDoesNotFit() {
    int chosen = (id.isEmpty() ? 0 : 1) + (audit ? 1 : 0) + (verify ? 1 : 0) + trust.given();
    if (chosen > 1) {
      throw syntax.mistake("ID, --audit, --verify, --shadow and --rules exclude each other");
    }
    if (trust.refuses(format)) {
      throw syntax.mistake(
          "--shadow does not go with --format prometheus; --rules prints a rules file");
    }
    if (!id.isEmpty() && !number().matches("[1-9][0-9]{0,17}")) {
      throw syntax.mistake("ID is the number of an incident, such as 34 or #34");
    }
    if (list.isGiven() && (chosen > 0 || format == Format.prometheus)) {
      throw syntax.mistake(
          "--repo, --state, --all and --limit choose from the list of incidents: they go"
              + " with none of ID, --audit, --verify, --shadow, --rules and --format prometheus");
    }
    if (chosen > 0 && format == Format.prometheus) {
      throw syntax.mistake("--format prometheus goes with none of ID, --audit and --verify");
    }
    if (!verify && !(expectedHead.isEmpty() && anchor.isEmpty())) {
      throw syntax.mistake("--expect-head and --anchor go with --verify");
    }
    if (!expectedHead.isEmpty() && !expectedHead.matches("[0-9a-f]{64}")) {
      throw syntax.mistake("--expect-head takes the 64 hexadecimal digits that 'report' shows");
    }
    if (verify && (format == Format.markdown || format == Format.html)) {
      throw syntax.mistake("--verify goes with --format text and json");
    }
  }

  /** Messages show an incident as {@code #34}; so people type it. */
  private String number() {
    return id.startsWith("#") ? id.substring(1) : id;
  }

  private Format format(Session session) {
    return session.json() ? Format.json : format;
  }

  private int verify(Session session, Optional<Database> database) {
    AuditCheck check = new AuditCheck(database.map(AuditLog::new));
    Path anchors = world.workingDirectory().resolve(anchor);
    List<AuditLog.Anchor> noted = anchor.isEmpty() ? List.of() : AuditCheck.noted(anchors);
    AuditLog.Verdict verdict = check.verify(expectedHead, noted);
    if (verdict.firstBroken().isEmpty() && !anchor.isEmpty()) {
      check.note(anchors, noted, world.clock());
    }
    Optional<String> head = database.map(state -> new AuditLog(state).head());
    if (format(session) == Format.json) {
      session.printJson(AuditTrail.verdictJson(verdict).put("head", head.orElse(null)));
    } else {
      world.out().print(AuditTrail.verdict(verdict));
      head.ifPresent(hash -> world.out().print("Head: " + hash + "\n"));
    }
    return (verdict.firstBroken().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY).code();
  }

  private String audit(Session session, Optional<Database> database, Instant from) {
    List<AuditLog.Entry> entries =
        database.map(state -> new AuditLog(state).entries(from)).orElse(List.of());
    return switch (format(session)) {
      case json -> {
        StringBuilder lines = new StringBuilder();
        entries.forEach(entry -> lines.append(JsonOutput.line(AuditTrail.json(entry))));
        yield lines.toString();
      }
      case markdown -> AuditTables.markdown(entries);
      case html -> AuditTables.html(entries);
      case text, prometheus -> AuditTrail.text(entries);
    };
  }

  private String overview(
      Session session, Optional<Database> database, IncidentRows.Filter filter) {
    Format format = format(session);
    Instant now = world.clock().instant();
    Overview overview = Overview.of(database, list.extent(filter, format), now);
    List<Trouble> troubles = database.map(state -> new Troubles(state).all()).orElse(List.of());
    return switch (format) {
      case text -> text(overview, database, now) + (list.isNarrow() ? "" : paragraph(troubles));
      case json -> {
        ObjectNode root = JsonRenderer.render(overview.metrics());
        overview.addTo(root);
        root.set("troubles", TroubleList.json(troubles));
        root.put("audit_head", database.map(state -> new AuditLog(state).head()).orElse(null));
        yield JsonOutput.document(session.scrubbed(root));
      }
      case markdown ->
        list.isNarrow()
            ? MarkdownRenderer.list(overview, now)
            : MarkdownRenderer.render(overview, now) + TroubleList.markdown(troubles);
      case html -> HtmlRenderer.render(overview, troubles);
      case prometheus -> PrometheusRenderer.render(overview.metrics());
    };
  }

  private static String paragraph(List<Trouble> troubles) {
    return troubles.isEmpty() ? "" : "\n" + TroubleList.text(troubles);
  }

  /** Whoever asks for one repository or state wants the list; the numbers are of all. */
  private String text(Overview overview, Optional<Database> database, Instant now) {
    Paint paint = paint();
    String open = IncidentTable.approvals(overview.approvals(), paint)
        + IncidentTable.text(overview.incidents(), now, paint);
    return list.isNarrow()
        ? open
        : open + "\n" + TextRenderer.render(overview.metrics()) + waiting(database)
            + head(database);
  }

  /** As for the usage help: on a terminal, and not where somebody asked for none. */
  private Paint paint() {
    boolean colours = output.isEmpty()
        && !common.quiet
        && world.terminal()
        && syntax.line().getColorScheme().ansi().enabled();
    return colours ? Paint.ANSI : Paint.PLAIN;
  }

  /** To be noted elsewhere, for {@code --verify --expect-head}. */
  private static String head(Optional<Database> database) {
    return database
        .map(state -> "\nAudit trail head: " + new AuditLog(state).head() + "\n")
        .orElse("");
  }

  private static String waiting(Optional<Database> database) {
    if (database.isEmpty()) {
      return "";
    }
    StoryRows rows = new StoryRows(database.get());
    String waiting = AuditTrail.waiting(rows.waitingDecisions(), rows.openEffects());
    return waiting.isEmpty() ? "" : "\n" + waiting;
  }

  private String story(Session session, Optional<Database> database, long incident) {
    IncidentStory story = database
        .flatMap(state -> IncidentStory.of(state, incident))
        .orElseThrow(() -> MonitorException.of(
            MonitorException.Kind.NO,
            "could not show incident " + incident,
            "there is no such incident",
            "'cicd-monitor report' lists the open ones, with --all those of the last 30 days"));
    IncidentStory.Depth depth =
        common.verbose ? IncidentStory.Depth.RAW : IncidentStory.Depth.STORY;
    return switch (format(session)) {
      case json -> JsonOutput.document(session.scrubbed(story.json()));
      case markdown -> story.markdown(depth);
      case html -> story.html(depth);
      case text, prometheus -> story.text(depth);
    };
  }
}
