package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.Wording;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncidents;
import io.github.cicdmonitor.store.Effect;
import io.github.cicdmonitor.store.EffectPayload.OpenPullRequest;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.Transaction;
import java.util.Optional;

/** The pull request of an effect, and what the state and people learn when it is open. */
public final class PullRequestHandler implements EffectHandler {
  private final Database database;
  private final PullRequestCreator creator;
  private final NoticeWriter writer;
  private final DiagnosedIncidents diagnosed;
  private final Effects effects;
  private final Incidents incidents;
  private final Proposals proposals;
  private final PullRequests pulls;
  private final Approvals approvals;
  private final IncidentThread thread;
  private final NotDone notDone;

  PullRequestHandler(Database database, Forge forge, Config config, NoticeWriter writer) {
    this.database = database;
    this.creator = new PullRequestCreator(forge, config.remediation());
    this.writer = writer;
    this.diagnosed = new DiagnosedIncidents(database);
    this.effects = new Effects(database);
    this.incidents = new Incidents(database);
    this.proposals = new Proposals(database);
    this.pulls = new PullRequests(database);
    this.approvals = new Approvals(database);
    this.thread = new IncidentThread(database, writer);
    this.notDone = new NotDone(database, writer);
  }

  public static void plan(
      Transaction in, Effects effects, Incident incident, Proposals.Stored stored) {
    // The branch is named after the failure's signature and generation, and so is the effect.
    String key =
        "pull_request:" + incident.repository().key() + ":" + stored.proposal().headBranch();
    effects.replace(in, Effects.Plan.of(key, incident, new OpenPullRequest(stored.id())));
  }

  /** The incident goes on, and nothing else was decided since. */
  @Override
  public boolean isWanted(Effect effect) {
    long proposal = proposal(effect);
    return effect
        .incident()
        .flatMap(incidents::find)
        .filter(incident -> incident.state() != IncidentState.RESOLVED)
        .filter(incident -> proposals.isNewest(incident.id(), proposal))
        .filter(incident -> wasDecided(incident, proposal))
        .isPresent();
  }

  private boolean wasDecided(Incident incident, long proposal) {
    Action decided = incident.action().orElse(Action.NOTIFY);
    return decided == Action.PULL_REQUEST
        || (decided == Action.APPROVAL && approval(incident, proposal).isPresent());
  }

  private static long proposal(Effect effect) {
    return ((OpenPullRequest) effect.content()).proposal();
  }

  private Optional<Approval> approval(Incident incident, long proposal) {
    return approvals
        .newest(incident.id())
        .filter(approval -> approval.proposal() == proposal)
        .filter(approval -> approval.state() == Approvals.State.APPROVED);
  }

  /** SETTLED when it is open and all that follows is written down. */
  @Override
  public EffectResult ensure(Effect effect, Attempt allowed, Runnable declare) {
    declare.run();
    Optional<Proposals.Stored> stored = proposals.find(proposal(effect));
    Optional<Incident> incident = effect.incident().flatMap(incidents::find);
    if (stored.isEmpty() || incident.isEmpty()) {
      return EffectResult.refused("the stored proposal was damaged");
    }
    Optional<Approval> approval = approval(incident.get(), stored.get().id());
    boolean mayOpen =
        stored.get().decision().outcome() == GateDecision.Outcome.AUTO || approval.isPresent();
    PullRequestCreator.Result result = creator.ensure(
        stored.get().proposal(),
        incident.get().signature(),
        mayOpen ? allowed : Attempt.LOOK_ONLY,
        approval.flatMap(Approval::decidedBy));
    if (result.opened().isEmpty()) {
      // It was open when that was decided, and nobody has approved another one in this state.
      return mayOpen || result.result().kind() != EffectResult.Kind.REFUSED
          ? result.result()
          : EffectResult.stale("its pull request is not open any more");
    }
    PullRequestCreator.Opened opened = result.opened().get();
    Optional<PullRequests.PullRequest> known =
        pulls.find(incident.get().repository(), opened.number());
    if (known.filter(pull -> pull.state() == PullRequests.State.HANDED_OVER).isPresent()) {
      return EffectResult.refused("pull request #" + opened.number() + " is a person's now");
    }
    if (known.filter(pull -> pull.checks().equals("red")).isPresent()) {
      return EffectResult.refused("pull request #" + opened.number() + " did not pass its checks");
    }
    if (opened.holds() == PullRequestCreator.Holds.OTHER_CONTENT) {
      return foreign(effect, stored.get(), incident.get(), opened);
    }
    // Before it is settled, and for one found too: whoever made it may have been killed in between.
    boolean labelled = label(incident.get().repository(), opened.number());
    database.change(in -> {
      effects.done(in, effect, opened.url());
      open(in, incident.get(), stored.get(), opened);
      if (!labelled) {
        pulls.lacksLabels(in, incident.get().repository(), opened.number());
      }
    });
    return EffectResult.settled(opened.url());
  }

  private void open(
      Transaction in,
      Incident incident,
      Proposals.Stored stored,
      PullRequestCreator.Opened opened) {
    add(in, incident, stored, opened);
    if (incident.state() == IncidentState.RESOLVED) {
      // The branch recovered while we did not know whether the request had arrived.
      pulls
          .of(incident.id())
          .ifPresent(pull -> WithdrawalHandler.begin(in, database, incident, pull));
      return;
    }
    incidents.cancelWork(in, incident, "pull request #" + opened.number() + " is open");
    thread.askNoMore(in, incident, Wording.noLongerAsked(opened.number()));
    incidents.move(in, incident, IncidentState.PULL_REQUEST_OPEN);
    diagnosed
        .apply(incident)
        .ifPresent(c -> thread.tell(
            in,
            Optional.of(incident),
            writer.pullRequest(c, opened.number(), stored.proposal().title(), stored.decision())));
    approvals
        .newest(incident.id())
        .filter(approval -> approval.state() == Approvals.State.APPROVED)
        .ifPresent(approval -> thread.decided(
            in,
            incident,
            approval.digest(),
            Wording.approvedAndOpen(approval.decidedBy().orElse("somebody"), opened.number())));
  }

  /**
   * An open pull request of this failure with other content: a person pushed to it, or it was made
   * from another wording before the state was lost. It is left alone and none is made beside it.
   */
  private EffectResult foreign(
      Effect effect, Proposals.Stored stored, Incident incident, PullRequestCreator.Opened opened) {
    if (incident.action().filter(Action.PULL_REQUEST::equals).isEmpty()
        || incident.state() == IncidentState.RESOLVED) {
      return EffectResult.refused(
          "pull request #" + opened.number() + " is open for this failure with other content");
    }
    database.change(in -> {
      effects.done(in, effect, opened.url());
      add(in, incident, stored, opened);
      pulls
          .of(incident.id())
          .ifPresent(pull -> pulls.change(in, pull, PullRequests.State.HANDED_OVER, pull.checks()));
      incidents.move(in, incident, IncidentState.HANDED_OVER);
    });
    return EffectResult.settled(opened.url());
  }

  private void add(
      Transaction in,
      Incident incident,
      Proposals.Stored stored,
      PullRequestCreator.Opened opened) {
    pulls.add(
        in,
        incident,
        new PullRequests.New(
            opened.number(), opened.url(), stored.proposal().headBranch(), opened.headSha()));
  }

  /** What was decided since is not undone by it; a stale fix is analysed again. */
  @Override
  public void onRefused(Transaction in, Effect effect, EffectResult result) {
    Optional<Incident> incident = effect.incident().flatMap(incidents::find);
    if (incident.isEmpty() || (effect.isWhole() && !isWanted(effect))) {
      return;
    }
    if (result.kind() != EffectResult.Kind.STALE) {
      notDone.report(in, incident.get().id(), result.detail());
      return;
    }
    approvals
        .newest(incident.get().id())
        .filter(approval -> approval.state() == Approvals.State.APPROVED)
        .ifPresent(
            approval -> thread.decided(in, incident.get(), approval.digest(), Wording.STALE));
    approvals.markStale(in, proposal(effect));
    incidents.reopen(in, incident.get());
  }

  /** Sets the labels that an earlier run could not set. */
  void labelLate() {
    for (PullRequests.PullRequest pull : pulls.withoutLabels()) {
      new Leases(database).ifFree(Leases.Piece.incidentsOf(pull.repository()), () -> {
        if (label(pull.repository(), pull.number())) {
          database.change(in -> pulls.hasLabels(in, pull.repository(), pull.number()));
        }
      });
    }
  }

  /** Decoration: what becomes of it does not undo the pull request. */
  private boolean label(RepositoryName repository, int number) {
    try {
      creator.label(repository, number);
      return true;
    } catch (MonitorException e) {
      if (e.kind() == MonitorException.Kind.STATE) {
        throw e;
      }
      return false;
    }
  }
}
