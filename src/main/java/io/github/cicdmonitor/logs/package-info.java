/**
 * From bytes of a log to the excerpt that explains, its redacted text and its signature. Pure: reads
 * a stream that somebody else opened; no clock, no network, no state.
 *
 * <p>Lines are handled as bytes until one is worth decoding; memory is bounded by the excerpt. Steps
 * are told apart by the runner's headers ({@code StepTracker}); what a step is there for by its
 * commands ({@code StepRoles}, words in {@code roles.txt}); which of those that failed ended the job by
 * what still ran after it ({@code DecisiveSteps}). What runners and task runners put before a line is
 * peeled off in layers ({@link io.github.cicdmonitor.logs.Wrappers}).
 */
@NullMarked
package io.github.cicdmonitor.logs;

import org.jspecify.annotations.NullMarked;
