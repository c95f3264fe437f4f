package io.github.cicdmonitor.approve;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.Approvals.State;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Proposals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A person's word on a proposal. It counts once, for exactly the bytes whose digest was shown, before
 * the timeout, from somebody who may, and only if the gate still lets it through.
 */
public final class ApprovalWorkflow {
  private final Database database;
  private final Config config;
  private final ApprovedFixes fixes;
  private final Incidents incidents;
  private final Approvals approvals;
  private final Proposals proposals;

  public ApprovalWorkflow(Database database, Config config, ApprovedFixes fixes) {
    this.database = database;
    this.config = config;
    this.fixes = fixes;
    this.incidents = new Incidents(database);
    this.approvals = new Approvals(database);
    this.proposals = new Proposals(database);
  }

  /** A request that waits, with what it is about. */
  public record Waiting(Incident incident, Approval approval, Proposals.Stored stored) {}

  /** @param decision as in contract §5 */
  public record Decided(Incident incident, String digest, String decision) {}

  /** Requests that can still be decided, oldest first. */
  public List<Waiting> waiting() {
    Instant now = database.clock().instant();
    List<Waiting> waiting = new ArrayList<>();
    for (Approval approval : approvals.waiting()) {
      Optional<Incident> incident = incidents.find(approval.incident());
      Optional<Proposals.Stored> stored = proposals.find(approval.proposal());
      if (incident.isPresent() && stored.isPresent() && now.isBefore(approval.expiresAt())) {
        waiting.add(new Waiting(incident.get(), approval, stored.get()));
      }
    }
    return waiting;
  }

  /** The newest request of an incident, whatever became of it. */
  public Waiting find(Ticket ticket) {
    Incident incident = incidents
        .find(ticket.incident())
        .orElseThrow(() -> no(ticket, "there is no such incident"));
    Optional<Approval> newest = approvals.newest(incident.id());
    if (newest.isEmpty()) {
      String why = incident.state() == IncidentState.BLOCKED
          ? "its fix breaks a hard rule, which nobody can approve"
          : "it has asked for no approval (it is " + incident.state().word() + ")";
      throw no(ticket, why);
    }
    Approval approval = newest.get();
    if (!ticket.fits(approval.digest())) {
      throw no(ticket, "the digest is not that of the proposal that waits");
    }
    Proposals.Stored stored = proposals
        .find(approval.proposal())
        .filter(found -> found.digest().equals(approval.digest()))
        .orElseThrow(
            () -> no(ticket, "the stored proposal is not the one that was shown (E-DIGEST)"));
    return new Waiting(incident, approval, stored);
  }

  /** @param who proven or named by the operating system, as the audit trail will say it */
  public Decided approve(Ticket ticket, Approver who) {
    Waiting request = find(ticket);
    Approval approval = request.approval();
    switch (approval.state()) {
      case APPROVED -> {
        return new Decided(request.incident(), approval.digest(), "already");
      }
      case REJECTED -> throw no(ticket, "it was rejected");
      case EXPIRED -> throw no(ticket, "it has expired");
      case STALE -> throw no(ticket, "the files have changed since it was shown");
      case BLOCKED -> throw no(ticket, "a hard rule forbids it");
      case WAITING -> refuseExpired(ticket, approval);
    }
    who.refuseUnlessEntitled(ticket, request, config.approvers(), fixes);
    GateDecision now = fixes.judgeAgain(request.incident(), request.stored());
    if (now.outcome() == GateDecision.Outcome.BLOCK) {
      database.write(in -> approvals.decide(
          in,
          request.incident(),
          approval,
          State.BLOCKED,
          who.actor(),
          Optional.of(now.hits().get(0).rule())));
      throw no(
          ticket,
          "the policy now in force forbids it: "
              + now.hits().get(0).rule()
              + " "
              + now.hits().get(0).reason());
    }
    boolean won = database.write(in -> {
      boolean first = approvals.decide(
          in, request.incident(), approval, State.APPROVED, who.actor(), Optional.empty());
      if (first) {
        fixes.plan(in, request.incident(), request.stored());
      }
      return first;
    });
    return new Decided(request.incident(), approval.digest(), won ? "approved" : "already");
  }

  public Decided reject(Ticket ticket, Approver who, Optional<String> reason) {
    Waiting request = find(ticket);
    Approval approval = request.approval();
    switch (approval.state()) {
      case REJECTED -> {
        return new Decided(request.incident(), approval.digest(), "already");
      }
      case APPROVED -> throw no(ticket, "it was approved");
      case EXPIRED -> throw no(ticket, "it has expired");
      case STALE -> throw no(ticket, "the files have changed since it was shown");
      case BLOCKED -> throw no(ticket, "a hard rule forbids it");
      case WAITING -> refuseExpired(ticket, approval);
    }
    who.refuseUnlessEntitled(ticket, request, config.approvers(), fixes);
    database.write(in -> {
      approvals.decide(in, request.incident(), approval, State.REJECTED, who.actor(), reason);
      incidents.move(in, request.incident(), IncidentState.REJECTED);
      return true;
    });
    return new Decided(request.incident(), approval.digest(), "rejected");
  }

  private void refuseExpired(Ticket ticket, Approval approval) {
    if (!database.clock().instant().isBefore(approval.expiresAt())) {
      throw no(ticket, "it expired at " + approval.expiresAt());
    }
  }

  static MonitorException no(Ticket ticket, String why) {
    return MonitorException.of(
        MonitorException.Kind.NO,
        "could not decide on " + ticket,
        why,
        "'cicd-monitor approve' lists what waits");
  }
}
