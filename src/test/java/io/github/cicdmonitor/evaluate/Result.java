package io.github.cicdmonitor.evaluate;

import io.github.cicdmonitor.model.GateDecision;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one answer was worth.
 *
 * @param log of a labelled log; empty for a pair
 * @param fix of a pair; empty for a log
 * @param answered whether there was a usable answer
 * @param why there was none
 */
record Result(
    String id,
    boolean answered,
    String why,
    OptionalDouble costUsd,
    long milliseconds,
    Optional<OfLog> log,
    Optional<OfFix> fix) {
  /**
   * @param transientRight empty where nobody can tell
   * @param evidence whether a key line is among the evidence; empty where that is not asked
   * @param named whether the headline or the first line of evidence says a file or test of the label
   * @param otherClass whether the class is another than the rules'
   * @param otherCategory the same for the category
   * @param rulesRight whether the rules have the category right
   */
  record OfLog(
      double confidence,
      boolean classRight,
      boolean categoryRight,
      Optional<Boolean> transientRight,
      Optional<Boolean> evidence,
      Optional<Boolean> named,
      boolean otherClass,
      boolean otherCategory,
      boolean rulesRight) {}

  /** @param gate empty where there is nothing to judge */
  record OfFix(FixEffect effect, Optional<GateDecision.Outcome> gate) {}
}
