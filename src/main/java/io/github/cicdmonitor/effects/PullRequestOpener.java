package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.effects.PullRequestCreator.Attempt;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.StatusLine;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Effects.Effect;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.Transaction;
import java.util.Optional;
import java.util.function.Function;

/** The pull request of an effect, and what the state and people learn when it is open. */
final class PullRequestOpener {
  private final Database database;
  private final PullRequestCreator creator;
  private final NoticeWriter writer;
  private final Function<Incident, Optional<DiagnosedIncident>> cases;
  private final Effects effects;
  private final Incidents incidents;
  private final Proposals proposals;
  private final PullRequests pulls;
  private final IncidentThread story;

  PullRequestOpener(
      Database database,
      Forge forge,
      Config config,
      NoticeWriter writer,
      Function<Incident, Optional<DiagnosedIncident>> cases) {
    this.database = database;
    this.creator = new PullRequestCreator(forge, config.remediation());
    this.writer = writer;
    this.cases = cases;
    this.effects = new Effects(database);
    this.incidents = new Incidents(database);
    this.proposals = new Proposals(database);
    this.pulls = new PullRequests(database);
    this.story = new IncidentThread(database, writer);
  }

  /** Looks for it first. SETTLED when it is open and all that follows is written down. */
  EffectResult ensure(Effect effect, Attempt allowed) {
    Optional<Proposals.Stored> stored = proposals.find(Long.parseLong(effect.payload()));
    Optional<Incident> incident = effect.incident().flatMap(incidents::find);
    if (stored.isEmpty() || incident.isEmpty()) {
      return EffectResult.refused("the stored proposal was damaged");
    }
    PullRequestCreator.Result result = creator.ensure(
        stored.get().proposal(),
        incident.get().signature(),
        allowed,
        approvedBy(incident.get(), stored.get()));
    if (result.opened().isEmpty()) {
      return result.result();
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
      open(in, effect, stored.get(), incident.get(), opened);
      if (!labelled) {
        pulls.withoutLabels(in, incident.get().repository(), opened.number(), true);
      }
    });
    return EffectResult.settled(opened.url());
  }

  private void open(
      Transaction in,
      Effect effect,
      Proposals.Stored stored,
      Incident incident,
      PullRequestCreator.Opened opened) {
    effects.done(in, effect, opened.url());
    add(in, incident, stored, opened);
    if (incident.state() == IncidentState.RESOLVED) {
      // The branch recovered while we did not know whether the request had arrived.
      pulls
          .of(incident.id())
          .ifPresent(pull -> Withdrawal.begin(in, database, incident, pull));
      return;
    }
    incidents.cancelWork(in, incident, "pull request #" + opened.number() + " is open");
    story.askNoMore(
        in,
        incident,
        new StatusLine("🔧", "No longer asked: pull request #" + opened.number() + " is open."));
    incidents.move(in, incident, IncidentState.PULL_REQUEST_OPEN);
    cases
        .apply(incident)
        .ifPresent(c -> story.tell(
            in,
            Optional.of(incident),
            writer.pullRequest(c, opened.number(), stored.proposal().title(), stored.decision())));
    new Approvals(database)
        .newest(incident.id())
        .filter(approval -> approval.state() == Approvals.State.APPROVED)
        .ifPresent(approval -> story.decided(
            in,
            incident,
            approval.digest(),
            new StatusLine(
                "✅",
                "Approved by " + approval.decidedBy().orElse("somebody") + ": pull request #"
                    + opened.number() + " is open.")));
  }

  /**
   * An open pull request of this failure with other content: a person pushed to it, or it was made
   * from another wording before the state was lost. It is left alone and none is made beside it.
   */
  private EffectResult foreign(
      Effect effect, Proposals.Stored stored, Incident incident, PullRequestCreator.Opened opened) {
    if (stored.decision().outcome() != GateDecision.Outcome.AUTO
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
        opened.number(),
        opened.url(),
        stored.proposal().headBranch(),
        opened.headSha());
  }

  private Optional<String> approvedBy(Incident incident, Proposals.Stored stored) {
    return new Approvals(database)
        .newest(incident.id())
        .filter(approval -> approval.proposal() == stored.id())
        .filter(approval -> approval.state() == Approvals.State.APPROVED)
        .flatMap(Approvals.Approval::decidedBy);
  }

  /** Sets the labels that an earlier run could not set. */
  void labelLate() {
    for (PullRequests.PullRequest pull : pulls.withoutLabels()) {
      if (label(pull.repository(), pull.number())) {
        database.change(in -> pulls.withoutLabels(in, pull.repository(), pull.number(), false));
      }
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
