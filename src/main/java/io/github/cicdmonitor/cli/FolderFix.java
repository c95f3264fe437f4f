package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.decide.FolderJudge;
import io.github.cicdmonitor.effects.Diffs;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.report.IncidentJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What {@code analyze --log --repo-dir} says of a fix, for people and as JSON. */
record FolderFix(Remediation remediation, FolderJudge.Judgement judgement, Diffs diffs) {
  private Optional<GateDecision> decision() {
    return judgement.decision();
  }

  private String diff() {
    return diffs.of(judgement.changes());
  }

  /** {@code pull_request}, {@code approval}, {@code blocked} or {@code notify}, as for an incident. */
  private static String word(GateDecision decision) {
    return switch (decision.outcome()) {
      case AUTO -> "pull_request";
      case APPROVAL -> "approval";
      case REPORT_ONLY -> "notify";
      case BLOCK -> "blocked";
    };
  }

  void addTo(ObjectNode root) {
    IncidentJson.risk(root, decision());
    IncidentJson.floors(root, decision());
    root.put("decision", decision().map(FolderFix::word).orElse(null));
    root.put("diff", judgement.changes().isEmpty() ? null : diff());
    root.put("misfit", judgement.misfit().isEmpty() ? null : judgement.misfit());
  }

  void print(Consumer<String> line) {
    line.accept("");
    line.accept("Fix (" + remediation.fix().orElse("?") + "): " + remediation.title());
    line.accept("  " + remediation.rationale());
    List<String> command = remediation.command();
    if (!command.isEmpty()) {
      line.accept("  by the command: " + String.join(" ", command));
    }
    if (!judgement.misfit().isEmpty()) {
      line.accept("  not proposed: " + judgement.misfit());
    }
    decision().ifPresent(decision -> {
      line.accept("");
      diff().lines().forEach(line);
      line.accept("");
      line.accept(String.format(
          Locale.ROOT,
          "The safety gate: %s.",
          switch (decision.outcome()) {
            case AUTO -> "a pull request without asking";
            case APPROVAL -> "a person is asked first";
            case REPORT_ONLY -> "only reported: it is up to the authors";
            case BLOCK -> "blocked, nobody can approve it";
          }));
      RiskTable.text(decision).lines().forEach(line);
    });
  }
}
