package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.notify.NoticeSender;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Transaction;

/** A message, or a change of one; {@link NoticeSender} looks for it, sends it and settles it. */
final class NoticeHandler implements EffectHandler {
  private final NoticeSender sender;

  NoticeHandler(NoticeSender sender) {
    this.sender = sender;
  }

  @Override
  public boolean isWanted(Effect effect) {
    return true;
  }

  @Override
  public EffectResult ensure(Effect effect, Attempt allowed, Runnable declare) {
    return sender.carryOut(effect, declare)
        ? EffectResult.settled("delivered")
        : EffectResult.pending();
  }

  @Override
  public void onRefused(Transaction in, Effect effect, EffectResult result) {
    sender.onRefused(in, effect);
  }

  @Override
  public boolean looksBeforeItDeclares() {
    return true;
  }
}
