package io.github.cicdmonitor.store;

import java.util.Optional;
import java.util.function.Predicate;

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

  /**
   * The digest is part of it: a reaction counts for the bytes that its message shows. So is a number
   * from the second time on that the same bytes are asked about: what was said to an earlier request
   * counts for that one alone.
   */
  public static String approvalKey(String story, String digest, Predicate<String> isTaken) {
    String first = APPROVAL + story + ":" + digest;
    return isTaken.test(first) ? following(first, isTaken) : first;
  }

  /** The next request for the same bytes. */
  public static String following(String approvalKey, Predicate<String> isTaken) {
    String first = storyOf(approvalKey) + requestOf(approvalKey).split("[.]", 2)[0];
    int number = 2;
    while (isTaken.test(first + "." + number)) {
      number++;
    }
    return first + "." + number;
  }

  /** Whether it is the key of a request for exactly these bytes. */
  public static boolean isApprovalOf(String key, String digest) {
    return isApproval(key)
        && (key.endsWith(":" + digest) || requestOf(key).startsWith(digest + "."));
  }

  /** The digest, and the number where it has one. */
  private static String requestOf(String approvalKey) {
    return approvalKey.substring(approvalKey.lastIndexOf(':') + 1);
  }

  /** How the keys of a story's requests begin, whatever bytes they are for. */
  public static String storyOf(String approvalKey) {
    return approvalKey.substring(0, approvalKey.lastIndexOf(':') + 1);
  }

  /**
   * A message that asks.
   *
   * @param name digest and number, by which a reaction on it is told from one on an earlier request
   * @param sent empty unless Slack took it
   */
  public record Request(String name, Optional<Sent> sent) {}

  /** The newest request for the bytes of this approval. */
  public Request ofApproval(Approvals.Approval approval) {
    return new Effects(database)
        .of(approval.incident()).stream()
            .filter(effect -> isApprovalOf(effect.key(), approval.digest()))
            .reduce((earlier, later) -> later)
            .map(effect -> new Request(requestOf(effect.key()), sent(effect)))
            .orElseGet(() -> new Request(approval.digest(), Optional.empty()));
  }

  private static Optional<Sent> sent(Effect effect) {
    return effect
        .result()
        .filter(result -> effect.state() == Effect.State.DONE && effect.isWhole())
        .flatMap(SentNotices::read);
  }

  /** How the outbox notes where a message is. */
  public static String write(String channel, String timestamp) {
    return JsonColumn.write(new Sent(channel, timestamp));
  }

  /** Empty for a notice that was printed. */
  public static Optional<Sent> read(String result) {
    if (!result.startsWith("{")) {
      return Optional.empty();
    }
    return Optional.of(JsonColumn.read(result, Sent.class))
        .filter(sent -> !sent.timestamp().isEmpty());
  }
}
