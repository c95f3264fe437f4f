package io.github.cicdmonitor.check;

/**
 * What one check found.
 *
 * @param hint what to do; empty when there is nothing to do
 */
public record CheckResult(String name, boolean ok, String detail, String hint) {
  /** Holds, and there is something to do all the same. */
  public boolean isWarning() {
    return ok && !hint.isEmpty();
  }

  static CheckResult warns(String name, String detail, String hint) {
    return new CheckResult(name, true, detail, hint);
  }

  static CheckResult holds(String name, String detail) {
    return new CheckResult(name, true, detail, "");
  }

  static CheckResult fails(String name, String detail, String hint) {
    return new CheckResult(name, false, detail, hint);
  }

  static CheckResult of(String name, CheckedServices.Finding finding) {
    return new CheckResult(name, finding.ok(), finding.detail(), finding.hint());
  }
}
