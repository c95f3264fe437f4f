package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Failures that a person knows and does not want to be told of for a while. A mute belongs to the
 * signature, not to the incident: the next incident of the same failure is as well known. It silences
 * messages and nothing else.
 */
public final class Mutes {
  private static final int FIRST_VERSION = 4;

  private final Database database;

  public Mutes(Database database) {
    this.database = database;
  }

  /** Whether the file has mutes at all: {@code report} reads older files as they are. */
  static boolean areKept(Database database) {
    return database.version() >= FIRST_VERSION;
  }

  /** @param by as the audit trail names people, such as {@code os:alice} */
  public record Mute(
      RepositoryName repository, String signature, long incident, Instant until, String by) {}

  /** @param actor as the audit trail names people */
  public record Order(Instant until, String actor, Optional<String> reason) {}

  /** Mutes, or changes until when. */
  public void set(Transaction in, Incident incident, Order order) {
    in.sql()
        .update(
            """
            INSERT INTO mute (repository, signature, incident, until, by) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (repository, signature) DO UPDATE SET
              incident = excluded.incident, until = excluded.until, by = excluded.by""",
            incident.repository().key(),
            incident.signature().value(),
            incident.id(),
            order.until(),
            order.actor());
    Map<String, String> detail = new HashMap<>(Map.of("until", order.until().toString()));
    order.reason().ifPresent(why -> detail.put("reason", why));
    in.audit("incident.muted", AuditContext.of(incident).by(order.actor()), detail);
  }

  /** Whether it was muted. */
  public boolean lift(Transaction in, Incident incident, String actor) {
    // Over from now on: what it kept back is told by the next analyze.
    boolean lifted = in.sql()
            .update(
                """
                UPDATE mute SET until = ? WHERE repository = ? AND signature = ? AND until > ?""", in.now(), incident.repository().key(), incident.signature().value(), in.now())
        == 1;
    if (lifted) {
      in.audit("incident.unmuted", AuditContext.of(incident).by(actor), Map.of());
    }
    return lifted;
  }

  /** The mute of this failure that is not over. */
  public Optional<Mute> of(RepositoryName repository, Signature signature) {
    if (!areKept(database)) {
      return Optional.empty();
    }
    return database
        .sql()
        .first(
            """
            SELECT r.name AS repository, m.signature, m.incident, m.until, m.by
            FROM mute m JOIN repository r ON r.key = m.repository
            WHERE m.repository = ? AND m.signature = ? AND m.until > ?""",
            RecordReader.of(Mute.class),
            repository.key(),
            signature.value(),
            database.clock().instant());
  }

  /** Those whose time is over and that {@link #forget} has not been told of. */
  public List<Mute> ended() {
    return database
        .sql()
        .list("""
            SELECT r.name AS repository, m.signature, m.incident, m.until, m.by
            FROM mute m JOIN repository r ON r.key = m.repository
            WHERE m.until <= ? ORDER BY m.until, m.incident""", RecordReader.of(Mute.class), database.clock().instant());
  }

  public void forget(Transaction in, Mute mute) {
    in.sql()
        .update(
            "DELETE FROM mute WHERE repository = ? AND signature = ?",
            mute.repository().key(),
            mute.signature());
  }
}
