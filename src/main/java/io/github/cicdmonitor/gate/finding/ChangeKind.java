package io.github.cicdmonitor.gate.finding;

/** What kind of change a difference is, and its price. */
public enum ChangeKind implements Priced {
  /** Replaces the price of every difference that a kind of fix claims. */
  FIX("recognised fix", 1),
  /** The same where more than a value changes. */
  FIX_LARGER("recognised fix, another version of code", 2),
  K0("no change of meaning", 0),
  K1("minor bump", 1),
  K2("major bump", 2),
  K3("small change of a number or limit", 1),
  K4("large change of a number or limit", 3),
  K5("another GitHub-hosted runner", 2),
  K6("literal input or variable", 2),
  K7("self-hosted or custom runner", 6),
  K8("command, shell, condition or order", 3),
  K9("new command", 4),
  K10("new action of a known owner", 3),
  K11("new secret reference", 5),
  K12("wider permission", 5),
  K13("narrower permission", 1),
  K14("security-relevant input, looser or unknown", 3),
  /** The same inputs in the stricter direction. */
  K14_STRICTER("security-relevant input, stricter", 1),
  K15("new third party", 5),
  K16("trigger or filter", 4),
  K17("environment, concurrency, container or service", 4),
  K18("soft mask: a limit raised, a fetch repeated", 1),
  K19("the file before does not parse", 3),
  K20("weaker enforcement", 2),
  K21("new package", 4),
  K22("hides or removes a signal", 5),
  K23("not recognised", 3);

  private final String title;
  private final int points;

  ChangeKind(String title, int points) {
    this.title = title;
    this.points = points;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public int points() {
    return points;
  }

  /** Whether a person decides, whatever it costs. */
  public boolean isFloor() {
    return switch (this) {
      case K8, K9, K10, K14, K14_STRICTER, K15, K16, K17, K19, K21, K22, K23 -> true;
      case FIX, FIX_LARGER, K0, K1, K2, K3, K4, K5, K6, K7, K11, K12, K13, K18, K20 -> false;
    };
  }
}
