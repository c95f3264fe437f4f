package io.github.cicdmonitor.diagnose;

import io.github.cicdmonitor.logs.LineWeight;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.StepRole;
import io.github.cicdmonitor.rules.Rule;
import java.util.Optional;
import java.util.Set;

/** What a line's place and its writer add to what it says, or take from it. */
final class PlaceWeight {
  private static final double PER_RANK = 0.022;
  private static final double NOT_AN_ERROR_LINE = 0.36;
  private static final double STRONG_BEFORE = 0.12;
  private static final double PER_DOUBT = 0.007;
  static final double LISTED = 0.3;
  private static final double VAGUE = 0.7;
  private static final double OTHER_ROLE = 0.15;
  private static final double NOT_IN_THIS_ROLE = 0.3;
  private static final double BEFORE_A_STOP = 0.24;
  private static final double FAMILIAR = 0.34;

  private PlaceWeight() {}

  /** What the line's form and its writer add to a rule. */
  static double ofRule(Rule rule, LogLine line, Optional<ExcerptStep> writer) {
    // The name of a file or a function in a stack trace may hold any word.
    boolean name = rule.confidence() < VAGUE && LineShape.isFrame(line.text().value());
    return fit(rule, writer)
        + (isStrongBefore(rule, writer) ? STRONG_BEFORE : 0)
        - (name ? LISTED : 0);
  }

  /** What the place of this line takes, whatever it says. */
  static double of(Excerpt excerpt, LogLine line, int rank) {
    Optional<ExcerptStep> writer = excerpt.writerOf(line.number());
    return ofRank(rank, writer)
        - doubt(line.text().value())
        - distance(line.number(), writer)
        - (Stopped.before(writer, line.number()) ? BEFORE_A_STOP : 0)
        - familiar(excerpt, line.number());
  }

  /** What the rank that the cutter gave a line and the step that wrote it take. */
  static double ofRank(int rank, Optional<ExcerptStep> writer) {
    double ranked = rank < 0 ? -NOT_AN_ERROR_LINE : -PER_RANK * rank;
    return ranked
        - writer
            .map(step -> switch (step.standing()) {
              case DECISIVE, UNKNOWN -> 0.0;
              case FAILED -> 0.2;
              case PASSED -> 0.36;
              case AFTERWARDS -> 0.4;
            })
            .orElse(0.0);
  }

  /** What takes from a line that the job's last green run printed too. */
  static double familiar(Excerpt excerpt, int line) {
    return excerpt.familiar().contains(line) ? FAMILIAR : 0;
  }

  /** Exact words of a step that failed first may be the reason of what failed after it. */
  private static boolean isStrongBefore(Rule rule, Optional<ExcerptStep> writer) {
    return rule.confidence() >= 0.9
        && writer.filter(step -> step.standing() == ExcerptStep.Standing.FAILED).isPresent();
  }

  private static double doubt(String line) {
    return Math.max(Harmless.doubt(line), LineWeight.doubt(line) * PER_DOUBT);
  }

  /** Output that goes on for long after a line speaks against it. */
  private static double distance(int line, Optional<ExcerptStep> writer) {
    int after = writer.map(step -> step.to() - line).orElse(0);
    return after > 3_000 ? 0.14 : after > 600 ? 0.06 : 0;
  }

  /** How well what the rule says fits who wrote the line. */
  private static double fit(Rule rule, Optional<ExcerptStep> writer) {
    Set<StepRole> roles = writer.map(ExcerptStep::roles).orElse(Set.of());
    if (roles.isEmpty()) {
      return 0;
    }
    if (!rule.notRoles().isEmpty() && rule.notRoles().containsAll(roles)) {
      return -NOT_IN_THIS_ROLE;
    }
    if (!rule.roles().isEmpty()) {
      return roles.stream().anyMatch(rule.roles()::contains) ? 0 : -OTHER_ROLE;
    }
    // What a test prints is the test's, however exact the words; elsewhere exact words stand alone.
    boolean onlyTests = roles.equals(Set.of(StepRole.TEST));
    double vague = onlyTests ? 1 : Math.min(1, (1 - rule.confidence()) * 5);
    return RoleFit.of(roles, rule.category()) * vague;
  }
}
