/**
 * What may be done without a person: proposal in, decision out. Pure; facts from the API come in as
 * values. Default-deny: a change that no kind covers has its price and asks a person.
 */
@NullMarked
package io.github.cicdmonitor.gate;

import org.jspecify.annotations.NullMarked;
