/**
 * Rows to numbers and words: metrics, one renderer a format, the story of one incident, the audit trail. Reads the state only.
 *
 * <p>SQL counts, {@code Metrics} adds up, renderers write: none of them computes, so no two formats disagree. Percentiles
 * are nearest rank over lossless histograms, which a million rows fit into. Whatever a stranger named goes through {@code
 * Escape}, once a medium. Prometheus gets gauges: a span and a retention make no counter.
 */
@NullMarked
package io.github.cicdmonitor.report;

import org.jspecify.annotations.NullMarked;
