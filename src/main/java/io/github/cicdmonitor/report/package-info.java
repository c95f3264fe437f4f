/**
 * Rows to numbers and words: metrics, one renderer a format, the story of one incident. Reads the state only.
 */
@NullMarked
package io.github.cicdmonitor.report;

import org.jspecify.annotations.NullMarked;
