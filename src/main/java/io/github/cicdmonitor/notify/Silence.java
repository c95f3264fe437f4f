package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.IncidentRows;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Mutes;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps back messages about a failure that a person has muted: that it failed, and how its re-run
 * ended. Everything else is said as ever, because somebody has to know of it: what asks for approval,
 * what the program changed or could not change, what the gate blocked, an outage. A mute changes what
 * is said, never what is done.
 */
final class Silence {
  private static final String MUTED = "muted until ";
  private static final String FAILED = "notice:notify:";
  private static final List<String> KEPT_BACK =
      List.of(FAILED, "notice:" + IncidentThread.RERUN_OVER + ":");

  private final Database database;
  private final Effects effects;
  private final Incidents incidents;
  private final Mutes mutes;

  Silence(Database database) {
    this.database = database;
    this.effects = new Effects(database);
    this.incidents = new Incidents(database);
    this.mutes = new Mutes(database);
  }

  /** Whether it is settled as muted instead of being said. */
  boolean takes(Effect effect) {
    if (effect.state() != State.PLANNED || KEPT_BACK.stream().noneMatch(effect.key()::startsWith)) {
      return false;
    }
    Optional<Mutes.Mute> mute = effect
        .incident()
        .flatMap(incidents::find)
        .filter(incident -> incident.action().filter(Silence::onlyTells).isPresent())
        .flatMap(incident -> mutes.of(incident.repository(), incident.signature()));
    mute.ifPresent(found -> database.change(in -> effects.done(in, effect, MUTED + found.until())));
    return mute.isPresent();
  }

  /** A fix that was to be made and could not be has its word about that, muted or not. */
  private static boolean onlyTells(Action action) {
    return action == Action.NOTIFY || action == Action.RERUN;
  }

  /** Where a mute is over, the failures that go on are told after all. */
  void end() {
    Predicate<Incident> open = incident -> new IncidentRows(database).isOpen(incident.id());
    for (Mutes.Mute mute : mutes.ended()) {
      List<Effect> keptBack = incidents.of(mute.repository(), mute.signature()).stream()
          .filter(open)
          .flatMap(incident -> effects.of(incident.id()).stream())
          .filter(effect -> effect.key().startsWith(FAILED) && isKeptBack(effect))
          .toList();
      database.change(in -> {
        for (Effect effect : keptBack) {
          effects.again(in, effect);
        }
        mutes.forget(in, mute);
      });
    }
  }

  private static boolean isKeptBack(Effect effect) {
    return effect.state() == State.DONE
        && effect.isWhole()
        && effect.result().filter(result -> result.startsWith(MUTED)).isPresent();
  }
}
