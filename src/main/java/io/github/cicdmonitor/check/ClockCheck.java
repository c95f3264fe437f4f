package io.github.cicdmonitor.check;

/** Whether this machine's clock agrees with GitHub's: expiry and look-back depend on it. */
record ClockCheck(CheckedServices services) implements SetUpCheck {
  @Override
  public String name() {
    return "clock";
  }

  @Override
  public CheckResult run() {
    return CheckResult.of(name(), services.clock());
  }
}
