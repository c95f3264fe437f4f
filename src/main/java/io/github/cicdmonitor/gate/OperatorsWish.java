package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.RiskScore;

/** The part of a decision that rests on what the configuration protects, and not on the change. */
public final class OperatorsWish {
  static final String PROTECTED_REPOSITORY = "C1 protected repository";
  static final String REPOSITORY_ASKS = "protected repository";
  static final String PATH_ASKS = "protected path ";

  private OperatorsWish() {}

  /** The same decision, had nothing been protected and this been the threshold. */
  public static GateDecision without(GateDecision decision, GatePolicy policy) {
    if (decision.outcome() == Outcome.BLOCK || decision.outcome() == Outcome.REPORT_ONLY) {
      return decision;
    }
    RiskScore risk = RiskScore.sumOf(decision.risk().factors().stream()
        .filter(factor -> !factor.factor().equals(PROTECTED_REPOSITORY))
        .toList());
    var floors = decision.floors().stream()
        .filter(floor -> !floor.equals(REPOSITORY_ASKS) && !floor.startsWith(PATH_ASKS))
        .toList();
    boolean asks = risk.value() >= policy.threshold() || !floors.isEmpty();
    return new GateDecision(asks ? Outcome.APPROVAL : Outcome.AUTO, risk, floors, decision.hits());
  }
}
