/**
 * Observe: what failed, what recovered, what became of our pull requests, re-runs and approval requests. Only reads outside; what it sees becomes rows. Does not fetch logs and decides nothing.
 */
@NullMarked
package io.github.cicdmonitor.scan;

import org.jspecify.annotations.NullMarked;
