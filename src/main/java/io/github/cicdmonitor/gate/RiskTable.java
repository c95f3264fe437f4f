package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.RiskFactor;
import io.github.cicdmonitor.model.RiskScore;

/**
 * The table that {@code approve --show}, the approval request and the pull request show: each term
 * with its points, their sum, then what asks or forbids. Plain text; callers escape it.
 */
public final class RiskTable {
  private RiskTable() {}

  public static String text(GateDecision decision) {
    StringBuilder table = new StringBuilder("points  why\n");
    int sum = 0;
    for (RiskFactor factor : decision.risk().factors()) {
      sum += factor.points();
      table.append(String.format("%6d  %s%n", factor.points(), oneLine(factor.factor())));
    }
    table.append(String.format("%6d  sum", sum));
    if (decision.risk().value() != sum) {
      boolean blocked = decision.outcome() == GateDecision.Outcome.BLOCK;
      table.append(
          blocked
              ? "; shown as " + RiskScore.MAX + " because of a hard rule"
              : "; at most " + RiskScore.MAX + " counts");
    }
    table.append("\n");
    decision
        .floors()
        .forEach(floor -> table.append("  asks  ").append(oneLine(floor)).append('\n'));
    for (HardRuleHit hit : decision.hits()) {
      table.append(" block  ").append(hit.rule()).append(' ').append(place(hit));
      table.append(oneLine(hit.reason())).append('\n');
    }
    table.append("=> ").append(outcome(decision)).append('\n');
    return table.toString().replace(System.lineSeparator(), "\n");
  }

  private static String place(HardRuleHit hit) {
    if (hit.path().isEmpty()) {
      return "";
    }
    return oneLine(hit.path()) + (hit.line() > 0 ? ":" + hit.line() : "") + ": ";
  }

  private static String outcome(GateDecision decision) {
    String risk = "risk " + decision.risk().value() + " of " + RiskScore.MAX;
    return switch (decision.outcome()) {
      case AUTO -> risk + ", automatic";
      case APPROVAL -> risk + ", a person decides";
      case REPORT_ONLY -> risk + ", only reported: developers' work";
      case BLOCK -> risk + ", refused, and nobody can approve it";
    };
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ");
  }
}
