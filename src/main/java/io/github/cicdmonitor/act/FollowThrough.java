package io.github.cicdmonitor.act;

import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.Outcomes.Outcome;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.PullRequests.PullRequest;
import io.github.cicdmonitor.store.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Draws the consequences of what {@code scan} saw: states move on, people hear how it ended. */
public final class FollowThrough {
  private final Database database;
  private final NoticeWriter writer;
  private final Function<Incident, Optional<Case>> cases;
  private final Reactions reactions;
  private final Effects effects;
  private final Incidents incidents;
  private final Approvals approvals;
  private final PullRequests pullRequests;
  private final Outcomes outcomes;

  /** A listed person's word by reaction, carried out like one given on the command line. */
  public interface Reactions {
    void carryOut(Incident incident, boolean approved, String digest, String who);
  }

  public FollowThrough(
      Database database,
      NoticeWriter writer,
      Function<Incident, Optional<Case>> cases,
      Reactions reactions) {
    this.database = database;
    this.writer = writer;
    this.cases = cases;
    this.reactions = reactions;
    this.effects = new Effects(database);
    this.incidents = new Incidents(database);
    this.approvals = new Approvals(database);
    this.pullRequests = new PullRequests(database);
    this.outcomes = new Outcomes(database);
  }

  /** The incidents whose story went on. */
  public Set<Long> run() {
    Set<Long> touched = new TreeSet<>();
    for (Outcome outcome : outcomes.open()) {
      incidents.find(outcome.incident()).ifPresent(incident -> {
        apply(incident, outcome);
        touched.add(incident.id());
      });
    }
    touched.addAll(expire());
    return touched;
  }

  private void apply(Incident incident, Outcome outcome) {
    if (outcome.kind() == Outcomes.Kind.APPROVED || outcome.kind() == Outcomes.Kind.REJECTED) {
      String[] parts = outcome.detail().split(" ", 2);
      reactions.carryOut(incident, outcome.kind() == Outcomes.Kind.APPROVED, parts[0], parts[1]);
      database.write(in -> {
        outcomes.handled(in, outcome.id());
        return true;
      });
      return;
    }
    database.write(in -> {
      boolean open = incident.state() != IncidentState.RESOLVED;
      if (open) {
        consequence(in, incident, outcome);
      }
      outcomes.handled(in, outcome.id());
      return true;
    });
  }

  private void consequence(Transaction in, Incident incident, Outcome outcome) {
    switch (outcome.kind()) {
      case RERUN_RECOVERED -> {
        incidents.move(in, incident, IncidentState.RESOLVED);
        say(in, incident, "rerun_recovered", "✅", "Passed when its failed jobs were re-run.");
      }
      case RERUN_FAILED -> {
        incidents.move(in, incident, IncidentState.NOTIFIED);
        cases
            .apply(incident)
            .ifPresent(c -> Notices.plan(
                in,
                effects,
                Optional.of(incident),
                writer.failure(c, "Re-run once; it failed again.")));
      }
      case RECOVERED -> recovered(in, incident);
      case PULL_REQUEST_MERGED -> incidents.move(in, incident, IncidentState.MERGED);
      case PULL_REQUEST_CLOSED -> incidents.move(in, incident, IncidentState.CLOSED);
      case PULL_REQUEST_EDITED -> incidents.move(in, incident, IncidentState.HANDED_OVER);
      case CHECKS_RED -> {
        incidents.move(in, incident, IncidentState.FIX_FAILED);
        String number =
            pullRequests.of(incident.id()).map(p -> "#" + p.number()).orElse("of the fix");
        say(
            in,
            incident,
            "fix_failed",
            "❌",
            "The checks of pull request " + number + " failed: this fix does not help. It is not"
                + " tried again.");
      }
      case CHECKS_GREEN, CHECKS_WAIT_FOR_PERSON -> {}
      case APPROVED, REJECTED -> throw new IllegalStateException("handled before");
    }
  }

  private void recovered(Transaction in, Incident incident) {
    if (incident.state() == IncidentState.PULL_REQUEST_OPEN
        || incident.state() == IncidentState.FIX_FAILED) {
      Optional<PullRequest> ours =
          pullRequests.of(incident.id()).filter(p -> p.state() == PullRequests.State.OPEN);
      if (ours.isPresent()) {
        pullRequests.change(
            in, ours.get(), PullRequests.State.WITHDRAWN, ours.get().checks());
        Withdrawal.plan(in, effects, incident, ours.get());
      }
    }
    if (incident.state() == IncidentState.AWAITING_APPROVAL) {
      approvals
          .newest(incident.id())
          .ifPresent(approval -> approvals.decide(
              in,
              incident,
              approval,
              Approvals.State.STALE,
              AuditLog.SELF,
              Optional.of("the branch recovered")));
    }
    incidents.move(in, incident, IncidentState.RESOLVED);
  }

  private Set<Long> expire() {
    Set<Long> expired = new TreeSet<>();
    Instant now = database.clock().instant();
    for (Approval approval : approvals.waiting()) {
      Optional<Incident> incident = incidents.find(approval.incident());
      if (now.isBefore(approval.expiresAt()) || incident.isEmpty()) {
        continue;
      }
      database.write(in -> {
        approvals.decide(
            in, incident.get(), approval, Approvals.State.EXPIRED, AuditLog.SELF, Optional.empty());
        incidents.move(in, incident.get(), IncidentState.EXPIRED);
        cases
            .apply(incident.get())
            .ifPresent(c -> Notices.plan(
                in,
                effects,
                incident,
                writer.sequel(
                    c,
                    "expired:" + approval.digest().substring(0, 8),
                    "⌛",
                    writer.critical(),
                    "Nobody decided on the proposed fix in time; the request has"
                        + " expired and nothing was changed.")));
        return true;
      });
      expired.add(approval.incident());
    }
    return expired;
  }

  private void say(Transaction in, Incident incident, String purpose, String icon, String said) {
    cases
        .apply(incident)
        .ifPresent(c -> Notices.plan(
            in,
            effects,
            Optional.of(incident),
            writer.sequel(c, purpose, icon, writer.alerts(), said)));
  }
}
