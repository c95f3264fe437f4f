package io.github.cicdmonitor.check;

/** Whether Slack takes the token. Without one notices are printed, which is no fault. */
record SlackCheck(CheckedServices services) implements SetUpCheck {
  @Override
  public String name() {
    return "Slack";
  }

  @Override
  public CheckResult run() {
    if (services.setUp().slack() && services.reach() == NetworkUse.OFFLINE) {
      return CheckResult.holds(name(), "a token is set (not asked)");
    }
    return services.setUp().slack()
        ? CheckResult.of(name(), services.slack())
        : CheckResult.holds(name(), "no token: notices are printed on standard output");
  }
}
