package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.effects.PullRequestCreator;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.StatusLine;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.Transaction;
import java.util.Optional;
import java.util.function.Function;

/** A proposal that a person let through: judged again, then planned like any other. */
public final class ApprovedFix {
  private final ProposalJudge judge;
  private final Forge forge;
  private final Function<Incident, Optional<DiagnosedIncident>> cases;
  private final Effects effects;
  private final IncidentThread story;

  public ApprovedFix(
      ProposalJudge judge,
      Forge forge,
      Function<Incident, Optional<DiagnosedIncident>> cases,
      NoticeWriter writer,
      Database database) {
    this.judge = judge;
    this.forge = forge;
    this.cases = cases;
    this.effects = new Effects(database);
    this.story = new IncidentThread(database, writer);
  }

  /** The gate's word under the policy now in force; empty when there is nothing left to change. */
  public Optional<GateDecision> judgeAgain(Incident incident, Proposals.Stored stored) {
    return cases.apply(incident).flatMap(c -> judge.again(c, stored.proposal()));
  }

  public void plan(Transaction in, Incident incident, Proposals.Stored stored) {
    PullRequestCreator.plan(in, effects, incident, stored);
  }

  /** The request says from now on how it was decided, and by whom. */
  public void decided(
      Transaction in, Incident incident, String digest, Approvals.State to, String actor) {
    String by = " by " + actor + " on " + NoticeWriter.moment(in.now()) + ".";
    Optional<StatusLine> standing = switch (to) {
      case APPROVED -> Optional.of(new StatusLine("✅", "Approved" + by));
      case REJECTED -> Optional.of(new StatusLine("🚫", "Rejected" + by + " Nothing was changed."));
      case STALE -> Optional.of(IncidentThread.STALE);
      case BLOCKED -> Optional.of(new StatusLine("⛔", "The policy now in force forbids it."));
      case EXPIRED, WAITING -> Optional.empty();
    };
    standing.ifPresent(now -> story.decided(in, incident, digest, now));
  }

  /** Login of the author of the failing commit. */
  public Optional<String> authorOf(Incident incident) {
    return cases
        .apply(incident)
        .flatMap(c -> forge.authorOf(incident.repository(), c.newest().headSha()));
  }
}
