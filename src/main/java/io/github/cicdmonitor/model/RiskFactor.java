package io.github.cicdmonitor.model;

/**
 * One term of the risk sum.
 *
 * @param factor id and name, such as {@code "K2 major bump of actions/setup-node 3 → 4"}
 * @param points never negative
 */
public record RiskFactor(String factor, int points) {
  public RiskFactor {
    if (points < 0) {
      throw new IllegalArgumentException("no factor lowers the risk");
    }
  }
}
