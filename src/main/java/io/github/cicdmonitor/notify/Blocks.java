package io.github.cicdmonitor.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
  private static final int MAX_SUM = 9_400;
  private static final int MAX_HEADER = 150;
  private static final int MAX_STANDING = 400;
  private static final String ID = "block_id";
  private static final String HEAD = "head";
  private static final String STANDING = "standing";

  /** What asks for a decision, and goes once there is one. */
  private static final String ASK = Notifier.ASKING_BLOCK;

  private final ArrayNode blocks = JSON.createArrayNode();
  private int left = MAX_SUM;

  /** Bold first line; plain text, at most 150 characters. */
  Blocks headline(String icon, String text) {
    ObjectNode block = blocks.addObject().put("type", "header").put(ID, HEAD);
    block
        .putObject("text")
        .put("type", "plain_text")
        .put("text", cut(icon + " " + text, MAX_HEADER))
        .put("emoji", true);
    return this;
  }

  /** The message as it is once its story went on: another icon, and a line that says how. */
  static String standing(String message, StatusLine standing) {
    ArrayNode changed = JSON.createArrayNode();
    for (JsonNode block : read(message)) {
      String id = block.path(ID).asText();
      if (id.equals(HEAD)) {
        ObjectNode head = block.deepCopy();
        String old = head.path("text").path("text").asText();
        String title = old.substring(old.indexOf(' ') + 1);
        String whole = standing.icon() + " " + title;
        ((ObjectNode) head.path("text")).put("text", Inert.cut(whole, MAX_HEADER));
        changed.add(head);
        changed.add(paragraph(Inert.cut(standing.words(), MAX_STANDING)).put(ID, STANDING));
      } else if (!id.equals(ASK) && !id.equals(STANDING)) {
        changed.add(block);
      }
    }
    return changed.toString();
  }

  /** Whether a message asks for a decision. */
  static boolean asks(String message) {
    return read(message).findValuesAsText(ID).contains(ASK);
  }

  private static JsonNode read(String message) {
    try {
      return JSON.readTree(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the payload's digest was checked before", e);
    }
  }

  /** A paragraph that Slack does not parse. */
  Blocks plain(String text) {
    if (!text.isBlank()) {
      blocks.add(paragraph(cut(text, MAX_SECTION)));
    }
    return this;
  }

  private static ObjectNode paragraph(String text) {
    ObjectNode block = JSON.createObjectNode().put("type", "section");
    block.putObject("text").put("type", "plain_text").put("text", text).put("emoji", false);
    return block;
  }

  /** Our own words with our own links, parsed by Slack; whatever is in it must be escaped. */
  Blocks ours(String mrkdwn) {
    ours(blocks.addObject(), mrkdwn);
    return this;
  }

  /** The same for what asks for a decision. */
  Blocks ask(String mrkdwn) {
    ours(blocks.addObject().put(ID, ASK), mrkdwn);
    return this;
  }

  private void ours(ObjectNode block, String mrkdwn) {
    block.put("type", "section");
    block.putObject("text").put("type", "mrkdwn").put("text", cut(mrkdwn, MAX_SECTION));
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
    String kept = Inert.cut(text, Math.max(2, Math.min(max, left)));
    left -= kept.length();
    return kept.isEmpty() ? " " : kept;
  }
}
