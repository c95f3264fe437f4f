package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.analyze.Analyzer;
import io.github.cicdmonitor.decide.Decider;
import io.github.cicdmonitor.decide.Decision;
import io.github.cicdmonitor.effects.Diffs;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.notify.Notice;
import io.github.cicdmonitor.report.IncidentJson;
import io.github.cicdmonitor.report.IncidentView;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What {@code analyze} says of its run, for people and as the JSON of {@code --json}. */
final class AnalyzeReport {
  private final Session session;
  private final Database database;

  AnalyzeReport(Session session, Database database) {
    this.session = session;
    this.database = database;
  }

  /** An item that could not be dealt with now. */
  record Problem(String item, MonitorException error) {}

  /** What a dry run would decide. */
  record Previewed(DiagnosedIncident imagined, Decider.Verdict verdict) {}

  /**
   * What a run came to.
   *
   * @param incidents those dealt with
   * @param asBefore those of them that still wait for the same
   * @param delivered keys of effects that were done
   * @param waiting a line each
   */
  record Run(
      Set<Long> incidents, Set<Long> asBefore, Set<String> delivered, List<String> waiting) {}

  void print(Run run, List<Problem> errors) {
    List<IncidentView> views = new ArrayList<>();
    run.incidents().forEach(id -> IncidentView.of(database, id).ifPresent(views::add));
    tell(errors);
    if (session.json()) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      ArrayNode list = root.putArray("incidents");
      views.forEach(view -> list.add(IncidentJson.of(view)));
      ArrayNode notifications = root.putArray("notifications");
      for (String key : run.delivered()) {
        new Effects(database)
            .find(key)
            .filter(effect -> effect.kind() == Effect.Kind.NOTICE)
            .ifPresent(effect -> notifications.add(notification(effect)));
      }
      root.put("audit_head", new AuditLog(database).head());
      errors(root, errors);
      session.printJson(root);
      return;
    }
    views.stream()
        .filter(
            view -> !session.quiet() || !run.asBefore().contains(view.incident().id()))
        .forEach(this::line);
    if (session.quiet()) {
      return;
    }
    run.waiting().forEach(what -> session.print("  … " + what));
    if (views.isEmpty() && errors.isEmpty()) {
      session.print("nothing new to analyse");
    }
  }

  private static ObjectNode notification(Effect effect) {
    NoticePayload payload = NoticePayload.read(effect.payload());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    effect
        .incident()
        .ifPresentOrElse(id -> node.put("incident", id), () -> node.putNull("incident"));
    return node.put("channel", payload.channel()).put("text", payload.text());
  }

  private void line(IncidentView view) {
    Incident incident = view.incident();
    String what = view.diagnosis()
        .map(d -> String.format(
            Locale.ROOT,
            "%s %s (%.0f %%): %s",
            d.failureClass(),
            d.category().word(),
            d.confidence() * 100,
            d.rootCause()))
        .orElse("not diagnosed yet");
    session.print("#" + incident.id() + " " + incident.repository() + "  " + session.show(what));
    String decision = incident.action().map(action -> action.word()).orElse("undecided");
    String pull = view.pullRequest().map(p -> "  " + p.url()).orElse("");
    session.print("    → " + decision.replace('_', ' ') + ", "
        + incident.state().word().replace('_', ' ')
        + (incident.occurrences() > 1 ? ", seen " + incident.occurrences() + "×" : "")
        + pull);
  }

  void print(List<Previewed> previews, List<Problem> errors) {
    tell(errors);
    if (session.json()) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      ArrayNode list = root.putArray("incidents");
      ArrayNode notifications = root.putArray("notifications");
      for (Previewed previewed : previews) {
        Optional<Decision> decision = previewed.verdict().decision();
        ObjectNode node = IncidentJson.of(new IncidentView(
            previewed.imagined().incident(),
            Optional.of(previewed.imagined().diagnosis()),
            decision.flatMap(Decision::judged).map(Decision.Judged::decision),
            Optional.empty(),
            decision.isPresent() ? Optional.empty() : Optional.of(undecided(previewed.verdict()))));
        node.putNull("id")
            .put("state", "new")
            .put("decision", decision.map(d -> d.action().word()).orElse(null));
        Optional<Decision.Judged> judged = decision.flatMap(Decision::judged);
        IncidentJson.floors(node, judged.map(Decision.Judged::decision));
        node.put("diff", judged.map(this::diff).orElse(null));
        list.add(node);
        decision.ifPresent(d -> d.notices().forEach(notice -> notifications.add(planned(notice))));
      }
      errors(root, errors);
      session.printJson(root);
      return;
    }
    previews.forEach(this::line);
    if (previews.isEmpty() && session.quiet()) {
      return;
    }
    session.print(
        previews.isEmpty() ? "nothing new to analyse" : "dry run: nothing was changed or sent");
  }

  private static ObjectNode planned(Notice notice) {
    return JsonNodeFactory.instance
        .objectNode()
        .putNull("incident")
        .put("channel", notice.channel())
        .put("text", notice.text());
  }

  private void line(Previewed previewed) {
    DiagnosedIncident c = previewed.imagined();
    Diagnosis diagnosis = c.diagnosis();
    session.print(c.incident().repository() + "  "
        + session.show(c.newest().workflow() + " / " + c.newest().job()) + "  "
        + session.show(String.format(
            Locale.ROOT,
            "%s %s (%.0f %%): %s",
            diagnosis.failureClass(),
            diagnosis.category().word(),
            diagnosis.confidence() * 100,
            diagnosis.rootCause())));
    diagnosis.evidence().stream().limit(3).forEach(this::line);
    String would = previewed
        .verdict()
        .decision()
        .map(d -> wish(d.action())
            + d.judged()
                .map(j -> ", risk " + j.decision().risk().value() + " of 10")
                .orElse("")
            + (d.note().isEmpty() ? "" : " (" + d.note() + ")"))
        .orElseGet(() -> undecided(previewed.verdict()));
    session.print("    → would " + session.show(would));
    previewed.verdict().decision().flatMap(Decision::judged).ifPresent(judged -> {
      diagnosis.remediation().fix().ifPresent(name -> indented("recipe " + name));
      indented(diff(judged));
      indented(RiskTable.text(judged.decision()));
    });
  }

  private String diff(Decision.Judged judged) {
    return new Diffs(session::redact).of(judged.proposal().changes());
  }

  private void indented(String text) {
    text.lines().forEach(line -> session.print("      " + session.showLine(line)));
  }

  private static String undecided(Decider.Verdict verdict) {
    return verdict.command().isEmpty()
        ? "wait for " + verdict.waitingFor()
        : "run `" + verdict.commandLine() + "` and let the gate judge what it changes";
  }

  private static String wish(Action action) {
    return switch (action) {
      case NOTIFY -> "notify";
      case RERUN -> "re-run the failed jobs";
      case PULL_REQUEST -> "open a pull request";
      case APPROVAL -> "ask for approval";
      case BLOCKED -> "report that its fix is blocked";
      case OUTAGE -> "report an outage";
    };
  }

  private void line(Evidence evidence) {
    session.print("    " + evidence.line() + ": " + session.show(evidence.text().value()));
  }

  /** The incident that a failure would open; number 0. */
  static DiagnosedIncident imagined(Analyzer.Preview preview, Instant now) {
    Failure failure = preview.failure();
    Incident incident = new Incident(
        0,
        failure.key().repository(),
        preview.explained().signature(),
        1,
        IncidentState.DIAGNOSED,
        Optional.empty(),
        failure.workflow(),
        failure.workflowPath(),
        failure.job(),
        failure.branch(),
        preview.occurrences(),
        0,
        now,
        failure.failedAt(),
        now,
        Optional.empty());
    return new DiagnosedIncident(
        incident,
        preview.diagnosis(),
        List.of(failure),
        failure,
        preview.explained().excerpt());
  }

  private void tell(List<Problem> errors) {
    for (Problem error : errors) {
      session
          .world()
          .err()
          .println("cicd-monitor: " + session.show(error.error().explanation().line()));
    }
  }

  private void errors(ObjectNode root, List<Problem> errors) {
    ArrayNode list = root.putArray("errors");
    for (Problem error : errors) {
      list.addObject()
          .put("failure", error.item())
          .put("error", error.error().explanation().line());
    }
  }

  /**
   * A refused token, or one that may not do what was decided, is told as such; else "in part", or the
   * cause when nothing was done at all.
   */
  static ExitCode exitCode(List<Problem> errors, boolean somethingDone) {
    if (errors.isEmpty()) {
      return ExitCode.DONE;
    }
    Optional<MonitorException> token = errors.stream()
        .map(Problem::error)
        .filter(e ->
            e.kind() == MonitorException.Kind.TOKEN || e.getCause() instanceof Forge.NeedsPerson)
        .findFirst();
    if (token.isPresent()) {
      return ExitCode.REFUSED;
    }
    return somethingDone ? ExitCode.PARTLY : ExitCode.of(errors.get(0).error().kind());
  }
}
