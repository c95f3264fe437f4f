/**
 * What all services share: one HTTP client, waiting within a budget, repeating reads, the pace of
 * writes, what a refusal means. Knows no service in particular and no body; a {@link
 * io.github.cicdmonitor.remote.HttpError} never leaves the adapters.
 */
@NullMarked
package io.github.cicdmonitor.remote;

import org.jspecify.annotations.NullMarked;
