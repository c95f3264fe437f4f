package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Money: reserved before a call is made, settled after; a reservation that nothing settled stays. */
public final class ModelCalls {
  private final Database database;

  public ModelCalls(Database database) {
    this.database = database;
  }

  /** What has been spent or is still reserved since then, in USD. */
  public double spentSince(Instant since) {
    return database
        .sql()
        .real("SELECT sum(coalesce(cost_usd, reserved_usd)) FROM model_call WHERE at >= ?", since);
  }

  /** @param prompt SHA-256 of what is asked */
  public long reserve(Transaction in, Optional<Long> incident, double usd, String prompt) {
    long id = in.sql()
        .insert(
            "INSERT INTO model_call (incident, at, reserved_usd) VALUES (?, ?, ?)",
            incident,
            in.now(),
            usd);
    in.audit(
        "model.asked",
        new AuditContext(AuditLog.SELF, incident, Optional.empty()),
        Map.of("call", id, "reserved_usd", usd, "prompt", prompt));
    return id;
  }

  /** @param answer its text, of which only the digest is kept */
  public record Settled(
      String outcome,
      Optional<String> model,
      int promptTokens,
      int completionTokens,
      OptionalDouble costUsd,
      String answer) {}

  public void settle(Transaction in, long id, Settled call) {
    Map<String, Object> detail = new HashMap<>(Map.of("call", id, "outcome", call.outcome()));
    call.model().ifPresent(name -> detail.put("model", name));
    if (call.costUsd().isPresent()) {
      detail.put("cost_usd", call.costUsd().getAsDouble());
    }
    if (!call.answer().isEmpty()) {
      detail.put("answer", Digests.sha256(call.answer()));
    }
    in.sql()
        .update(
            """
            UPDATE model_call SET outcome = ?, model = ?, prompt_tokens = ?, completion_tokens = ?,
              cost_usd = ? WHERE id = ?""",
            call.outcome(),
            call.model(),
            call.promptTokens(),
            call.completionTokens(),
            call.costUsd(),
            id);
    in.audit("model.answered", AuditContext.PROGRAM, detail);
  }

  /**
   * SHA-256 of the last prompt that was sent for the incident, and of the answer to it; empty if its
   * diagnosis came from no model, or from an earlier answer.
   */
  public static Map<String, String> digests(Transaction in, long incident) {
    Optional<JsonNode> asked =
        in.sql().first("""
            SELECT detail FROM audit WHERE event = 'model.asked' AND incident = ?
            ORDER BY seq DESC LIMIT 1""", row -> JsonColumn.read(row.text("detail")), incident);
    if (asked.isEmpty()) {
      return Map.of();
    }
    Map<String, String> digests = new HashMap<>();
    digests.put("prompt", asked.get().path("prompt").asText());
    in.sql().list("""
            SELECT detail FROM audit WHERE event = 'model.answered' ORDER BY seq DESC LIMIT 20""", row -> JsonColumn.read(row.text("detail"))).stream()
        .filter(answered -> answered.path("call").equals(asked.get().path("call")))
        .map(answered -> answered.path("answer").asText())
        .filter(answer -> !answer.isEmpty())
        .findFirst()
        .ifPresent(answer -> digests.put("answer", answer));
    return digests;
  }
}
