package io.github.cicdmonitor.report;

import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What an incident is, why it failed and what was decided, in names and values. */
final class IncidentSections {
  private IncidentSections() {}

  static PageSection about(
      IncidentView view, Optional<String> waitsFor, Optional<Instant> mutedUntil) {
    Incident incident = view.incident();
    PageSection.Builder section = PageSection.of("")
        .fact("Job", incident.workflow() + " / " + incident.job())
        .fact("Branch", incident.branch())
        .fact("Last failed", HumanText.moment(incident.lastFailedAt()));
    incident.resolvedAt().ifPresent(at -> section.fact("Resolved", HumanText.moment(at)));
    section.fact("Signature", incident.signature().value());
    waitsFor.ifPresent(what -> section.fact("Waits for", what));
    mutedUntil.ifPresent(until -> section.fact("Muted", "until " + HumanText.moment(until)));
    view.pullRequest()
        .ifPresent(pull -> section.link(
            "Pull request",
            "#%d, %s".formatted(pull.number(), HumanText.plain(pull.state().word())),
            pull.url()));
    return section.build();
  }

  static PageSection diagnosis(Diagnosis diagnosis) {
    PageSection.Builder section = PageSection.of("Diagnosis")
        .fact(
            "Class",
            "%s, %s, confidence %d %%%s"
                .formatted(
                    diagnosis.failureClass(),
                    HumanText.plain(diagnosis.category().word()),
                    Math.round(diagnosis.confidence() * 100),
                    diagnosis.transientFault() ? ", may pass when re-run" : ""))
        .fact("Cause", diagnosis.rootCause().value());
    if (!diagnosis.advice().isEmpty()) {
      section.fact("Advice", diagnosis.advice().value());
    }
    section.fact(
        "By",
        diagnosis.analyzer().name().toLowerCase(Locale.ROOT)
            + diagnosis.rule().or(diagnosis::model).map(name -> ", " + name).orElse("")
            + (diagnosis.costUsd().isPresent()
                ? ", " + HumanText.usd(diagnosis.costUsd().getAsDouble())
                : ""));
    diagnosis.note().ifPresent(note -> section.fact("Note", note));
    diagnosis
        .evidence()
        .forEach(line -> section.code(Integer.toString(line.line()), line.text().value()));
    remediation(section, diagnosis.remediation());
    return section.build();
  }

  private static void remediation(PageSection.Builder section, Remediation remediation) {
    if (remediation.kind() == Remediation.Kind.NONE) {
      return;
    }
    section.fact(
        "Remedy", remediation.kind().word() + ": " + remediation.title().value());
    remediation.fix().ifPresent(name -> section.fact("", "by the recipe " + name));
    remediation
        .edits()
        .forEach(edit -> section.fact(
            "",
            edit.executable() ? "makes " + edit.path() + " executable" : "edits " + edit.path()));
    if (!remediation.command().isEmpty()) {
      section.fact("", "runs " + String.join(" ", remediation.command()));
    }
  }

  static PageSection decision(Incident incident, GateDecision decision) {
    PageSection.Builder section = PageSection.of("Decision");
    incident
        .action()
        .map(Action::word)
        .ifPresent(word -> section.fact("Action", HumanText.plain(word)));
    section.fact("Risk", decision.risk().value() + " of 10");
    decision
        .risk()
        .factors()
        .forEach(factor -> section.code(String.format("%+d", factor.points()), factor.factor()));
    decision.floors().forEach(floor -> section.fact("Asks because", floor));
    decision
        .hits()
        .forEach(hit -> section.fact(
            "Blocked by", "%s in %s: %s".formatted(hit.rule(), hit.path(), hit.reason())));
    return section.build();
  }
}
