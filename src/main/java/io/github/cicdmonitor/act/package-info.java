/**
 * Change the outside world, exactly once: decisions become planned effects, the outbox sends and settles them. Ports for GitHub writes and for Slack live here.
 */
@NullMarked
package io.github.cicdmonitor.act;

import org.jspecify.annotations.NullMarked;
