/**
 * Changes outside, each exactly once: planned under a key in one transaction with its decision, made
 * durable as SENDING before the first byte leaves, looked for before it is sent again.
 * {@code Outbox} is the loop; there is one handler for each kind of effect, and each handler says
 * whether the effect is still wanted, how it is carried out, and what follows when it is refused.
 * Nothing here decides: what is planned is carried out, or refused with a reason that people see.
 */
@NullMarked
package io.github.cicdmonitor.effects;

import org.jspecify.annotations.NullMarked;
