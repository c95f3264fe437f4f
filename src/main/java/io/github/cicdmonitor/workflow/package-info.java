/**
 * What a workflow file says, read in one way only: strict YAML with places, expressions, references
 * to actions, versions, and what GitHub knows about them. Pure; shared by {@code fixes}, which
 * computes edits, and {@code gate}, which judges them.
 */
@NullMarked
package io.github.cicdmonitor.workflow;

import org.jspecify.annotations.NullMarked;
