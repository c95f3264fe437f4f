package io.github.cicdmonitor.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.notify.NoticeGallery.Texts;
import io.github.cicdmonitor.store.DiagnosedIncident;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every kind of message, as it is read and as Slack takes it. */
final class NoticeWriterTest {
  private static final Path GOLDEN = Path.of("src/test/resources/notify/notices.txt");

  /** {@code -Dgolden.update=true} writes the file anew; the difference is to be read. */
  @Example
  void every_kind_of_message_reads_as_it_was_looked_at() throws Exception {
    String now = NoticeGallery.text();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, now);
    }
    assertThat(now).isEqualTo(Files.readString(GOLDEN));
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.of(
            "<!channel>",
            "<!here|x>",
            "<@U0EVIL0001>",
            "<#C012|x>",
            "<https://evil.example|github.com>",
            "https://evil.example",
            "```",
            "@here",
            "*b*",
            "&lt;!channel&gt;",
            "\n",
            "\u202e",
            "🔥",
            "word ",
            "long ".repeat(400))
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 200)
  void text_of_strangers_does_nothing_in_any_message(@ForAll("hostile") String text) {
    Texts texts = Texts.allOf(text);
    DiagnosedIncident code =
        NoticeGallery.aCase(texts, Category.TEST_FAILURE, Diagnosis.Analyzer.RULES);
    DiagnosedIncident infra =
        NoticeGallery.aCase(texts, Category.DEPENDENCY, Diagnosis.Analyzer.LLM);
    NoticeWriter writer = NoticeGallery.writer();
    Notice request = NoticeGallery.request(infra, texts);
    Sequel sequel = new Sequel("x", "#a", new StatusLine("✅", text));
    for (Notice notice : List.of(
        writer.failure(code, text, Optional.of("dev-anna")),
        writer.failure(infra, text),
        request,
        NoticeGallery.standing(request, new StatusLine("✅", text)),
        writer.sequel(infra, sequel),
        writer.reply(infra, sequel, "root"),
        writer.digest("k", "#a", List.of(text, text)),
        writer.outage(infra, List.of("acme/api", "acme/web"), "k"))) {
      inert(notice);
    }
  }

  private static void inert(Notice notice) {
    assertThat(notice.text()).doesNotContain("<", ">").hasSizeLessThan(8_000);
    assertThat(notice.line()).doesNotContain("\n").hasSizeLessThanOrEqualTo(300);
    JsonNode blocks = NoticeGallery.blocks(notice);
    int sum = 0;
    for (JsonNode text : blocks.findParents("text")) {
      if (!text.path("text").isTextual()) {
        continue;
      }
      String words = text.path("text").asText();
      sum += words.length();
      assertThat(words).isNotEmpty().hasSizeLessThanOrEqualTo(3_000);
      if (text.path("type").asText().equals("mrkdwn")) {
        assertThat(words.replace("<@" + NoticeGallery.ANNA + ">", ""))
            .doesNotContain("<!", "<@", "<#", "evil");
      }
    }
    assertThat(sum).isLessThan(10_000);
    assertThat(blocks.size()).isLessThanOrEqualTo(50);
    assertThat(blocks.findValuesAsText("type")).doesNotContain("button", "actions", "image");
    assertThat(blocks.get(0).path("text").path("text").asText().length())
        .isLessThanOrEqualTo(3_000);
  }
}
