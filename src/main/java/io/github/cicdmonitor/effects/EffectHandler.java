package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Transaction;

/** All there is to know of one kind of effect. {@link Outbox} calls it for rows that are whole. */
interface EffectHandler {
  /** What may be done when nothing is found. */
  enum Attempt {
    WRITE,
    /** It was tried often enough, or is not wanted any more. */
    LOOK_ONLY
  }

  /** Whether it is still what was decided. */
  boolean isWanted(Effect effect);

  /**
   * Looks for it, and does it unless it is there.
   *
   * @param declare to be run once, before anything is sent: from then on it counts as sent
   * @throws MonitorException UNAVAILABLE where the next run may try again, NO where it may not
   */
  EffectResult ensure(Effect effect, Attempt allowed, Runnable declare);

  /**
   * In the transaction that records the refusal: what follows from it. The row need not be whole.
   */
  void onRefused(Transaction in, Effect effect, EffectResult result);

  /** Whether it has looked for an earlier attempt by the time that it declares the next one. */
  default boolean looksBeforeItDeclares() {
    return false;
  }
}
