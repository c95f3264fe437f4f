/** Built-in and user rules as data, and the matcher that turns an excerpt into a diagnosis. Pure. */
@NullMarked
package io.github.cicdmonitor.rules;

import org.jspecify.annotations.NullMarked;
