/**
 * Workflows and composite actions before and after, in the language of workflows.
 */
@NullMarked
package io.github.cicdmonitor.gate.workflow;

import org.jspecify.annotations.NullMarked;
