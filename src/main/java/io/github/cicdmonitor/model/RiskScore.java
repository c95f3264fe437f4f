package io.github.cicdmonitor.model;

import java.util.List;

/** The sum of its factors, capped at 10; 10 as well when a hard rule hit. */
public record RiskScore(int value, List<RiskFactor> factors) {
  public static final int MAX = 10;

  public RiskScore {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("risk is 0 to 10");
    }
    factors = List.copyOf(factors);
  }

  public static RiskScore sumOf(List<RiskFactor> factors) {
    int sum = factors.stream().mapToInt(RiskFactor::points).sum();
    return new RiskScore(Math.min(MAX, sum), factors);
  }
}
