package io.github.cicdmonitor.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Requests for a person's word, one at most waiting for an incident. */
public final class Approvals {
  private static final String COLUMNS = """
      proposal, incident, digest, requested_at, expires_at, state, decided_at, decided_by, reason
      FROM approval
      """;
  private final Database database;

  public Approvals(Database database) {
    this.database = database;
  }

  /** Where a request stands. */
  public enum State {
    WAITING,
    APPROVED,
    REJECTED,
    EXPIRED,
    STALE,
    BLOCKED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** @param digest of the proposal, as it was shown */
  public record Approval(
      long proposal,
      long incident,
      String digest,
      Instant requestedAt,
      Instant expiresAt,
      State state,
      Optional<Instant> decidedAt,
      Optional<String> decidedBy,
      Optional<String> reason) {}

  public void request(
      Transaction in, Incidents.Incident incident, Proposals.Stored stored, Instant expiresAt) {
    in.sql().update("""
            INSERT INTO approval (proposal, incident, digest, requested_at, expires_at, state)
            VALUES (?, ?, ?, ?, ?, 'waiting')""", stored.id(), incident.id(), stored.digest(), in.now(), expiresAt);
    in.audit(
        "approval.requested",
        AuditContext.of(incident),
        Map.of("digest", stored.digest(), "expires", expiresAt.toString()));
  }

  /** The newest request of an incident. */
  public Optional<Approval> newest(long incident) {
    return database
        .sql()
        .first(
            "SELECT " + COLUMNS + "WHERE incident = ? ORDER BY proposal DESC LIMIT 1",
            RecordReader.of(Approval.class),
            incident);
  }

  /** Oldest first. */
  public List<Approval> waiting() {
    return database
        .sql()
        .list(
            "SELECT " + COLUMNS + "WHERE state = 'waiting' ORDER BY proposal",
            RecordReader.of(Approval.class));
  }

  /** @param actor as in the audit trail */
  public record Ruling(State to, String actor, Optional<String> reason) {}

  /** Whether it was still waiting: a request is decided once. */
  public boolean decide(
      Transaction in, Incidents.Incident incident, Approval approval, Ruling verdict) {
    State to = verdict.to();
    String actor = verdict.actor();
    Optional<String> reason = verdict.reason();
    boolean changed =
        in.sql().update("""
                    UPDATE approval SET state = ?, decided_at = ?, decided_by = ?, reason = ?
                    WHERE proposal = ? AND state = 'waiting'""", to.word(), in.now(), actor, reason, approval.proposal()) == 1;
    if (changed) {
      in.audit(
          "approval." + to.word(),
          AuditContext.of(incident).by(actor),
          reason
              .map(why -> Map.of("digest", approval.digest(), "reason", why))
              .orElseGet(() -> Map.of("digest", approval.digest())));
    }
    return changed;
  }

  /** An approved one whose base has moved underneath. */
  public void markStale(Transaction in, long proposal) {
    in.sql().update("UPDATE approval SET state = 'stale' WHERE proposal = ?", proposal);
  }
}
