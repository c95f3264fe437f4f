/**
 * From an excerpt to what went wrong. Pure.
 *
 * <p>{@link io.github.cicdmonitor.diagnose.Judge} weighs everything that speaks for a category:
 * rules that fit a line, and the shape of lines that no rule knows. The excerpt says who wrote each
 * line (step, role, whether it ended the job), and a word counts less in the mouth of a command that
 * does not know about it. What a model adds comes later and elsewhere.
 */
@NullMarked
package io.github.cicdmonitor.diagnose;

import org.jspecify.annotations.NullMarked;
