/**
 * GitHub over REST: one {@link io.github.cicdmonitor.github.GitHubApi} a run, and an adapter for
 * each port on top. The client library stores blobs, commits and refs; what it lacks (attempts,
 * re-runs, conditional requests, logs) or would spend requests on is a call of our own over the same
 * HTTP client, so that limits, redirects and lost replies are treated in one place ({@code
 * Exchange}). SDK types never leave.
 */
@NullMarked
package io.github.cicdmonitor.github;

import org.jspecify.annotations.NullMarked;
