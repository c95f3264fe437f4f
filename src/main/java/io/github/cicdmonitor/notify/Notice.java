package io.github.cicdmonitor.notify;

import java.util.Optional;

/**
 * A message to people.
 *
 * @param key under which it is sent once
 * @param channel name or id as configured
 * @param text one-paragraph fallback, escaped for Slack
 * @param blocks Block Kit JSON array
 * @param line the same in a line of plain text, for a digest of many
 * @param thread key of the message it is said under, where that was posted; else it stands alone
 */
public record Notice(
    String key, String channel, String text, String blocks, String line, Optional<String> thread) {
  /** The same under another message. */
  Notice under(String root) {
    return new Notice(key, channel, text, blocks, line, Optional.of(root));
  }
}
