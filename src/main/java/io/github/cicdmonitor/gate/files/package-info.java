/**
 * Files that are no workflow, each by the reader of its kind. They price and block; none of them
 * can make a change automatic.
 */
@NullMarked
package io.github.cicdmonitor.gate.files;

import org.jspecify.annotations.NullMarked;
