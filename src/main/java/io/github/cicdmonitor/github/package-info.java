/**
 * GitHub over REST: one {@link io.github.cicdmonitor.github.GitHubApi} a run, and an adapter for
 * each port on top. The client library makes branches (blobs, tree, commit and ref) and finds, opens
 * and changes pull requests ({@code ClientLibrary}). What it lacks (attempts, re-runs, conditional
 * requests, logs), would spend requests on, or what is read where nothing is written and it need not
 * be loaded, is a call of our own over the same HTTP client, so that limits, redirects and lost
 * replies are treated in one place ({@code Exchange}). What cannot change within a run is asked for
 * once ({@code CachedReads}). SDK types never leave.
 */
@NullMarked
package io.github.cicdmonitor.github;

import org.jspecify.annotations.NullMarked;
