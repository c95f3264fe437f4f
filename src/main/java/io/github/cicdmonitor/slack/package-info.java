/**
 * Slack through its Java SDK. SDK types never leave; the package {@code notify} puts messages
 * together of its blocks ({@code Blocks}), and hands over their JSON.
 */
@NullMarked
package io.github.cicdmonitor.slack;

import org.jspecify.annotations.NullMarked;
