/**
 * Arguments to a value, a stage, an exit code; the only place where things are put together and where anything is printed.
 */
@NullMarked
package io.github.cicdmonitor.cli;

import org.jspecify.annotations.NullMarked;
