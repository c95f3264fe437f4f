package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.config.NoticeChannel;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.Sequel;
import io.github.cicdmonitor.notify.Wording;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncidents;
import io.github.cicdmonitor.store.Expiry;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.Leases.Piece;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.Transaction;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Approval requests whose time is over: nobody has decided, and people hear that nothing is done. */
final class ExpiredRequests {
  private final Database database;
  private final NoticeWriter writer;
  private final Expiry expiry;
  private final DiagnosedIncidents cases;
  private final Incidents incidents;
  private final Approvals approvals;
  private final Outcomes outcomes;
  private final SentNotices sent;
  private final IncidentThread thread;
  private final Leases leases;

  ExpiredRequests(Database database, NoticeWriter writer, Expiry expiry) {
    this.database = database;
    this.writer = writer;
    this.expiry = expiry;
    this.cases = new DiagnosedIncidents(database);
    this.incidents = new Incidents(database);
    this.approvals = new Approvals(database);
    this.outcomes = new Outcomes(database);
    this.sent = new SentNotices(database);
    this.thread = new IncidentThread(database, writer);
    this.leases = new Leases(database);
  }

  /** The incidents whose request has expired now. */
  Set<Long> run() {
    Set<Long> expired = new TreeSet<>();
    for (Approval approval : approvals.waiting()) {
      Optional<Incident> incident = incidents.find(approval.incident());
      if (incident.isEmpty() || !expiry.isOver(approval.expiresAt())) {
        continue;
      }
      leases.ifFree(Piece.incidentsOf(incident.get().repository()), () -> {
        if (database.write(in -> expire(in, approval))) {
          expired.add(approval.incident());
        }
      });
    }
    return expired;
  }

  /** A decision given in time counts, also when it cannot be carried out just now. */
  private boolean isDecided(Approval approval) {
    String request = sent.ofApproval(approval).name();
    return outcomes.open().stream()
        .filter(outcome -> outcome.kind().isByPerson())
        .anyMatch(outcome -> outcome.reaction().request().equals(request));
  }

  /** Whether it was waiting still. */
  private boolean expire(Transaction in, Approval approval) {
    Incident incident = incidents.find(approval.incident()).orElseThrow();
    if (isDecided(approval)
        || !approvals.decide(
            in,
            incident,
            approval,
            new Approvals.Ruling(Approvals.State.EXPIRED, AuditLog.SELF, Optional.empty()))) {
      return false;
    }
    if (incident.state() == IncidentState.AWAITING_APPROVAL) {
      incidents.move(in, incident, IncidentState.EXPIRED);
      String purpose = "expired:" + approval.digest().substring(0, 8);
      Sequel sequel = new Sequel(purpose, writer.to(NoticeChannel.CRITICAL), Wording.EXPIRED);
      cases.apply(incident).ifPresent(c -> thread.goOn(in, c, sequel));
      thread.decided(in, incident, approval.digest(), Wording.EXPIRED);
    }
    return true;
  }
}
