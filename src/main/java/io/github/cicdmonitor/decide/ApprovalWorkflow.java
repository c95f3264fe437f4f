package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.Approvals.State;
import io.github.cicdmonitor.store.AuditContext;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Expiry;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.SentNotices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A person's word on a proposal. It counts once, for exactly the bytes whose digest was shown, before
 * the timeout, from somebody who may, and only if the gate still lets it through.
 */
public final class ApprovalWorkflow {
  private final Database database;
  private final Config config;
  private final ApprovedFix fixes;
  private final Expiry expiry;
  private final Incidents incidents;
  private final Approvals approvals;
  private final Proposals proposals;

  public ApprovalWorkflow(Database database, Config config, ApprovedFix fixes, Expiry expiry) {
    this.expiry = expiry;
    this.database = database;
    this.config = config;
    this.fixes = fixes;
    this.incidents = new Incidents(database);
    this.approvals = new Approvals(database);
    this.proposals = new Proposals(database);
  }

  /** A request that waits, with what it is about. */
  public record Waiting(Incident incident, Approval approval, Proposals.Stored stored) {}

  /**
   * A word given, or why it does not count.
   *
   * @param decision {@code approved}, {@code already}, {@code rejected}, {@code expired}, {@code stale}
   *     or {@code blocked}
   * @param why empty where it counts
   */
  public record Decided(Incident incident, String digest, String decision, String why) {}

  /** Requests that can still be decided, oldest first. */
  public List<Waiting> waiting() {
    List<Waiting> waiting = new ArrayList<>();
    for (Approval approval : approvals.waiting()) {
      Optional<Incident> incident = incidents.find(approval.incident());
      Optional<Proposals.Stored> stored = proposals.find(approval.proposal());
      if (incident.isPresent() && stored.isPresent() && !expiry.isOver(approval.expiresAt())) {
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
    Optional<Decided> earlier = earlier(ticket, request, who, State.APPROVED);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    refuseUnlessEntitled(ticket, request, who);
    Optional<GateDecision> now = fixes.judgeAgain(request.incident(), request.stored());
    if (now.isEmpty()) {
      decide(request, State.STALE, who, Optional.of("the branch is gone"));
      return new Decided(
          request.incident(), approval.digest(), "stale", "the branch to be changed is gone");
    }
    if (now.get().outcome() == GateDecision.Outcome.BLOCK) {
      String rule =
          now.get().hits().get(0).rule() + " " + now.get().hits().get(0).reason();
      decide(request, State.BLOCKED, who, Optional.of(rule));
      return new Decided(
          request.incident(),
          approval.digest(),
          "blocked",
          "the policy now in force forbids it: " + rule);
    }
    return new Decided(
        request.incident(),
        approval.digest(),
        decide(request, State.APPROVED, who, Optional.empty()) ? "approved" : "already",
        "");
  }

  public Decided reject(Ticket ticket, Approver who, Optional<String> reason) {
    Waiting request = find(ticket);
    Optional<Decided> earlier = earlier(ticket, request, who, State.REJECTED);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    refuseUnlessEntitled(ticket, request, who);
    boolean first = decide(request, State.REJECTED, who, reason);
    return new Decided(
        request.incident(), request.approval().digest(), first ? "rejected" : "already", "");
  }

  /**
   * A listed Slack user's decision by reaction. One that comes too late, or a second one, counts for
   * nothing.
   *
   * @param note takes the line that says why it does not count, where somebody should know
   */
  void byReaction(
      Incident incident, Outcomes.Outcome reaction, SentNotices sent, Consumer<String> note) {
    Outcomes.Reaction given = reaction.reaction();
    Optional<Approval> waiting = approvals
        .newest(incident.id())
        .filter(approval -> approval.state() == State.WAITING)
        .filter(approval -> sent.ofApproval(approval).name().equals(given.request()));
    if (waiting.isEmpty()) {
      return;
    }
    Ticket ticket = new Ticket(incident.id(), Optional.of(waiting.get().digest()));
    Approver approver =
        new Approver(given.who(), Optional.empty(), true, Optional.of(reaction.at()));
    try {
      if (reaction.kind() == Outcomes.Kind.APPROVED) {
        approve(ticket, approver);
      } else {
        reject(ticket, approver, Optional.empty());
      }
    } catch (MonitorException e) {
      if (e.kind() != MonitorException.Kind.NO) {
        throw e;
      }
      note.accept(e.explanation().line());
    }
  }

  /** What was decided before, or that it is too late; empty while it waits. */
  private Optional<Decided> earlier(Ticket ticket, Waiting request, Approver who, State wanted) {
    Approval approval = request.approval();
    if (approval.state() == wanted) {
      return Optional.of(decided(request, "already", ""));
    }
    return switch (approval.state()) {
      case APPROVED -> throw no(ticket, "it was approved");
      case REJECTED -> throw no(ticket, "it was rejected");
      case EXPIRED -> Optional.of(decided(request, "expired", "it has expired"));
      case STALE ->
        Optional.of(decided(request, "stale", "what it would change has changed since"));
      case BLOCKED -> Optional.of(decided(request, "blocked", "a hard rule forbids it"));
      case WAITING ->
        isTooLate(who, approval.expiresAt())
            ? Optional.of(decided(request, "expired", "it expired at " + approval.expiresAt()))
            : Optional.empty();
    };
  }

  private boolean isTooLate(Approver who, Instant end) {
    return who.at().map(at -> expiry.wasOver(at, end)).orElseGet(() -> expiry.isOver(end));
  }

  private void refuseUnlessEntitled(Ticket ticket, Waiting request, Approver who) {
    try {
      who.refuseUnlessEntitled(ticket, request, config, fixes);
    } catch (MonitorException e) {
      if (e.kind() != MonitorException.Kind.UNAVAILABLE) {
        refused(request.incident(), who.actor(), e.explanation().why());
      }
      throw e;
    }
  }

  /** Somebody tried and could not even prove who they are. */
  public void refused(Ticket ticket, String actor, String why) {
    incidents.find(ticket.incident()).ifPresent(incident -> refused(incident, actor, why));
  }

  private void refused(Incident incident, String actor, String why) {
    database.change(in -> {
      in.audit("approval.refused", AuditContext.of(incident).by(actor), Map.of("reason", why));
    });
  }

  private static Decided decided(Waiting request, String decision, String why) {
    return new Decided(request.incident(), request.approval().digest(), decision, why);
  }

  /** One transaction for the word and what follows from it; whether it was the first. */
  private boolean decide(Waiting request, State to, Approver who, Optional<String> reason) {
    Approvals.Ruling ruling = new Approvals.Ruling(to, who.actor(), reason);
    return database.write(in -> {
      boolean first = approvals.decide(in, request.incident(), request.approval(), ruling);
      if (first) {
        fixes.decided(in, request.incident(), request.approval(), ruling);
        switch (to) {
          case APPROVED -> fixes.plan(in, request.incident(), request.stored());
          case REJECTED -> incidents.move(in, request.incident(), IncidentState.REJECTED);
          case BLOCKED -> incidents.move(in, request.incident(), IncidentState.BLOCKED);
          case STALE -> incidents.reopen(in, request.incident());
          case EXPIRED, WAITING -> throw new IllegalArgumentException("nobody decides that");
        }
      }
      return first;
    });
  }

  static MonitorException no(Ticket ticket, String why) {
    return MonitorException.of(
        MonitorException.Kind.NO,
        "could not decide on " + ticket,
        why,
        "'cicd-monitor approve' lists what waits");
  }
}
