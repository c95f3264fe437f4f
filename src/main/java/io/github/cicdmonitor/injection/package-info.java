/**
 * Signs that a text which reached the model, or came from it, gives orders to a machine: hidden
 * characters, instructions in many languages, turns and delimiters of chat formats, the same encoded.
 * What keeps from being looked through is a sign by itself: words that must be decoded, letters in
 * the place of others, a sentence in another language than English. A sign is a reason to ask a
 * person, not a proof; none is no proof either, which is why only recognised fixes and what the rules
 * call transient are automatic at all. Pure; knows the nouns and the cleaning of control text.
 */
@NullMarked
package io.github.cicdmonitor.injection;

import org.jspecify.annotations.NullMarked;
