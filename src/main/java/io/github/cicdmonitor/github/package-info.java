/**
 * GitHub over REST: the official client library where it can, its OkHttp client by hand where it cannot. SDK types never leave.
 */
@NullMarked
package io.github.cicdmonitor.github;

import org.jspecify.annotations.NullMarked;
