/**
 * Facts that age, read from one dated resource: {@code facts.json} beside this package. Pure: no
 * clock and no file; the caller says which day it is.
 *
 * <p>A fix may rest on a section only while {@link io.github.cicdmonitor.fixes.Facts#isFresh} holds;
 * after that it is advice. {@code scripts/facts} lists the sections and their ages.
 */
@NullMarked
package io.github.cicdmonitor.fixes;

import org.jspecify.annotations.NullMarked;
