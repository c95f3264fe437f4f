package io.github.cicdmonitor.act;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.model.Action;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Digests;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A decision, its proposal and its effects, written in one transaction or not at all. */
public final class Decisions {
  private final Database database;
  private final NoticeWriter writer;
  private final Diffs diffs;
  private final Config config;
  private final Origin origin;
  private final String policy;
  private final Incidents incidents;
  private final Proposals proposals;
  private final Approvals approvals;
  private final Effects effects;
  private final Reruns reruns;
  private final Story story;

  /** Which program and which rules decide. */
  public record Origin(String toolVersion, String rulesDigest) {}

  public Decisions(
      Database database, NoticeWriter writer, Diffs diffs, Config config, Origin origin) {
    this.origin = origin;
    this.policy = policy(config);
    this.database = database;
    this.writer = writer;
    this.diffs = diffs;
    this.config = config;
    this.incidents = new Incidents(database);
    this.proposals = new Proposals(database);
    this.approvals = new Approvals(database);
    this.effects = new Effects(database);
    this.reruns = new Reruns(database);
    this.story = new Story(database, writer);
  }

  public void save(Case c, Decision decision) {
    database.change(in -> {
      incidents.decide(in, c.incident().id(), decision.action());
      in.audit(
          "decision." + decision.action().word(),
          c.incident().id(),
          c.incident().repository().toString(),
          detail(c, decision));
      Optional<Proposals.Stored> stored =
          decision.judged().map(j -> proposals.add(in, c.incident(), j.proposal(), j.decision()));
      if (decision.action() == Action.APPROVAL) {
        request(in, c, stored.orElseThrow());
      } else if (decision.action() == Action.PULL_REQUEST) {
        PullRequestCreator.plan(in, effects, c.incident(), stored.orElseThrow());
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
        story.inOutage(in, c.incident(), incidents.outage(c.incident()));
      }
    });
  }

  /** What a stranger needs to judge the decision: no text of a log, of a name or of the model. */
  private Map<String, Object> detail(Case c, Decision decision) {
    Map<String, Object> detail = new HashMap<>();
    detail.put("version", origin.toolVersion());
    detail.put("rules", origin.rulesDigest());
    detail.put("policy", policy);
    c.diagnosis().model().ifPresent(model -> detail.put("model", model));
    if (c.diagnosis().costUsd().isPresent()) {
      detail.put("cost_usd", c.diagnosis().costUsd().getAsDouble());
    }
    if (!decision.note().isEmpty()) {
      detail.put("note", decision.note());
    }
    decision.judged().map(Decision.Judged::decision).ifPresent(gate -> {
      detail.put("risk", gate.risk().value());
      detail.put(
          "terms",
          gate.risk().factors().stream()
              .map(term -> term.points() + " " + term.factor().replaceFirst(":.*", ""))
              .toList());
      detail.put("asks", gate.floors().size());
      detail.put("blocks", gate.hits().stream().map(HardRuleHit::rule).distinct().toList());
    });
    return detail;
  }

  /** Digest of what the configuration lets be done. */
  private static String policy(Config config) {
    return Digests.sha256(String.join(
        "\n",
        Integer.toString(config.riskThreshold()),
        Double.toString(config.analyzer().minConfidence()),
        config.protectedRepositories().stream().map(Object::toString).sorted().toList().toString(),
        config.remediation().protectedPaths().toString(),
        config.remediation().commands().toString(),
        Integer.toString(config.remediation().maxRerunsPerRun()),
        config.approvers().toString()));
  }

  /** Back to the beginning; what was asked about it is asked no more. */
  public void reopen(Transaction in, Incidents.Incident incident) {
    incidents.reopen(in, incident);
    story.askNoMore(in, incident, Story.ANALYSED_ANEW);
  }

  private void request(Transaction in, Case c, Proposals.Stored stored) {
    Instant expires = in.now().plus(config.approvalTimeout()).truncatedTo(ChronoUnit.SECONDS);
    approvals.request(in, c.incident(), stored, expires);
    String diff = diffs.of(stored.proposal().changes());
    String key = SentNotices.approvalKey(
        c.key(), stored.digest(), known -> effects.find(known).isPresent());
    story.askNoMore(in, c.incident(), Story.REPLACED);
    story.tell(in, Optional.of(c.incident()), writer.approval(c, key, stored, diff, expires));
  }

  private void rerun(Transaction in, Case c) {
    var key = c.newest().key();
    reruns.add(
        in,
        new Reruns.Rerun(
            key.repository(), key.runId(), key.attempt(), c.incident().id()));
    RerunRequester.plan(in, effects, c.incident(), c.newest());
  }
}
