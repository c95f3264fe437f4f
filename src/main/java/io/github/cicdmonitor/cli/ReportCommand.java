package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.report.AuditTrail;
import io.github.cicdmonitor.report.HtmlRenderer;
import io.github.cicdmonitor.report.IncidentStory;
import io.github.cicdmonitor.report.JsonRenderer;
import io.github.cicdmonitor.report.MarkdownRenderer;
import io.github.cicdmonitor.report.Metrics;
import io.github.cicdmonitor.report.OutputFile;
import io.github.cicdmonitor.report.PrometheusRenderer;
import io.github.cicdmonitor.report.TextRenderer;
import io.github.cicdmonitor.report.TroubleList;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.MetricRows;
import io.github.cicdmonitor.store.ReportRows;
import io.github.cicdmonitor.store.StoryRows;
import io.github.cicdmonitor.store.Troubles;
import io.github.cicdmonitor.store.Troubles.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tell: numbers, one incident's story, the audit trail. Reads the state only. */
@Command(
    name = "report",
    versionProvider = Version.class,
    header = "Show metrics, one incident's story, or the audit trail.")
final class ReportCommand implements Callable<Integer> {
  private final World world;

  @Spec
  private CommandSpec spec;

  @Mixin
  private CommonOptions common;

  /** Spelled in lower case on the command line. */
  enum Format {
    text,
    json,
    markdown,
    html,
    prometheus
  }

  @Parameters(arity = "0..1", paramLabel = "ID", description = "tell this incident's whole story")
  private String id = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  @Option(
      names = "--since",
      paramLabel = "SPAN",
      defaultValue = "30d",
      description = "how far back: a span or a date (default: ${DEFAULT-VALUE})")
  private String since = "30d";

  @Option(names = "--output", paramLabel = "FILE", description = "write to a file (mode 0600)")
  private String output = "";

  @Option(names = "--audit", description = "print the audit trail")
  private boolean audit;

  @Option(names = "--verify", description = "check the audit trail's hash chain")
  private boolean verify;

  ReportCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    int chosen = (id.isEmpty() ? 0 : 1) + (audit ? 1 : 0) + (verify ? 1 : 0);
    if (chosen > 1) {
      throw new ParameterException(
          spec.commandLine(), "ID, --audit and --verify exclude each other");
    }
    if (!id.isEmpty() && !id.matches("[1-9][0-9]{0,17}")) {
      throw new ParameterException(spec.commandLine(), "ID is the number of an incident");
    }
    Instant from = Span.start("--since", since, world.clock().instant());
    Session session = Session.open(world, common);
    Optional<Database> database = session.openForReading();
    try {
      if (verify) {
        return verify(session, database);
      }
      String text = audit
          ? audit(session, database, from)
          : id.isEmpty()
              ? metrics(session, database, from)
              : story(session, database, Long.parseLong(id));
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

  private int verify(Session session, Optional<Database> database) {
    AuditLog.Verdict verdict = database
        .map(state -> new AuditLog(state).verify())
        .orElse(new AuditLog.Verdict(0, Optional.empty(), "there is no state yet"));
    if (session.json()) {
      session.printJson(AuditTrail.verdictJson(verdict));
    } else {
      world.out().print(AuditTrail.verdict(verdict));
    }
    return (verdict.firstBroken().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY).code();
  }

  private static String audit(Session session, Optional<Database> database, Instant from) {
    List<AuditLog.Entry> entries =
        database.map(state -> new AuditLog(state).entries(from)).orElse(List.of());
    if (!session.json()) {
      return AuditTrail.text(entries);
    }
    StringBuilder lines = new StringBuilder();
    entries.forEach(entry -> lines.append(JsonOutput.line(AuditTrail.json(entry))));
    return lines.toString();
  }

  private String metrics(Session session, Optional<Database> database, Instant from) {
    MetricRows rows =
        database.map(state -> new ReportRows(state).since(from)).orElse(MetricRows.NOTHING);
    Metrics metrics = Metrics.of(rows, from, world.clock().instant());
    List<Trouble> troubles = database.map(state -> new Troubles(state).all()).orElse(List.of());
    return switch (session.json() ? Format.json : format) {
      case text -> TextRenderer.render(metrics) + waiting(database) + paragraph(troubles);
      case json -> {
        ObjectNode json = JsonRenderer.render(metrics);
        json.set("troubles", TroubleList.json(troubles));
        yield JsonOutput.document(session.scrubbed(json));
      }
      case markdown -> MarkdownRenderer.render(metrics) + TroubleList.markdown(troubles);
      case html -> HtmlRenderer.render(metrics);
      case prometheus -> PrometheusRenderer.render(metrics);
    };
  }

  private static String paragraph(List<Trouble> troubles) {
    return troubles.isEmpty() ? "" : "\n" + TroubleList.text(troubles);
  }

  private static String waiting(Optional<Database> database) {
    if (database.isEmpty()) {
      return "";
    }
    StoryRows rows = new StoryRows(database.get());
    String waiting =
        AuditTrail.waiting(rows.waitingDecisions(), rows.waitingApprovals(), rows.openEffects());
    return waiting.isEmpty() ? "" : "\n" + waiting;
  }

  private String story(Session session, Optional<Database> database, long incident) {
    IncidentStory story = database
        .flatMap(state -> IncidentStory.of(state, incident))
        .orElseThrow(() -> MonitorException.of(
            MonitorException.Kind.NO,
            "could not tell of incident " + incident,
            "there is no such incident",
            "'cicd-monitor report' shows those there are"));
    if (session.json() || format == Format.json) {
      ObjectNode json = story.json();
      return JsonOutput.document(session.scrubbed(json));
    }
    return story.text();
  }
}
