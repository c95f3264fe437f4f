package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.Effects;

/** The last step before anything is sent: the intent is durable here, and wherever else it is kept. */
public final class Intents {
  private final Database database;
  private final Effects effects;
  private final BeforeEffects before;

  Intents(Database database, BeforeEffects before) {
    this.database = database;
    this.effects = new Effects(database);
    this.before = before;
  }

  /** From here on the effect counts as sent. If it may not be, it stands as it stood. */
  void declare(Effect effect) {
    database.change(in -> effects.sending(in, effect));
    try {
      before.keep();
    } catch (MonitorException e) {
      database.change(in -> {
        if (effect.state() == State.PLANNED) {
          effects.postpone(in, effect, e.explanation().why());
        } else {
          effects.replyLost(in, effect, e.explanation().why());
        }
      });
      throw e;
    }
  }
}
