package io.github.cicdmonitor.report;

/**
 * A share of cases, and where the share of all such cases lies with 95 % confidence: the score
 * interval of E. B. Wilson (1927), which holds for few cases and for shares near 0 and 1 too.
 *
 * @param hits 0 to {@code of}
 */
public record Proportion(long hits, long of) {
  /** Two-sided 95 % of the normal distribution. */
  private static final double Z = 1.959963984540054;

  public Proportion {
    if (hits < 0 || hits > of) {
      throw new IllegalArgumentException("hits are some of the cases");
    }
  }

  /** 0 of nothing. */
  public double share() {
    return of == 0 ? 0 : (double) hits / of;
  }

  /** 0 of nothing. */
  public double low() {
    return hits == 0 ? 0 : Math.max(0, centre() - half());
  }

  /** 1 of nothing. */
  public double high() {
    return hits == of ? 1 : Math.min(1, centre() + half());
  }

  private double centre() {
    return (share() + Z * Z / (2 * of)) / (1 + Z * Z / of);
  }

  private double half() {
    double share = share();
    return Z * Math.sqrt(share * (1 - share) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
  }
}
