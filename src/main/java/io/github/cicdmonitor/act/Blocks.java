package io.github.cicdmonitor.act;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Block Kit, with untrusted text only where Slack does not parse: {@code plain_text} and rich-text
 * preformatted elements. Keeps the sum of all text under what Slack takes (api-facts 0.7: from about
 * 12,000 characters on it refuses the message).
 */
final class Blocks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_SECTION = 2_900;
  private static final int MAX_SUM = 9_500;

  private final ArrayNode blocks = JSON.createArrayNode();
  private int left = MAX_SUM;

  /** Bold first line; plain text, at most 150 characters. */
  Blocks headline(String text) {
    ObjectNode block = blocks.addObject().put("type", "header");
    block
        .putObject("text")
        .put("type", "plain_text")
        .put("text", cut(text, 150))
        .put("emoji", true);
    return this;
  }

  /** A paragraph that Slack does not parse. */
  Blocks plain(String text) {
    if (!text.isBlank()) {
      ObjectNode block = blocks.addObject().put("type", "section");
      block
          .putObject("text")
          .put("type", "plain_text")
          .put("text", cut(text, MAX_SECTION))
          .put("emoji", false);
    }
    return this;
  }

  /** Our own words with our own links, parsed by Slack; whatever is in it must be escaped. */
  Blocks ours(String mrkdwn) {
    ObjectNode block = blocks.addObject().put("type", "section");
    block.putObject("text").put("type", "mrkdwn").put("text", cut(mrkdwn, MAX_SECTION));
    return this;
  }

  /** Lines of a log, a diff or a table. */
  Blocks code(String text) {
    if (!text.isBlank()) {
      ObjectNode block = blocks.addObject().put("type", "rich_text");
      ObjectNode element =
          block.putArray("elements").addObject().put("type", "rich_text_preformatted");
      element
          .putArray("elements")
          .addObject()
          .put("type", "text")
          .put("text", cut(text.stripTrailing(), MAX_SECTION));
    }
    return this;
  }

  /** The small grey line. */
  Blocks context(String text) {
    ObjectNode block = blocks.addObject().put("type", "context");
    block
        .putArray("elements")
        .addObject()
        .put("type", "plain_text")
        .put("text", cut(text, 300))
        .put("emoji", false);
    return this;
  }

  String json() {
    return blocks.toString();
  }

  private String cut(String text, int max) {
    int room = Math.max(1, Math.min(max, left));
    String kept = text.length() <= room ? text : text.substring(0, room - 1) + "…";
    left -= kept.length();
    return kept.isEmpty() ? " " : kept;
  }
}
