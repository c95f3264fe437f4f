/**
 * From bytes of a log to the excerpt that explains, its redacted text and its signature. Pure: reads
 * a stream that somebody else opened; no clock, no network, no state.
 *
 * <p>Lines are handled as bytes until one is worth decoding; memory is bounded by the excerpt.
 */
@NullMarked
package io.github.cicdmonitor.logs;

import org.jspecify.annotations.NullMarked;
