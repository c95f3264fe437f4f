/** How this program fails: one exception type, a kind that chooses the exit code, three-part words. */
@NullMarked
package io.github.cicdmonitor.error;

import org.jspecify.annotations.NullMarked;
