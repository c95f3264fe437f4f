package io.github.cicdmonitor.rules;

/**
 * A rule that fits a line of the excerpt.
 *
 * @param rule id of the rule
 * @param line number of the line in the log
 * @param won whether the diagnosis rests on this hit
 * @param why what spoke for or against it, for {@code analyze --explain}
 */
public record RuleHit(String rule, int line, boolean won, String why) {}
