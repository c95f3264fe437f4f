package io.github.cicdmonitor.diagnose;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.rules.Rule;
import java.util.Optional;

/**
 * What speaks for a category: a line and how much it counts.
 *
 * @param source the rule's id, {@code stop} or {@code shape}
 * @param rule where a rule speaks
 * @param order among the rules; {@link #BEHIND_RULES} where none speaks
 * @param confidence of an answer that rests on it alone
 * @param line number of the line in the log
 * @param rank of the line among the cutter's error lines, from 0; -1 where it is none
 * @param weight what the line's place, its writer and its form add to the confidence
 * @param cause one sentence
 * @param advice one sentence
 * @param transientFault whether the same commit may pass when run again
 */
record Hit(
    String source,
    Optional<Rule> rule,
    int order,
    Category category,
    double confidence,
    int line,
    int rank,
    double weight,
    String cause,
    String advice,
    boolean transientFault) {
  static final int BEHIND_RULES = Integer.MAX_VALUE;

  double score() {
    return confidence + weight;
  }

  Hit heavier(double by) {
    return new Hit(
        source,
        rule,
        order,
        category,
        confidence,
        line,
        rank,
        weight + by,
        cause,
        advice,
        transientFault);
  }
}
