/**
 * How this program fails: one exception type, a kind that chooses the exit code, three-part words; and
 * which word a mistyped one was meant to be.
 */
@NullMarked
package io.github.cicdmonitor.error;

import org.jspecify.annotations.NullMarked;
