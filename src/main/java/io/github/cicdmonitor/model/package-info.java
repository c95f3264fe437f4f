/**
 * The nouns: records and enums that every stage speaks in. Values only: no I/O, no clock, no SDK, no SQL.
 *
 * <p>Text that came from a log, a model, a file or a person's branch name is either a {@link
 * io.github.cicdmonitor.model.SafeText} (redacted, control characters gone) or a plain string that
 * an edge must pass through the redactor before it prints, stores or sends it.
 */
@NullMarked
package io.github.cicdmonitor.model;

import org.jspecify.annotations.NullMarked;
