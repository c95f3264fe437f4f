package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.effects.Diffs;
import io.github.cicdmonitor.effects.PullRequestHandler;
import io.github.cicdmonitor.effects.RerunHandler;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.notify.ApprovalRequest;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.Notice;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.Wording;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.AuditContext;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.ModelCalls;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.SignatureHistory;
import io.github.cicdmonitor.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A decision, its proposal and its effects, written in one transaction or not at all. */
public final class Decisions {
  private final Database database;
  private final NoticeWriter writer;
  private final Diffs diffs;
  private final Config config;
  private final DecisionRecord.Origin origin;
  private final Incidents incidents;
  private final SignatureHistory history;
  private final Proposals proposals;
  private final Approvals approvals;
  private final Effects effects;
  private final Reruns reruns;
  private final IncidentThread story;

  public Decisions(
      Database database,
      NoticeWriter writer,
      Diffs diffs,
      Config config,
      DecisionRecord.Origin origin) {
    this.origin = origin;
    this.database = database;
    this.writer = writer;
    this.diffs = diffs;
    this.config = config;
    this.incidents = new Incidents(database);
    this.history = new SignatureHistory(database);
    this.proposals = new Proposals(database);
    this.approvals = new Approvals(database);
    this.effects = new Effects(database);
    this.reruns = new Reruns(database);
    this.story = new IncidentThread(database, writer);
  }

  /**
   * @param holds asked while nobody else can change anything
   * @return whether that it rests on holds still; where not, nothing is written
   */
  public boolean save(DiagnosedIncident c, Decision decision, BooleanSupplier holds) {
    return database.write(in -> {
      if (!holds.getAsBoolean()) {
        return false;
      }
      save(in, c, decision);
      return true;
    });
  }

  private void save(Transaction in, DiagnosedIncident c, Decision decision) {
    incidents.decide(in, c.incident().id(), decision.action());
    Map<String, Object> record = new DecisionRecord(config, origin).of(c, decision);
    record.putAll(ModelCalls.digests(in, c.incident().id()));
    in.audit("decision." + decision.action().word(), AuditContext.of(c.incident()), record);
    Optional<Proposals.Stored> stored =
        decision.judged().map(j -> proposals.add(in, c.incident(), j.proposal(), j.decision()));
    if (decision.action() == Action.APPROVAL) {
      request(in, c, stored.orElseThrow());
    } else if (decision.action() == Action.PULL_REQUEST) {
      PullRequestHandler.plan(in, effects, c.incident(), stored.orElseThrow());
    } else if (decision.action() == Action.RERUN) {
      rerun(in, c);
    }
    for (Notice notice : decision.notices()) {
      story.tell(in, Optional.of(c.incident()), notice);
    }
    if (decision.state() == IncidentState.RESOLVED) {
      FollowThrough.close(in, database, c.incident());
    } else if (decision.state() != IncidentState.DIAGNOSED) {
      incidents.move(in, c.incident(), decision.state());
    }
    if (decision.action() == Action.OUTAGE) {
      story.inOutage(in, c.incident(), history.outage(c.incident()));
    }
  }

  /** Back to the beginning; what was asked about it is asked no more. */
  public void reopen(Transaction in, Incidents.Incident incident) {
    incidents.reopen(in, incident);
    story.askNoMore(in, incident, Wording.ANALYSED_ANEW);
  }

  private void request(Transaction in, DiagnosedIncident c, Proposals.Stored stored) {
    Instant expires = in.now().plus(config.approvalTimeout()).truncatedTo(ChronoUnit.SECONDS);
    approvals.request(in, c.incident(), stored, expires);
    String diff = diffs.of(stored.proposal().changes());
    String key = SentNotices.approvalKey(
        c.key(), stored.digest(), known -> effects.find(known).isPresent());
    story.askNoMore(in, c.incident(), Wording.REPLACED);
    Notice notice = writer.approval(c, new ApprovalRequest(key, stored, diff, expires));
    story.tell(in, Optional.of(c.incident()), notice);
  }

  private void rerun(Transaction in, DiagnosedIncident c) {
    var key = c.newest().key();
    reruns.add(
        in,
        new Reruns.Rerun(
            key.repository(), key.runId(), key.attempt(), c.incident().id()));
    RerunHandler.plan(in, effects, c.incident(), c.newest());
  }
}
