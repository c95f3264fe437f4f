package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.effects.PullRequestCreator.Attempt;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeSender;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.Notices;
import io.github.cicdmonitor.notify.Notifier;
import io.github.cicdmonitor.notify.StatusLine;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Effects.Effect;
import io.github.cicdmonitor.store.Effects.State;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import io.github.cicdmonitor.error.UnknownFate;

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
  private final NoticeSender sender;
  private final NoticeWriter writer;
  private final PullRequestOpener opener;
  private final Withdrawal withdrawal;
  private final RerunRequester requester;
  private final Function<Incident, Optional<DiagnosedIncident>> cases;
  private final Intents intents;
  private final Effects effects;
  private final Incidents incidents;
  private final Reruns reruns;
  private final Proposals proposals;
  private final Approvals approvals;
  private final IncidentThread story;

  /**
   * @param cases all that is known of an incident
   * @param before called before each effect
   */
  public Outbox(
      Database database,
      Forge forge,
      Notifier notifier,
      NoticeWriter writer,
      Config config,
      Function<Incident, Optional<DiagnosedIncident>> cases,
      BeforeEffects before) {
    this.database = database;
    this.intents = new Intents(database, before);
    this.forge = forge;
    this.sender = new NoticeSender(database, notifier, writer, config.approvalTimeout(), intents::declare);
    this.writer = writer;
    this.opener = new PullRequestOpener(database, forge, config, writer, cases);
    this.withdrawal = new Withdrawal(forge);
    this.requester = new RerunRequester(forge);
    this.cases = cases;
    this.effects = new Effects(database);
    this.incidents = new Incidents(database);
    this.reruns = new Reruns(database);
    this.proposals = new Proposals(database);
    this.approvals = new Approvals(database);
    this.story = new IncidentThread(database, writer);
  }

  /** @param delivered keys of effects that were done in this run */
  public record Result(Set<String> delivered, List<Problem> problems) {}

  /** An effect that could not be carried out now. */
  public record Problem(String effect, MonitorException error) {}

  /** Carries out whatever is planned, once through; effects that others lead to follow at once. */
  public Result carryOut() {
    opener.labelLate();
    Set<String> delivered = new LinkedHashSet<>();
    List<Problem> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Set<String> brokenChannels = new HashSet<>();
    sender.endMutes();
    while (true) {
      Optional<Effect> next = effects.open().stream()
          .filter(effect -> seen.add(effect.key() + " " + effect.digest())) // planned anew: again
          .filter(effect -> !brokenChannels.contains(channel(effect)))
          .findFirst();
      if (next.isEmpty()) {
        return new Result(delivered, problems);
      }
      try {
        if (carryOut(next.get())) {
          delivered.add(next.get().key());
        }
      } catch (MonitorException e) {
        if (e.kind() == MonitorException.Kind.STATE) {
          throw e;
        }
        // A channel that is not there is told once, not once for each message.
        if (e.getCause() instanceof Notifier.ChannelRefused
            || e.kind() == MonitorException.Kind.TOKEN) {
          Optional.of(channel(next.get())).filter(c -> !c.isEmpty()).ifPresent(brokenChannels::add);
        }
        if (!(e.getCause() instanceof Forge.NeedsPerson && isHeld(next.get()))) {
          problems.add(new Problem(next.get().key(), e));
        }
      }
    }
  }

  /** Empty for what is no message. */
  private static String channel(Effect effect) {
    return isMessage(effect) && effect.isWhole() ? Notices.read(effect).channel() : "";
  }

  private static boolean isMessage(Effect effect) {
    return effect.kind() == Effects.Kind.NOTICE || effect.kind() == Effects.Kind.NOTICE_UPDATE;
  }

  private boolean carryOut(Effect effect) {
    if (!effect.isWhole()) {
      finish(effect, EffectResult.refused("its row in the state file was changed"));
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "did not carry out " + effect.key(),
          "its row in the state file was changed",
          "Restore a copy of the state file");
    }
    return isMessage(effect) ? message(effect) : change(effect);
  }

  private boolean message(Effect effect) {
    try {
      return sender.carryOut(effect);
    } catch (MonitorException e) {
      // Only of what was sent just now: what was looked for in vain is as unknown as before.
      if (e.kind() != MonitorException.Kind.STATE) {
        effects
            .find(effect.key())
            .filter(now -> now.state() == State.SENDING && now.attempts() > effect.attempts())
            .ifPresent(now -> note(now, e, Earlier.SETTLED));
      }
      throw e;
    }
  }

  private boolean change(Effect effect) {
    // SENDING here means that the process that sent it is gone: we hold the writers' lock.
    boolean mayHaveHappened = effect.state() == State.SENDING || effect.state() == State.UNKNOWN;
    boolean unwanted = !isWanted(effect);
    if (unwanted && !mayHaveHappened) {
      return finish(effect, EffectResult.refused("not wanted any more"));
    }
    boolean spent = effect.isSpent();
    Attempt allowed = spent || unwanted ? Attempt.LOOK_ONLY : Attempt.WRITE;
    intents.declare(effect);
    try {
      return switch (effect.kind()) {
        case RERUN -> finish(effect, requester.ensure(effect, allowed));
        case PULL_REQUEST -> finish(effect, opener.ensure(effect, allowed));
        case WITHDRAW_PULL_REQUEST -> withdraw(effect);
        case NOTICE, NOTICE_UPDATE, COMMAND -> throw new IllegalStateException("not a change");
      };
    } catch (MonitorException e) {
      // A state that cannot be written says nothing of what was sent: SENDING stays true.
      if (e.kind() != MonitorException.Kind.STATE) {
        note(effect, e, mayHaveHappened ? Earlier.UNKNOWN : Earlier.SETTLED);
      }
      throw e;
    }
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

  /** Whether it is still what was decided: the incident goes on, and nothing else was said since. */
  private boolean isWanted(Effect effect) {
    return switch (effect.kind()) {
      case PULL_REQUEST ->
        effect
            .incident()
            .flatMap(incidents::find)
            .filter(incident -> isWanted(incident, Long.parseLong(effect.payload())))
            .isPresent();
      // Several incidents can wait for one re-run.
      case RERUN ->
        !waitingFor(effect).stream().map(Reruns.Rerun::incident).allMatch(this::isResolved);
      case NOTICE, NOTICE_UPDATE, WITHDRAW_PULL_REQUEST, COMMAND -> true;
    };
  }

  private boolean isWanted(Incident incident, long proposal) {
    if (incident.state() == IncidentState.RESOLVED
        || !proposals.isNewest(incident.id(), proposal)) {
      return false;
    }
    boolean approved = approvals
        .newest(incident.id())
        .filter(approval -> approval.proposal() == proposal)
        .filter(approval -> approval.state() == Approvals.State.APPROVED)
        .isPresent();
    Action decided = incident.action().orElse(Action.NOTIFY);
    return decided == Action.PULL_REQUEST || (decided == Action.APPROVAL && approved);
  }

  private boolean isResolved(long incident) {
    return incidents
        .find(incident)
        .map(found -> found.state() == IncidentState.RESOLVED)
        .orElse(true);
  }

  private List<Reruns.Rerun> waitingFor(Effect effect) {
    Reruns.Rerun wanted = RerunRequester.of(effect);
    return reruns.pending(wanted.repository(), wanted.runId(), wanted.attempt());
  }

  /** What a person did to the pull request in the meantime counts more than our withdrawal. */
  private boolean withdraw(Effect effect) {
    Withdrawal.Result result = withdrawal.ensure(effect);
    PullRequests pulls = new PullRequests(database);
    database.change(in -> {
      effects.done(in, effect, result.found().word());
      pulls
          .of(effect.incident().orElse(0L))
          .filter(pull -> pull.state() != result.found())
          .ifPresent(pull -> pulls.change(in, pull, result.found(), pull.checks()));
    });
    return true;
  }

  private boolean finish(Effect effect, EffectResult result) {
    database.change(in -> {
      switch (result.kind()) {
        case DONE -> effects.done(in, effect, result.detail());
        case SETTLED -> {}
        case POSTPONED -> effects.postpone(in, effect, result.detail());
        case REFUSED, STALE -> refused(in, effect, result);
      }
    });
    return result.kind() == EffectResult.Kind.DONE || result.kind() == EffectResult.Kind.SETTLED;
  }

  private void refused(Transaction in, Effect effect, EffectResult result) {
    if (isMessage(effect)) {
      sender.refuse(in, effect, result.detail());
    } else {
      effects.refused(in, effect, result.detail());
    }
    withoutFix(in, effect, result);
  }

  /** What was decided cannot be done: people hear of it; a stale fix is analysed anew. */
  private void withoutFix(Transaction in, Effect effect, EffectResult result) {
    switch (effect.kind()) {
      case NOTICE, NOTICE_UPDATE, WITHDRAW_PULL_REQUEST, COMMAND -> {}
      case RERUN -> {
        List<Reruns.Rerun> waiting =
            effect.isWhole() ? waitingFor(effect) : reruns.pendingOf(effect.incident());
        for (Reruns.Rerun each : waiting) {
          reruns.settle(in, each, "gone");
          notDone(in, each.incident(), result);
        }
      }
      case PULL_REQUEST -> {
        Optional<Incident> incident = effect.incident().flatMap(incidents::find);
        if (incident.isEmpty() || (effect.isWhole() && !isWanted(effect))) {
          return; // what was decided since is not undone by it
        }
        if (result.kind() == EffectResult.Kind.STALE) {
          approvals
              .newest(incident.get().id())
              .filter(approval -> approval.state() == Approvals.State.APPROVED)
              .ifPresent(
                  approval -> story.decided(in, incident.get(), approval.digest(), IncidentThread.STALE));
          approvals.markStale(in, Long.parseLong(effect.payload()));
          incidents.reopen(in, incident.get());
        } else {
          notDone(in, incident.get().id(), result);
        }
      }
    }
  }

  private void notDone(Transaction in, long id, EffectResult result) {
    Optional<Incident> incident =
        incidents.find(id).filter(found -> found.state() != IncidentState.RESOLVED);
    incident.ifPresent(found -> {
      incidents.move(in, found, IncidentState.NOTIFIED);
      cases
          .apply(found)
          .ifPresent(c ->
              story.tell(in, incident, writer.failure(c, "Not done: " + result.detail() + ".")));
    });
  }

  /** What is known of the attempts before the one that failed. */
  private enum Earlier {
    SETTLED,
    UNKNOWN
  }

  private void note(Effect effect, MonitorException e, Earlier earlier) {
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
        refused(in, effect, EffectResult.refused(e.explanation().why()));
      } else {
        effects.postpone(in, effect, e.explanation().why());
      }
    });
  }

  private void held(Transaction in, Effect effect, MonitorException e) {
    String mark = effect.repository().map(forge::credentialsMark).orElse("");
    Effects.Hold fresh = new Effects.Hold(in.now().plus(HOLD), mark);
    Effects.Hold hold = isHeld(effect) ? effect.hold().orElse(fresh) : fresh;
    effects.hold(in, effect, e.explanation().why(), hold);
    Optional<Incident> incident = effect.incident().flatMap(incidents::find);
    incident
        .flatMap(cases)
        .ifPresent(c -> story.goOn(
            in,
            c,
            "needs_person",
            writer.alerts(),
            new StatusLine(
                "🔑",
                "A fix is ready and cannot be opened yet: " + e.explanation().why() + ".")));
  }
}
