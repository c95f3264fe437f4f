package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A thing to be done outside, as its row has it.
 *
 * @param payload as {@link EffectCodec} writes it; {@code digest} is over key and payload
 * @param result where it went (URL, timestamp), or why it was refused
 * @param hold set where it was refused for want of a right
 */
public record Effect(
    String key,
    Kind kind,
    Optional<Long> incident,
    Optional<RepositoryName> repository,
    State state,
    int attempts,
    String payload,
    String digest,
    Optional<String> result,
    Instant plannedAt,
    Optional<Instant> sentAt,
    Optional<Hold> hold) {
  /** So often an effect is sent; after that it is left for a person. */
  private static final int MOST_ATTEMPTS = 3;

  /** What can be done outside. A COMMAND's only effect is a proposal: the outbox leaves it alone. */
  public enum Kind {
    NOTICE,
    NOTICE_UPDATE,
    RERUN,
    PULL_REQUEST,
    WITHDRAW_PULL_REQUEST,
    COMMAND;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where an effect stands. UNKNOWN: it may have happened; only reading can tell. */
  public enum State {
    PLANNED,
    SENDING,
    UNKNOWN,
    DONE,
    REFUSED
  }

  /** A refusal that is not said again before then with credentials of the same mark. */
  public record Hold(Instant until, String mark) {}

  /** Whether the row still says what was planned. */
  public boolean isWhole() {
    return Digests.sha256(key + "\n" + payload).equals(digest);
  }

  /** What it does; only of a row that {@link #isWhole}. */
  public EffectPayload content() {
    return EffectCodec.read(kind, payload);
  }

  /** Whether it does exactly this. */
  public boolean does(EffectPayload wanted) {
    return payload.equals(EffectCodec.write(wanted));
  }

  /** Whether it was sent as often as it may be, so that it may only be looked for. */
  public boolean isSpent() {
    return attempts >= MOST_ATTEMPTS;
  }

  /** Whether the outbox has not settled it. */
  public boolean isOpen() {
    return state != State.DONE && state != State.REFUSED;
  }

  static Effect read(SqlRow row) {
    return new Effect(
        row.text("key"),
        row.word("kind", Kind.class),
        row.optionalText("incident").map(Long::valueOf),
        row.optionalText("repository").flatMap(RepositoryName::parse),
        row.word("state", State.class),
        (int) row.number("attempts"),
        row.text("payload"),
        row.text("digest"),
        row.optionalText("result"),
        row.time("planned_at"),
        row.optionalTime("sent_at"),
        row.optionalTime("held_until")
            .flatMap(until -> row.optionalText("held_mark").map(mark -> new Hold(until, mark))));
  }
}
