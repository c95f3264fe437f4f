package io.github.cicdmonitor.model;

import java.util.ArrayList;
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

  /** The same, and a person is asked for one reason more; what is stricter already stays so. */
  public GateDecision asking(String reason) {
    List<String> more = new ArrayList<>(floors);
    more.add(reason);
    return new GateDecision(outcome == Outcome.AUTO ? Outcome.APPROVAL : outcome, risk, more, hits);
  }
}
