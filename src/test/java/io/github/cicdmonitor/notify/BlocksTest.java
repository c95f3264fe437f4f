package io.github.cicdmonitor.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BlocksTest {
  @Test
  void every_block_is_as_slack_documents_it_and_its_text_stands_there_as_it_is() {
    String json = new Blocks()
        .headline("🔴", "acme/shop: CI")
        .plain("a <b> & 'c' = \"d\"")
        .ours("<https://x.test/|log>")
        .ask("React")
        .code("one\ntwo\n")
        .context("small")
        .json();

    assertThat(json)
        .isEqualTo(
            "[{\"type\":\"header\",\"block_id\":\"head\","
                + "\"text\":{\"type\":\"plain_text\",\"text\":\"🔴 acme/shop: CI\",\"emoji\":true}},"
                + "{\"type\":\"section\",\"text\":{\"type\":\"plain_text\","
                + "\"text\":\"a <b> & 'c' = \\\"d\\\"\",\"emoji\":false}},"
                + "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"<https://x.test/|log>\"}},"
                + "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"React\"},\"block_id\":\"ask\"},"
                + "{\"type\":\"rich_text\",\"elements\":[{\"type\":\"rich_text_preformatted\","
                + "\"elements\":[{\"type\":\"text\",\"text\":\"one\\ntwo\"}]}]},"
                + "{\"type\":\"context\",\"elements\":[{\"type\":\"plain_text\",\"text\":\"small\",\"emoji\":false}]}]");
  }

  /** Fields of an earlier version stood in another order. */
  @Test
  void a_stored_message_goes_on_as_it_was_without_what_it_asked() {
    String stored =
        "[{\"type\":\"header\",\"block_id\":\"head\",\"text\":{\"type\":\"plain_text\",\"text\":\"🔐 shop\",\"emoji\":true}},"
            + "{\"block_id\":\"ask\",\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"React\"}},";
    String rest =
        "{\"type\":\"rich_text\",\"elements\":[{\"type\":\"rich_text_preformatted\",\"elements\":[{\"type\":\"text\",\"text\":\"a\"}]}]},"
            + "{\"type\":\"context\",\"elements\":[{\"type\":\"plain_text\",\"text\":\"s\",\"emoji\":false}]}]";

    String changed = Blocks.standing(stored + rest, new StatusLine("✅", "done"));

    assertThat(Blocks.asks(stored + rest)).isTrue();
    assertThat(Blocks.asks(changed)).isFalse();
    assertThat(changed)
        .startsWith("[{\"type\":\"header\",\"block_id\":\"head\"")
        .contains("✅ shop", "\"text\":\"done\"", "\"block_id\":\"standing\"")
        .endsWith(rest);
    assertThat(Blocks.standing(changed, new StatusLine("✅", "done"))).isEqualTo(changed);
  }
}
