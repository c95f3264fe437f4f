/**
 * Is the set-up right? One class a check, each with what it found and what to do. Changes nothing anywhere.
 */
@NullMarked
package io.github.cicdmonitor.check;

import org.jspecify.annotations.NullMarked;
