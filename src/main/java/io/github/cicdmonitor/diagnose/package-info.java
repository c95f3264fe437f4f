/**
 * From an excerpt to what went wrong. Pure.
 *
 * <p>{@link io.github.cicdmonitor.diagnose.Judge} weighs everything that speaks for a category: rules
 * that fit a line, reports in which tools count what failed, steps that the runner stopped, and the
 * shape of lines that nobody knows. The excerpt says who wrote each line (step, role, whether it ended
 * the job): words count less in the output of a command that does not know about them, in a step that
 * passed, in a line that only shows text or says that it went on. What a model adds comes later and
 * elsewhere. Confidence is the rule's own, less what its place takes.
 */
@NullMarked
package io.github.cicdmonitor.diagnose;

import org.jspecify.annotations.NullMarked;
