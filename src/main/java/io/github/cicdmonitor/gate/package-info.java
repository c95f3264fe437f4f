/**
 * What may be done without a person: proposal in, decision out. Pure; facts from the API come in as
 * values ({@link io.github.cicdmonitor.gate.FactsNeeded} says which).
 *
 * <p>A file is read before and after and compared by meaning; every difference has a kind and a
 * price, and what no kind covers has one too and asks a person. Texts are looked at second: a
 * shell script is read as a shell groups it, never searched for bad words, and what cannot be
 * followed counts as unproven. Lists of bad things here only ever raise the risk; lists of harmless
 * things are short and closed.
 *
 * <p>Not here: fetching, applying edits, digests, who may approve. Choices a newcomer might undo: a
 * kind of change counts once however often it occurs; a range in a manifest vouches for a version
 * only when the whole lock was written anew; a new variable asks unless it is known to be harmless;
 * a step moved to one's own runner is priced as that and not as privileged on top.
 */
@NullMarked
package io.github.cicdmonitor.gate;

import org.jspecify.annotations.NullMarked;
