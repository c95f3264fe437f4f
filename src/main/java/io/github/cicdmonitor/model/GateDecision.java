package io.github.cicdmonitor.model;

import java.util.List;

/**
 * What the gate says of a proposal.
 *
 * @param floors reasons that ask for a person whatever the score
 * @param hits hard rules broken; not empty exactly when the outcome is BLOCK
 */
public record GateDecision(
    Outcome outcome, RiskScore risk, List<String> floors, List<HardRuleHit> hits) {
  /** In ascending order of strictness; never lowered by adding a change. */
  public enum Outcome {
    AUTO,
    APPROVAL,
    REPORT_ONLY,
    BLOCK
  }

  public GateDecision {
    floors = List.copyOf(floors);
    hits = List.copyOf(hits);
    if ((outcome == Outcome.BLOCK) != !hits.isEmpty()) {
      throw new IllegalArgumentException("a block names its rule, and only a block does");
    }
  }
}
