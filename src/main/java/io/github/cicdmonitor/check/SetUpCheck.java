package io.github.cicdmonitor.check;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;

/** One question about the set-up. Asking changes nothing, anywhere. */
interface SetUpCheck {
  String name();

  CheckResult run();

  /** The answer, also where asking itself fails: one broken thing must not hide the others. */
  default CheckResult answer() {
    try {
      return run();
    } catch (MonitorException e) {
      Explanation explanation = e.explanation();
      return CheckResult.fails(
          name(), explanation.what() + ": " + explanation.why(), explanation.next());
    }
  }
}
