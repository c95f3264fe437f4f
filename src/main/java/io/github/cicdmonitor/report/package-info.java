/**
 * Rows to numbers and words: what is open, metrics, one renderer a format, the story of one incident, the audit trail. Reads
 * the state only.
 *
 * <p>SQL counts, {@code Metrics} adds up, renderers write: none of them computes, so no two formats disagree. Percentiles
 * are nearest rank over lossless histograms, which a million rows fit into. Whatever a stranger named goes through {@code
 * Escape}, once a medium. Prometheus gets gauges: a span and a retention make no counter.
 *
 * <p>The HTML page has no script. Its filters are radio buttons that the style sheet reads ({@code :has}), not {@code
 * :target}: a filter has to hold while the reader jumps to a section and back. Where a browser knows no {@code :has}, all
 * rows are shown. A page lists 500 incidents unless asked for more: ten thousand stay below 5 MB.
 */
@NullMarked
package io.github.cicdmonitor.report;

import org.jspecify.annotations.NullMarked;
