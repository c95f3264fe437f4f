package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.model.Proposal;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fixes as they would be pushed, each with the gate's word on it and the digest that binds it. */
public final class Proposals {
  private static final String SELECT = """
      SELECT p.id, p.incident, p.content, p.digest, p.decision, r.name
      FROM proposal p JOIN incident i ON i.id = p.incident JOIN repository r ON r.key = i.repository
      WHERE\s""";

  private final Database database;

  public Proposals(Database database) {
    this.database = database;
  }

  /**
   * @param proposal for the repository under the name that it has now
   * @param digest 64 hex digits over {@link Proposal#canonical()} under the name that it had then
   */
  public record Stored(
      long id, long incident, Proposal proposal, String digest, GateDecision decision) {
    /** What a person types: the incident's number and the first eight digits. */
    public String ticket() {
      return incident + "-" + digest.substring(0, 8);
    }

    private Stored in(RepositoryName now) {
      return new Stored(id, incident, proposal.in(now), digest, decision);
    }
  }

  public Stored add(
      Transaction in, Incidents.Incident incident, Proposal proposal, GateDecision decision) {
    String digest = Digests.sha256(proposal.canonical());
    long id = in.sql()
        .insert(
            """
                INSERT INTO proposal (incident, at, content, digest, decision, risk)
                VALUES (?, ?, ?, ?, ?, ?)""",
            incident.id(),
            in.now(),
            JsonColumn.write(proposal),
            digest,
            JsonColumn.write(decision),
            decision.risk().value());
    in.audit(
        "gate." + decision.outcome().name().toLowerCase(java.util.Locale.ROOT),
        AuditContext.of(incident),
        Map.of(
            "proposal",
            id,
            "digest",
            digest,
            "risk",
            decision.risk().value(),
            "rules",
            decision.hits().stream().map(HardRuleHit::rule).distinct().toList()));
    return new Stored(id, incident.id(), proposal, digest, decision);
  }

  /** Empty when there is none, or when its bytes are no longer those its digest names. */
  public Optional<Stored> newest(long incident) {
    return database
        .sql()
        .first(SELECT + "p.incident = ? ORDER BY p.id DESC LIMIT 1", Proposals::readWhole, incident)
        .flatMap(found -> found);
  }

  /** Whether none was made for the incident after it, damaged ones counted. */
  public boolean isNewest(long incident, long id) {
    return database
            .sql()
            .number("SELECT coalesce(max(id), 0) FROM proposal WHERE incident = ?", incident)
        == id;
  }

  /** By its own number; the same condition. */
  public Optional<Stored> find(long id) {
    return database
        .sql()
        .first(SELECT + "p.id = ?", Proposals::readWhole, id)
        .flatMap(found -> found);
  }

  /** Those of this signature that were carried out and did not help. */
  public List<Stored> failed(RepositoryName repository, Signature signature) {
    return whole("""
            i.repository = ? AND i.signature = ? AND p.failed_at IS NOT NULL""", repository.key(), signature.value());
  }

  /** Those of other incidents that wait for a word, are on their way, or are an open pull request. */
  public List<Stored> underWay(RepositoryName repository, long besides) {
    return whole("""
            i.repository = ? AND i.id <> ? AND (
              EXISTS (SELECT 1 FROM approval a WHERE a.proposal = p.id AND a.state = 'waiting')
              OR EXISTS (SELECT 1 FROM effect e WHERE e.kind = 'pull_request'
                AND e.payload = CAST(p.id AS TEXT) AND (e.state IN ('PLANNED', 'SENDING', 'UNKNOWN')
                  OR e.state = 'DONE' AND EXISTS (SELECT 1 FROM pull_request r
                    WHERE r.incident = i.id AND r.state IN ('open', 'handed_over')))))""", repository.key(), besides);
  }

  /** Those that became a pull request since then, whatever became of it. */
  public List<Stored> openedSince(RepositoryName repository, Instant since) {
    return whole("""
            i.repository = ? AND p.at >= ? AND EXISTS (
              SELECT 1 FROM effect e WHERE e.kind = 'pull_request'
                AND e.payload = CAST(p.id AS TEXT) AND e.state = 'DONE')""", repository.key(), since);
  }

  private List<Stored> whole(String condition, Object... values) {
    return database.sql().list(SELECT + condition, Proposals::readWhole, values).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Stored> readWhole(SqlRow row) {
    try {
      return Optional.of(read(row))
          .filter(Proposals::isWhole)
          .map(stored -> stored.in(row.repository("name")));
    } catch (JsonColumn.BadRow | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isWhole(Stored stored) {
    return Digests.sha256(stored.proposal().canonical()).equals(stored.digest());
  }

  private static Stored read(SqlRow row) {
    JsonNode content = JsonColumn.read(row.text("content"));
    content
        .path("changes")
        .forEach(change -> JsonColumn.complete(change, "modeAfter", change.path("mode")));
    return new Stored(
        row.number("id"),
        row.number("incident"),
        JsonColumn.read(content, Proposal.class),
        row.text("digest"),
        JsonColumn.read(row.text("decision"), GateDecision.class));
  }
}
