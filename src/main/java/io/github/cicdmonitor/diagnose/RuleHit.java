package io.github.cicdmonitor.diagnose;

/**
 * What speaks for a diagnosis: a rule that fits a line of the excerpt, a report, a line's shape.
 *
 * @param rule id of the rule; {@code report} or {@code shape}
 * @param line number of the line in the log
 * @param won whether the diagnosis rests on this hit
 * @param why what spoke for or against it, for {@code analyze --explain}
 */
public record RuleHit(String rule, int line, boolean won, String why) {}
