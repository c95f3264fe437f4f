package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.config.NoticeChannel;
import io.github.cicdmonitor.effects.EffectHandler.Attempt;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.UnknownFate;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeSender;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.Notifier;
import io.github.cicdmonitor.notify.Sequel;
import io.github.cicdmonitor.notify.Wording;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncidents;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.Effect.State;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The only loop that changes the outside world. SENDING is durable before the first byte leaves;
 * whatever may have happened without our knowing is UNKNOWN and is settled by reading before anything
 * is sent again; three attempts, then it is left for a person.
 */
public final class Outbox {
  /** How long a refusal for want of a right is not said again while the token stays the same. */
  static final Duration HOLD = Duration.ofDays(1);

  private final Database database;
  private final Forge forge;
  private final NoticeWriter writer;
  private final Intents intents;
  private final NoticeSender sender;
  private final PullRequestHandler pullRequests;
  private final Map<Effect.Kind, EffectHandler> handlers;
  private final Effects effects;
  private final Incidents incidents;
  private final DiagnosedIncidents diagnosed;
  private final IncidentThread thread;
  private final Leases leases;

  /** @param before called before each effect */
  public Outbox(
      Database database,
      Forge forge,
      Notifier notifier,
      NoticeWriter writer,
      Config config,
      BeforeEffects before) {
    this.database = database;
    this.forge = forge;
    this.writer = writer;
    this.intents = new Intents(database, before);
    this.sender = new NoticeSender(database, notifier, writer, config.approvalTimeout());
    this.pullRequests = new PullRequestHandler(database, forge, config, writer);
    NoticeHandler messages = new NoticeHandler(sender);
    this.handlers = Map.of(
        Effect.Kind.RERUN, new RerunHandler(database, forge, writer),
        Effect.Kind.PULL_REQUEST, pullRequests,
        Effect.Kind.WITHDRAW_PULL_REQUEST, new WithdrawalHandler(database, forge),
        Effect.Kind.NOTICE, messages,
        Effect.Kind.NOTICE_UPDATE, messages);
    this.effects = new Effects(database);
    this.incidents = new Incidents(database);
    this.diagnosed = new DiagnosedIncidents(database);
    this.thread = new IncidentThread(database, writer);
    this.leases = new Leases(database);
  }

  /** @param delivered keys of effects that were done in this run */
  public record Result(Set<String> delivered, List<Problem> problems) {}

  /** An effect that could not be carried out now. */
  public record Problem(String effect, MonitorException error) {}

  /**
   * Carries out whatever is planned, once through; effects that others lead to follow at once. What
   * another process is at is left to it for the moment and looked at again as long as there is
   * something to do: it may come to it no more, where it met the same with this one.
   */
  public Result carryOut() {
    pullRequests.labelLate();
    Result result = new Result(new LinkedHashSet<>(), new ArrayList<>());
    Set<String> seen = new HashSet<>();
    Set<String> brokenChannels = new HashSet<>();
    sender.endMutes();
    int before;
    do {
      before = seen.size();
      Set<Leases.Piece> busy = new HashSet<>();
      List<Effect> open =
          effects.open().stream().filter(each -> !seen.contains(name(each))).toList();
      for (List<Effect> next : EffectPieces.together(open)) {
        Leases.Piece piece = EffectPieces.of(next.get(0));
        if (busy.contains(piece)) {
          continue;
        }
        if (next.stream().allMatch(each -> still(each).isEmpty())) {
          next.forEach(each -> seen.add(name(each)));
        } else if (!leases.ifFree(piece, () -> carryOut(next, result, seen, brokenChannels))) {
          busy.add(piece);
        }
      }
    } while (seen.size() > before);
    return result;
  }

  /** Planned anew it has another one, and is seen again. */
  private static String name(Effect effect) {
    return effect.key() + " " + effect.digest();
  }

  private void carryOut(
      List<Effect> together, Result result, Set<String> seen, Set<String> brokenChannels) {
    if (leases.areShared()) {
      sender.othersMayHavePosted();
    }
    for (Effect read : together) {
      try {
        Optional<Effect> next = Optional.of(read)
            .filter(each -> !brokenChannels.contains(EffectPieces.channel(each)))
            .flatMap(this::still);
        if (next.isPresent() && carryOutNow(next.get())) {
          result.delivered().add(read.key());
        }
      } catch (MonitorException e) {
        if (e.kind() == MonitorException.Kind.STATE) {
          throw e;
        }
        // A channel that is not there is told once, not once for each message.
        if (e.getCause() instanceof Notifier.ChannelRefused
            || e.kind() == MonitorException.Kind.TOKEN) {
          Optional.of(EffectPieces.channel(read))
              .filter(c -> !c.isEmpty())
              .ifPresent(brokenChannels::add);
        }
        if (!(e.getCause() instanceof Forge.NeedsPerson && isHeld(read))) {
          result.problems().add(new Problem(read.key(), e));
        }
      }
      seen.add(name(read));
    }
  }

  /** As it is now, if it has been neither carried out nor planned anew since, here or elsewhere. */
  private Optional<Effect> still(Effect read) {
    return effects
        .find(read.key())
        .filter(Effect::isOpen)
        .filter(now -> now.digest().equals(read.digest()));
  }

  private boolean carryOutNow(Effect effect) {
    try {
      return carryOut(effect);
    } catch (Effects.Changed e) {
      return false; // planned anew, it has another digest and is seen again
    }
  }

  /** Whether it is done by now. */
  private boolean carryOut(Effect effect) {
    EffectHandler handler = Objects.requireNonNull(handlers.get(effect.kind()));
    if (!effect.isWhole()) {
      String why = "its row in the state file was changed";
      finish(handler, effect, EffectResult.refused(why));
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "did not carry out " + effect.key(),
          why,
          "Restore a copy of the state file");
    }
    // SENDING here means that the process that sent it is gone: we hold the lock or the lease.
    boolean mayHaveHappened = effect.state() == State.SENDING || effect.state() == State.UNKNOWN;
    boolean wanted = handler.isWanted(effect);
    if (!wanted && !mayHaveHappened) {
      return finish(handler, effect, EffectResult.refused("not wanted any more"));
    }
    Attempt allowed = effect.isSpent() || !wanted ? Attempt.LOOK_ONLY : Attempt.WRITE;
    try {
      return finish(
          handler, effect, handler.ensure(effect, allowed, () -> intents.declare(effect)));
    } catch (MonitorException e) {
      // A state that cannot be written says nothing of what was sent: SENDING stays true.
      if (e.kind() != MonitorException.Kind.STATE && wasDeclared(effect)) {
        boolean unknown = mayHaveHappened && !handler.looksBeforeItDeclares();
        note(handler, effect, e, unknown ? Earlier.UNKNOWN : Earlier.SETTLED);
      }
      throw e;
    }
  }

  /** Only of what was sent just now: what was looked for in vain is as unknown as before. */
  private boolean wasDeclared(Effect effect) {
    return effects
        .find(effect.key())
        .filter(now -> now.state() == State.SENDING && now.attempts() > effect.attempts())
        .isPresent();
  }

  /**
   * Refused for want of a right that was told already, with the same token and less than a day ago. It
   * is tried at each run all the same: a right may be granted to the same token.
   */
  private boolean isHeld(Effect effect) {
    return effect.state() == State.PLANNED
        && effect
            .hold()
            .filter(hold -> database.clock().instant().isBefore(hold.until()))
            .flatMap(
                hold -> effect.repository().map(forge::credentialsMark).filter(hold.mark()::equals))
            .isPresent();
  }

  private boolean finish(EffectHandler handler, Effect effect, EffectResult result) {
    database.change(in -> {
      switch (result.kind()) {
        case DONE -> effects.done(in, effect, result.detail());
        case SETTLED, PENDING -> {}
        case POSTPONED -> effects.postpone(in, effect, result.detail());
        case REFUSED, STALE -> refuse(in, handler, effect, result);
      }
    });
    return result.kind() == EffectResult.Kind.DONE || result.kind() == EffectResult.Kind.SETTLED;
  }

  private void refuse(Transaction in, EffectHandler handler, Effect effect, EffectResult result) {
    effects.refused(in, effect, result.detail());
    handler.onRefused(in, effect, result);
  }

  /** What is known of the attempts before the one that failed. */
  private enum Earlier {
    SETTLED,
    UNKNOWN
  }

  private void note(EffectHandler handler, Effect effect, MonitorException e, Earlier earlier) {
    boolean unknown = e.getCause() instanceof UnknownFate
        || (earlier == Earlier.UNKNOWN && e.kind() != MonitorException.Kind.NO);
    database.change(in -> {
      if (e.getCause() instanceof Forge.NeedsPerson) {
        held(in, effect, e);
      } else if (unknown) {
        effects.replyLost(in, effect, e.explanation().why());
      } else if (e.kind() == MonitorException.Kind.UNAVAILABLE) {
        effects.postpone(in, effect, e.explanation().why());
      } else if (e.kind() == MonitorException.Kind.NO
          && !(e.getCause() instanceof Notifier.ChannelRefused)) {
        refuse(in, handler, effect, EffectResult.refused(e.explanation().why()));
      } else {
        effects.postpone(in, effect, e.explanation().why());
      }
    });
  }

  private void held(Transaction in, Effect effect, MonitorException e) {
    String mark = effect.repository().map(forge::credentialsMark).orElse("");
    Effect.Hold fresh = new Effect.Hold(in.now().plus(HOLD), mark);
    Effect.Hold hold = isHeld(effect) ? effect.hold().orElse(fresh) : fresh;
    effects.hold(in, effect, e.explanation().why(), hold);
    Optional<Incident> incident = effect.incident().flatMap(incidents::find);
    incident
        .flatMap(diagnosed)
        .ifPresent(c -> thread.goOn(
            in,
            c,
            new Sequel(
                "needs_person",
                writer.to(NoticeChannel.ALERTS),
                Wording.needsRight(e.explanation().why()))));
  }
}
