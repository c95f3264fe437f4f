package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The outbox: one row for each thing to be done outside, under a key made of the failure, so that it
 * is planned once whatever happens. SENDING is committed before the first byte leaves.
 */
public final class Effects {
  private static final String COLUMNS =
      "key, kind, incident, repository, state, attempts, payload, digest, result, planned_at, sent_at,"
          + " held_until, held_mark FROM effect ";

  private final Database database;

  public Effects(Database database) {
    this.database = database;
  }

  /** Another process has planned something else under the key, or carried it out, since it was read. */
  public static final class Changed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Changed(Effect effect) {
      super(effect.key());
    }
  }

  /** An effect to be: what, under which key, and what it is about. */
  public record Plan(
      String key,
      Optional<Long> incident,
      Optional<RepositoryName> repository,
      EffectPayload payload) {
    public static Plan of(String key, Incidents.Incident incident, EffectPayload payload) {
      return new Plan(key, Optional.of(incident.id()), Optional.of(incident.repository()), payload);
    }
  }

  /** @param told what of the result the audit trail may keep */
  record Ending(Effect.State state, String result, String told) {
    private static Ending of(Effect.State state, String result) {
      return new Ending(state, result, result);
    }
  }

  /** Plans it unless its key is there already; whether it is new. */
  public boolean plan(Transaction in, Plan plan) {
    return insert(in, plan, EffectCodec.write(plan.payload()));
  }

  private static boolean insert(Transaction in, Plan plan, String payload) {
    boolean added = in.sql()
            .update(
                """
                    INSERT INTO effect (key, kind, incident, repository, state, payload, digest, planned_at)
                    VALUES (?, ?, ?, ?, 'PLANNED', ?, ?, ?) ON CONFLICT (key) DO NOTHING""",
                plan.key(),
                plan.payload().kind().word(),
                plan.incident(),
                plan.repository().map(RepositoryName::toString),
                payload,
                Digests.sha256(plan.key() + "\n" + payload),
                in.now())
        == 1;
    if (added) {
      in.audit(
          "effect.planned", context(plan.incident(), plan.repository()), Map.of("key", plan.key()));
    }
    return added;
  }

  /**
   * Plans it in place of whatever stands under its key. What may have happened stays UNKNOWN, so that
   * it is looked for before anything is sent.
   */
  public void replace(Transaction in, Plan plan) {
    String payload = EffectCodec.write(plan.payload());
    if (!insert(in, plan, payload)) {
      replace(in, plan.key(), plan.incident(), payload);
      in.audit(
          "effect.planned",
          context(plan.incident(), plan.repository()),
          Map.of("key", plan.key(), "again", true));
    }
  }

  /** Plans once more what was settled, word for word. */
  public void again(Transaction in, Effect effect) {
    replace(in, effect.key(), effect.incident(), effect.payload());
    audit(in, effect, "effect.planned", Map.of("key", effect.key(), "again", true));
  }

  private static void replace(Transaction in, String key, Optional<Long> incident, String payload) {
    in.sql().update("""
            UPDATE effect SET incident = ?, payload = ?, digest = ?, planned_at = ?, result = NULL,
              settled_at = NULL, held_until = NULL, held_mark = NULL,
              attempts = CASE WHEN state IN ('SENDING', 'UNKNOWN') THEN attempts ELSE 0 END,
              state = CASE WHEN state IN ('SENDING', 'UNKNOWN') THEN 'UNKNOWN' ELSE 'PLANNED' END
            WHERE key = ?""", incident, payload, Digests.sha256(key + "\n" + payload), in.now(), key);
  }

  public Optional<Effect> find(String key) {
    return database.sql().first("SELECT " + COLUMNS + "WHERE key = ?", Effect::read, key);
  }

  /** Everything the outbox has not settled, in the order it was planned. */
  public List<Effect> open() {
    return all("""
            WHERE state IN ('PLANNED', 'SENDING', 'UNKNOWN') AND kind <> 'command'
            ORDER BY id""");
  }

  List<Effect> ofKind(Effect.Kind kind) {
    return all("WHERE kind = ? ORDER BY id", kind.word());
  }

  public List<Effect> of(long incident) {
    return all("WHERE incident = ? ORDER BY id", incident);
  }

  /** Messages sent since then, oldest first. */
  public List<Effect> noticesSince(Instant since) {
    return all("""
            WHERE kind = 'notice' AND state = 'DONE' AND sent_at > ? ORDER BY id""", since);
  }

  /** The newest one planned since then whose key begins so. */
  public Optional<Effect> newest(String keyStart, Instant plannedSince) {
    return database
        .sql()
        .first("SELECT " + COLUMNS + """
            WHERE substr(key, 1, CAST(? AS INTEGER)) = ? AND planned_at >= ? ORDER BY id DESC LIMIT 1""", Effect::read, keyStart.length(), keyStart, plannedSince);
  }

  public List<Effect> withResult(String result) {
    return all("WHERE result = ? ORDER BY id", result);
  }

  private List<Effect> all(String condition, Object... values) {
    return database.sql().list("SELECT " + COLUMNS + condition, Effect::read, values);
  }

  /**
   * About to send: counted and durable before the first byte. Throws {@link Changed} where the row is
   * not what was read.
   */
  public void sending(Transaction in, Effect effect) {
    int taken = in.sql()
        .update(
            """
            UPDATE effect SET state = 'SENDING', attempts = attempts + 1, sent_at = ?
            WHERE key = ? AND digest = ? AND state = ? AND attempts = ?""", in.now(), effect.key(), effect.digest(), effect.state().name(), effect.attempts());
    if (taken == 0) {
      throw new Changed(effect);
    }
    audit(
        in,
        effect,
        "effect.sending",
        Map.of("key", effect.key(), "attempt", effect.attempts() + 1));
  }

  public void done(Transaction in, Effect effect, String result) {
    settle(in, effect, Ending.of(Effect.State.DONE, result));
  }

  public void refused(Transaction in, Effect effect, String reason) {
    settle(in, effect, Ending.of(Effect.State.REFUSED, reason));
  }

  /** May have happened: to be looked up before anything else. */
  public void unknown(Transaction in, Effect effect, String why) {
    settle(in, effect, Ending.of(Effect.State.UNKNOWN, why));
  }

  /** The same where we live to tell: a service's failure is no strike against the effect. */
  public void replyLost(Transaction in, Effect effect, String why) {
    in.sql().update("""
            UPDATE effect SET attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END
            WHERE key = ? AND digest = ?""", effect.key(), effect.digest());
    unknown(in, effect, why);
  }

  /** Nothing was sent and nothing is wrong with it: the attempt does not count. */
  public void postpone(Transaction in, Effect effect, String why) {
    int changed = in.sql().update("""
            UPDATE effect SET state = 'PLANNED', attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END, result = ?
            WHERE key = ? AND digest = ?""", why, effect.key(), effect.digest());
    if (changed == 1) {
      audit(in, effect, "effect.postponed", Map.of("key", effect.key()));
    }
  }

  /** Refused until a person grants something: wanted still, and not asked for at every run. */
  public void hold(Transaction in, Effect effect, String why, Effect.Hold hold) {
    postpone(in, effect, why);
    in.sql()
        .update(
            "UPDATE effect SET held_until = ?, held_mark = ? WHERE key = ? AND digest = ?",
            hold.until(),
            hold.mark(),
            effect.key(),
            effect.digest());
  }

  /**
   * Only of what was carried out: what another process has planned under the key meanwhile is still to
   * be done.
   */
  void settle(Transaction in, Effect effect, Ending ending) {
    int settled = in.sql()
        .update(
            "UPDATE effect SET state = ?, result = ?, settled_at = ? WHERE key = ? AND digest = ?",
            ending.state().name(),
            ending.result(),
            in.now(),
            effect.key(),
            effect.digest());
    if (settled == 0) {
      return;
    }
    audit(
        in,
        effect,
        "effect." + ending.state().name().toLowerCase(Locale.ROOT),
        Map.of("key", effect.key(), "result", ending.told()));
  }

  private static void audit(Transaction in, Effect effect, String event, Map<String, ?> detail) {
    in.audit(event, context(effect.incident(), effect.repository()), detail);
  }

  private static AuditContext context(
      Optional<Long> incident, Optional<RepositoryName> repository) {
    return new AuditContext(AuditLog.SELF, incident, repository.map(RepositoryName::toString));
  }
}
