package io.github.cicdmonitor.notify;

import com.google.gson.Gson;
import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.HeaderBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.RichTextBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.composition.TextObject;
import com.slack.api.model.block.element.RichTextPreformattedElement;
import com.slack.api.model.block.element.RichTextSectionElement;
import com.slack.api.util.json.GsonFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Block Kit, with untrusted text only where Slack does not parse: {@code plain_text} and rich-text
 * preformatted elements. Keeps the sum of all text under what Slack takes (api-facts 0.7: from about
 * 12,000 characters on it refuses the message).
 */
final class Blocks {
  // As it is, since it is compared with what was stored: Slack does not read it as HTML.
  private static final Gson JSON =
      GsonFactory.createSnakeCase().newBuilder().disableHtmlEscaping().create();

  private static final int MAX_SECTION = 2_900;
  private static final int MAX_SUM = 9_400;
  private static final int MAX_HEADER = 150;
  private static final int MAX_STANDING = 400;
  private static final String HEAD = "head";
  private static final String STANDING = "standing";

  /** What asks for a decision, and goes once there is one. */
  private static final String ASK = Notifier.ASKING_BLOCK;

  private final List<LayoutBlock> blocks = new ArrayList<>();
  private int left = MAX_SUM;

  /** Bold first line; plain text, at most 150 characters. */
  Blocks headline(String icon, String text) {
    blocks.add(header(cut(icon + " " + text, MAX_HEADER)));
    return this;
  }

  private static HeaderBlock header(String text) {
    return HeaderBlock.builder().blockId(HEAD).text(plainText(text, true)).build();
  }

  /** The message as it is once its story went on: another icon, and a line that says how. */
  static String standing(String message, StatusLine standing) {
    List<LayoutBlock> changed = new ArrayList<>();
    for (LayoutBlock block : read(message)) {
      if (block instanceof HeaderBlock head) {
        String old = head.getText().getText();
        String title = old.substring(old.indexOf(' ') + 1);
        changed.add(header(Inert.cut(standing.icon() + " " + title, MAX_HEADER)));
        SectionBlock line = section(plainText(Inert.cut(standing.words(), MAX_STANDING), false));
        line.setBlockId(STANDING);
        changed.add(line);
      } else if (!ASK.equals(block.getBlockId()) && !STANDING.equals(block.getBlockId())) {
        changed.add(block);
      }
    }
    return JSON.toJson(changed);
  }

  /** Whether a message asks for a decision. */
  static boolean asks(String message) {
    return read(message).stream().anyMatch(block -> ASK.equals(block.getBlockId()));
  }

  private static List<LayoutBlock> read(String message) {
    return Arrays.asList(JSON.fromJson(message, LayoutBlock[].class));
  }

  /** A paragraph that Slack does not parse. */
  Blocks plain(String text) {
    if (!text.isBlank()) {
      blocks.add(section(plainText(cut(text, MAX_SECTION), false)));
    }
    return this;
  }

  /** Our own words with our own links, parsed by Slack; whatever is in it must be escaped. */
  Blocks ours(String mrkdwn) {
    blocks.add(parsed(mrkdwn));
    return this;
  }

  /** The same for what asks for a decision. */
  Blocks ask(String mrkdwn) {
    SectionBlock block = parsed(mrkdwn);
    block.setBlockId(ASK);
    blocks.add(block);
    return this;
  }

  private SectionBlock parsed(String mrkdwn) {
    return section(MarkdownTextObject.builder().text(cut(mrkdwn, MAX_SECTION)).build());
  }

  private static SectionBlock section(TextObject text) {
    return SectionBlock.builder().text(text).build();
  }

  private static PlainTextObject plainText(String text, boolean emoji) {
    return PlainTextObject.builder().text(text).emoji(emoji).build();
  }

  /** Lines of a log, a diff or a table. */
  Blocks code(String text) {
    if (!text.isBlank()) {
      RichTextSectionElement.Text lines = RichTextSectionElement.Text.builder()
          .text(cut(text.stripTrailing(), MAX_SECTION))
          .build();
      blocks.add(RichTextBlock.builder()
          .elements(List.of(
              RichTextPreformattedElement.builder().elements(List.of(lines)).build()))
          .build());
    }
    return this;
  }

  /** The small grey line. */
  Blocks context(String text) {
    blocks.add(ContextBlock.builder()
        .elements(List.of(plainText(cut(text, 300), false)))
        .build());
    return this;
  }

  String json() {
    return JSON.toJson(blocks);
  }

  private String cut(String text, int max) {
    String kept = Inert.cut(text, Math.max(2, Math.min(max, left)));
    left -= kept.length();
    return kept.isEmpty() ? " " : kept;
  }
}
