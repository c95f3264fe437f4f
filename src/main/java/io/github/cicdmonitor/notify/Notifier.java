package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.error.UnknownFate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where notices go: Slack, or standard output where no Slack is set up. */
public interface Notifier {
  /** Id of the block by which a message asks for a decision. */
  String ASKING_BLOCK = "ask";

  /** Thrown as the cause when not this message but its channel is refused. */
  final class ChannelRefused extends Exception {
    private static final long serialVersionUID = 1L;

    public ChannelRefused(String word) {
      super(word);
    }
  }

  /**
   * Sends once. Throws {@code MonitorException}: NO when the channel or message will never be taken
   * (channel_not_found, not_in_channel, …), CREDENTIALS (invalid_auth, …), UNAVAILABLE (rate limit,
   * 5xx; with {@link UnknownFate} as cause when it may have been posted).
   */
  Posted post(Message message);

  /** Replaces a message; the same errors. */
  void update(Posted posted, Message message);

  /**
   * A message of ours with this key, posted at or after {@code since}.
   *
   * @return FOUND, ABSENT (proven), or UNKNOWABLE (no history scope)
   */
  Lookup find(String channel, String key, Instant since);

  /** The same for a message under another one, however old that is. */
  Lookup findUnder(Posted root, String key);

  /**
   * What of ours stands in a channel since then, read once a run and kept. For messages that this
   * state has never sent: another, or a lost one, may have.
   */
  Sent sent(String channel, Instant since);

  /** What of ours stands under a message. */
  Sent under(Posted root);

  /** Whether what is posted reaches Slack; false: it is printed. */
  boolean isRemote();

  /**
   * @param key the outbox key, carried as message metadata
   * @param blocks Block Kit JSON array
   * @param text fallback for notifications, already escaped for Slack
   * @param thread Slack's {@code ts} of the message that this one answers
   */
  record Message(String channel, String key, String text, String blocks, Optional<String> thread) {
    /** The same, answering nothing. */
    public Message alone() {
      return new Message(channel, key, text, blocks, Optional.empty());
    }
  }

  /**
   * By outbox key; what could not be seen is not in it.
   *
   * @param asking keys of those that ask for a decision still
   */
  record Sent(Map<String, Posted> byKey, Set<String> asking) {
    public static final Sent NOTHING = new Sent(Map.of(), Set.of());

    public Sent {
      byKey = Map.copyOf(byKey);
      asking = Set.copyOf(asking);
    }
  }

  /** Slack's channel id and {@code ts}. */
  record Posted(String channel, String timestamp) {}

  /** {@code posted} is present exactly when FOUND. */
  record Lookup(Fate fate, Optional<Posted> posted) {}

  /** What history says about a message. */
  enum Fate {
    FOUND,
    ABSENT,
    UNKNOWABLE
  }
}
