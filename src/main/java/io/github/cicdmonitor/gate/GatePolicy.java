package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.model.RiskScore;

/**
 * The operator's part of the decision.
 *
 * @param threshold the risk at or above which a person is asked: 0 asks always, 10 asks at 10
 */
public record GatePolicy(int threshold) {
  public GatePolicy {
    if (threshold < 0 || threshold > RiskScore.MAX) {
      throw new IllegalArgumentException("the threshold is 0 to 10");
    }
  }
}
