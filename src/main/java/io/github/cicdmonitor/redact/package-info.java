/**
 * Takes secrets out of text that strangers wrote, before it is stored and again before it leaves.
 * {@code Redactor} is the door; it finds formats, names that tell, places, wraps and encodings.
 * One table of literals is walked once per line; the rules behind a literal look at its surroundings.
 * What looks like a secret and cannot be told from one goes: a missed one cannot be called back.
 * Pure and linear: no clock, no network, no state but the keys of the hashes in the markers.
 */
@NullMarked
package io.github.cicdmonitor.redact;

import org.jspecify.annotations.NullMarked;
