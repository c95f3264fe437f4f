package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.effects.PullRequestHandler;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.StatusLine;
import io.github.cicdmonitor.notify.Wording;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.Approvals.Ruling;
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
  private final IncidentThread thread;

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
    this.thread = new IncidentThread(database, writer);
  }

  /** The gate's word under the policy now in force; empty when there is nothing left to change. */
  Optional<GateDecision> judgeAgain(Incident incident, Proposals.Stored stored) {
    return cases.apply(incident).flatMap(c -> judge.again(c, stored.proposal()));
  }

  /** Plans the pull request, in the transaction that records the approval. */
  void plan(Transaction in, Incident incident, Proposals.Stored stored) {
    PullRequestHandler.plan(in, effects, incident, stored);
  }

  /** In the same transaction: the message that asked says how it was decided, and by whom. */
  void decided(Transaction in, Incident incident, Approval approval, Ruling ruling) {
    String by = " by " + ruling.actor() + " on " + NoticeWriter.moment(in.now()) + ".";
    Optional<StatusLine> line = switch (ruling.to()) {
      case APPROVED -> Optional.of(Wording.approved(by));
      case REJECTED -> Optional.of(Wording.rejected(by));
      case STALE -> Optional.of(Wording.STALE);
      case BLOCKED -> Optional.of(Wording.FORBIDDEN);
      case EXPIRED, WAITING -> Optional.empty();
    };
    line.ifPresent(now -> thread.decided(in, incident, approval.digest(), now));
  }

  /** Login of the author of the failing commit, where GitHub knows one. */
  Optional<String> authorOf(Incident incident) {
    return cases
        .apply(incident)
        .flatMap(c -> forge.authorOf(incident.repository(), c.newest().headSha()));
  }
}
