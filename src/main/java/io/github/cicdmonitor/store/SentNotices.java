package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Where notices went. */
public final class SentNotices {
  private final Database database;

  public SentNotices(Database database) {
    this.database = database;
  }

  /** Slack's channel id and timestamp. */
  public record Sent(String channel, String timestamp) {}

  /** How an approval request's key begins, so that its message is found again. */
  public static String approvalKey(long proposal, String digest) {
    return "notice:approval:" + proposal + ":" + digest;
  }

  /** The message that asked for this approval, if Slack took it. */
  public Optional<Sent> ofApproval(Approvals.Approval approval) {
    return new Effects(database)
        .find(approvalKey(approval.proposal(), approval.digest()))
        .filter(effect -> effect.state() == Effects.State.DONE)
        .filter(effect -> effect.incident().equals(Optional.of(approval.incident())))
        .flatMap(Effects.Effect::result)
        .flatMap(SentNotices::read);
  }

  /** How the outbox notes where a message is. */
  public static String write(String channel, String timestamp) {
    return Columns.write(new Sent(channel, timestamp));
  }

  /** Empty for a notice that was printed. */
  public static Optional<Sent> read(String result) {
    if (!result.startsWith("{")) {
      return Optional.empty();
    }
    JsonNode node = Columns.read(result);
    return node.path("timestamp").asText().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Sent(node.path("channel").asText(), node.path("timestamp").asText()));
  }
}
