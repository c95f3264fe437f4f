package io.github.cicdmonitor.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.redact.Redactor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Text of strangers does nothing in Slack or on GitHub. */
final class InertPropertyTest {
  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<String> pieces = Arbitraries.of(
        "<!channel>",
        "<@U012>",
        "<https://evil.example|x>",
        "```",
        "````",
        "@octocat",
        "#12",
        "Closes #1",
        "fixes acme/shop#2",
        "[skip ci]",
        "![x](http://e)",
        "</details>",
        "<!-- x -->",
        "\n",
        "\u202e",
        "a",
        " ",
        "&",
        "`");
    return pieces.list().ofMaxSize(12).map(list -> String.join("", list));
  }

  @Property
  void slack_text_has_nothing_that_slack_parses(@ForAll("hostile") String text) {
    String safe = Inert.slack(text);
    assertThat(safe).doesNotContain("<").doesNotContain(">");
  }

  @Property
  void a_title_mentions_closes_and_links_nothing(@ForAll("hostile") String text) {
    String title = Inert.title(text, 72);
    assertThat(title.length()).isLessThanOrEqualTo(72);
    assertInert(title);
  }

  private static void assertInert(String title) {
    assertThat(title)
        .doesNotContain("\n")
        .doesNotContain("@", "#")
        .doesNotContainPattern("(?i)\\bgh-\\d")
        .doesNotContainPattern("https?:")
        .doesNotContain("<")
        .doesNotContainIgnoringCase("skip ci");
  }

  /** Every character of Unicode between the others: what is made of it does nothing either. */
  @Example
  void no_character_brings_a_title_or_a_slack_text_to_life() {
    Redactor redactor = Redactor.withoutOwnSecrets();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += 16) {
      StringBuilder text = new StringBuilder();
      for (int i = c; i < c + 16; i++) {
        text.appendCodePoint(i).append("@octo#1");
      }
      String title = Inert.title(text.toString(), 10_000);
      assertThat(title).doesNotContain("@", "#", "\n", "\r", "<", "`", "[");
      assertThat(redactor.scrub(title)).isEqualTo(title);
      assertThat(Inert.slack(text.toString()).replaceAll("&(amp|lt|gt);", ""))
          .doesNotContain("<", ">", "&");
    }
  }

  @Property
  void cleaning_an_inert_title_once_more_does_not_wake_it(@ForAll("hostile") String text) {
    assertInert(Redactor.withoutOwnSecrets().scrub(Inert.title(text, 72)));
  }

  /** What stood apart may look like a password when the signs between are gone; then it is hidden. */
  @Example
  void what_is_joined_by_taking_signs_away_stays_inert_too() {
    String title = Inert.title("<https://evil.example|x><@U012><!channel><@U012>", 72);

    assertInert(title);
    assertInert(Redactor.withoutOwnSecrets().scrub(title));
  }

  @Property
  void a_fence_is_longer_than_any_run_of_backticks_in_it(@ForAll("hostile") String text) {
    String fenced = Inert.fence(text, "text");
    String fence = fenced.substring(0, fenced.indexOf("text\n"));
    assertThat(text).doesNotContain(fence);
    assertThat(fenced).endsWith("\n" + fence + "\n");
  }

  @Property
  void blocks_keep_within_what_slack_takes(@ForAll("lengthy") String text) throws Exception {
    String json = new Blocks()
        .headline("🔴", text)
        .plain(text)
        .ours("ours")
        .code(text)
        .code(text)
        .plain(text)
        .plain(text)
        .context(text)
        .json();
    JsonNode blocks = new ObjectMapper().readTree(json);
    int sum = 0;
    for (JsonNode node : blocks.findValues("text")) {
      if (node.isTextual()) {
        assertThat(node.asText().length()).isLessThanOrEqualTo(3_000);
        sum += node.asText().length();
      }
    }
    assertThat(sum).isLessThan(10_000);
    assertThat(blocks.findValuesAsText("type")).doesNotContain("actions");
  }

  @Provide
  Arbitrary<String> lengthy() {
    return Arbitraries.strings().ofMaxLength(9_000);
  }
}
