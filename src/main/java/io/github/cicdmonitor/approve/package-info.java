/**
 * A person's word: digest, expiry, who may. Takes the word, never the model's.
 */
@NullMarked
package io.github.cicdmonitor.approve;

import org.jspecify.annotations.NullMarked;
