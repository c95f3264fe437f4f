/**
 * Shell scripts as a shell groups them, and what each command is worth to a reviewer. It runs
 * nothing.
 */
@NullMarked
package io.github.cicdmonitor.gate.shell;

import org.jspecify.annotations.NullMarked;
