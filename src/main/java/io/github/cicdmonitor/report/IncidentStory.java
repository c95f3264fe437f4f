package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.StoryRows;
import io.github.cicdmonitor.store.StoryRows.FailureRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One incident from its first failure to its end, told from the rows that prove it. */
public record IncidentStory(
    IncidentView view,
    List<FailureRow> failures,
    List<AuditLog.Entry> timeline,
    Optional<String> waitsFor) {
  private static final int FAILURES_SHOWN = 10;

  public IncidentStory {
    failures = List.copyOf(failures);
    timeline = List.copyOf(timeline);
  }

  /** Empty when there is no such incident. */
  public static Optional<IncidentStory> of(Database database, long id) {
    return IncidentView.of(database, id)
        .map(view -> new IncidentStory(
            view,
            new StoryRows(database).failures(id),
            new AuditLog(database).entriesOf(id),
            new StoryRows(database)
                .waitingDecisions().stream()
                    .filter(decision -> decision.incident() == id)
                    .map(StoryRows.WaitingDecision::waitsFor)
                    .findFirst()));
  }

  /** The incident object of contract §4 with its failures and timeline. */
  public ObjectNode json() {
    ObjectNode node = IncidentJson.of(view);
    ArrayNode rows = node.putArray("failures");
    for (FailureRow failure : failures) {
      rows.addObject()
          .put("id", failure.id())
          .put("repository", view.incident().repository().toString())
          .put("workflow", failure.workflow())
          .put("job", failure.job())
          .put("branch", failure.branch())
          .put("run_id", failure.runId())
          .put("attempt", failure.attempt())
          .put("head_sha", failure.headSha())
          .put("conclusion", failure.conclusion())
          .put("url", failure.url())
          .put("failed_at", failure.failedAt().toString())
          .put("seen_at", failure.seenAt().toString());
    }
    ArrayNode events = node.putArray("timeline");
    for (AuditLog.Entry entry : timeline) {
      events
          .addObject()
          .put("at", entry.at())
          .put("event", entry.event())
          .<ObjectNode>set("detail", AuditTrail.detail(entry))
          .put("actor", entry.actor());
    }
    return node;
  }

  /** For a terminal; every line of it is escaped. */
  public String text() {
    Page page = new Page();
    Incident incident = view.incident();
    page.line("Incident %d: %s".formatted(incident.id(), incident.repository()));
    page.line("%s, %s"
        .formatted(
            incident.state().word().replace('_', ' '),
            Words.count(incident.occurrences(), "failure")));
    page.gap();
    page.fact("Job", incident.workflow() + " / " + incident.job());
    page.fact("Branch", incident.branch());
    page.fact("Last failed", Words.moment(incident.lastFailedAt()));
    incident.resolvedAt().ifPresent(at -> page.fact("Resolved", Words.moment(at)));
    page.fact("Signature", incident.signature().value());
    waitsFor.ifPresent(what -> page.fact("Waits for", what));
    view.pullRequest()
        .ifPresent(pull -> page.fact(
            "Pull request",
            "#%d, %s: %s"
                .formatted(pull.number(), pull.state().word().replace('_', ' '), pull.url())));
    view.diagnosis().ifPresentOrElse(diagnosis -> diagnosis(page, diagnosis), () -> {
      page.gap();
      page.line("Not diagnosed yet: the next 'cicd-monitor analyze' does.");
    });
    view.decision().ifPresent(decision -> decision(page, decision));
    failures(page);
    timeline(page);
    return page.toString();
  }

  private static void diagnosis(Page page, Diagnosis diagnosis) {
    page.gap();
    page.line("Diagnosis");
    page.fact(
        "Class",
        "%s, %s, confidence %d %%%s"
            .formatted(
                diagnosis.failureClass(),
                diagnosis.category().word().replace('_', ' '),
                Math.round(diagnosis.confidence() * 100),
                diagnosis.transientFault() ? ", may pass when run again" : ""));
    page.fact("Cause", diagnosis.rootCause().value());
    if (!diagnosis.advice().isEmpty()) {
      page.fact("Advice", diagnosis.advice().value());
    }
    String analyzer = diagnosis.analyzer().name().toLowerCase(Locale.ROOT);
    page.fact(
        "Told by",
        analyzer
            + diagnosis.rule().or(diagnosis::model).map(name -> ", " + name).orElse("")
            + (diagnosis.costUsd().isPresent()
                ? ", " + Words.usd(diagnosis.costUsd().getAsDouble())
                : ""));
    diagnosis.note().ifPresent(note -> page.fact("Note", note));
    diagnosis
        .evidence()
        .forEach(line -> page.line("  %7d  %s".formatted(line.line(), text(line.text()))));
    remediation(page, diagnosis.remediation());
  }

  private static void remediation(Page page, Remediation remediation) {
    if (remediation.kind() == Remediation.Kind.NONE) {
      return;
    }
    page.fact("Remedy", remediation.kind().word() + ": " + text(remediation.title()));
    remediation.fix().ifPresent(name -> page.fact("", "by the recipe " + name));
    remediation
        .edits()
        .forEach(edit -> page.fact(
            "",
            edit.executable() ? "makes " + edit.path() + " executable" : "edits " + edit.path()));
    if (!remediation.command().isEmpty()) {
      page.fact("", "runs " + String.join(" ", remediation.command()));
    }
  }

  private static String text(SafeText text) {
    return text.value();
  }

  private void decision(Page page, GateDecision decision) {
    page.gap();
    page.line("Decision");
    view.incident()
        .action()
        .map(Action::word)
        .ifPresent(word -> page.fact("Action", word.replace('_', ' ')));
    page.fact("Risk", decision.risk().value() + " of 10");
    decision
        .risk()
        .factors()
        .forEach(factor -> page.line("  %+6d   %s".formatted(factor.points(), factor.factor())));
    decision.floors().forEach(floor -> page.fact("Asks because", floor));
    decision
        .hits()
        .forEach(hit -> page.fact(
            "Blocked by", "%s in %s: %s".formatted(hit.rule(), hit.path(), hit.reason())));
  }

  private void failures(Page page) {
    page.gap();
    page.line("Failures");
    int left = Math.max(0, failures.size() - FAILURES_SHOWN);
    if (left > 0) {
      page.line("  %s before these".formatted(Words.count(left, "failure")));
    }
    failures.stream().skip(left).forEach(failure -> {
      page.line("  %s  run %d, attempt %d, %s at %s"
          .formatted(
              Words.moment(failure.failedAt()),
              failure.runId(),
              failure.attempt(),
              failure.conclusion().replace('_', ' '),
              Escape.fit(failure.headSha(), 13)));
      page.line("    " + failure.url());
    });
  }

  private void timeline(Page page) {
    page.gap();
    page.line("Timeline");
    timeline.forEach(entry -> page.line("  " + AuditTrail.line(entry)));
    if (timeline.isEmpty()) {
      page.line("  nothing");
    }
  }

  /** Lines for a terminal: escaped one by one, so that no value can begin a line of its own. */
  private static final class Page {
    private final StringBuilder out = new StringBuilder();

    void fact(String name, String value) {
      line("  %-14s%s".formatted(name, value));
    }

    void line(String text) {
      out.append(Escape.terminal(text).stripTrailing()).append('\n');
    }

    void gap() {
      out.append('\n');
    }

    @Override
    public String toString() {
      return out.toString();
    }
  }
}
