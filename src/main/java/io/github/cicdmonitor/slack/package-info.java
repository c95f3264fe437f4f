/**
 * Slack through its Java SDK. SDK types never leave.
 */
@NullMarked
package io.github.cicdmonitor.slack;

import org.jspecify.annotations.NullMarked;
