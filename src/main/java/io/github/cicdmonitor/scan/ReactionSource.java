package io.github.cicdmonitor.scan;

import java.util.List;

/** Reactions of people on an approval request. */
public interface ReactionSource {
  /**
   * Empty when the message is gone or has none.
   *
   * @param channel Slack's channel id
   * @param timestamp Slack's {@code ts}
   */
  List<Reaction> reactions(String channel, String timestamp);

  /** @param name without colons and without skin tone */
  record Reaction(String name, String userId) {}
}
