package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Where notices went. */
public final class SentNotices {
  private static final String APPROVAL = "notice:approval:";

  private final Database database;

  public SentNotices(Database database) {
    this.database = database;
  }

  /** Slack's channel id and timestamp. */
  public record Sent(String channel, String timestamp) {}

  public static boolean isApproval(String key) {
    return key.startsWith(APPROVAL);
  }

  /** The digest is part of it: a reaction counts for the bytes that its message shows. */
  public static String approvalKey(String story, String digest) {
    return APPROVAL + story + ":" + digest;
  }

  /** Whether it is the key of a request for exactly these bytes. */
  public static boolean isApprovalOf(String key, String digest) {
    return isApproval(key) && key.endsWith(":" + digest);
  }

  /** How the keys of a story's requests begin, whatever bytes they are for. */
  public static String storyOf(String approvalKey) {
    return approvalKey.substring(0, approvalKey.lastIndexOf(':') + 1);
  }

  /** The message that asked for this approval, if Slack took it. */
  public Optional<Sent> ofApproval(Approvals.Approval approval) {
    return new Effects(database)
        .of(approval.incident()).stream()
            .filter(effect -> isApprovalOf(effect.key(), approval.digest()))
            .filter(effect -> effect.state() == Effects.State.DONE && effect.isWhole())
            .findFirst()
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
