package io.github.cicdmonitor.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.analyze.LanguageModel.Outcome;
import io.github.cicdmonitor.analyze.LanguageModel.Reply;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class GatewayAnswersPropertyTest {
  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
        "null",
        "\"MARK\"",
        "7",
        "-1",
        "1e400",
        "[]",
        "{}",
        "\"length\"",
        "\"stop\"",
        "true",
        "[{\"text\":\"MARK\"}]",
        "{\"code\":\"MARK\",\"message\":\"MARK\"}",
        "9223372036854775808");
  }

  @Property(tries = 800)
  void any_answer_is_a_reply_and_content_comes_with_answered_only(
      @ForAll @IntRange(min = 100, max = 599) int status,
      @ForAll("pieces") String error,
      @ForAll("pieces") String content,
      @ForAll("pieces") String finish,
      @ForAll("pieces") String usage)
      throws JsonProcessingException {
    String body = "{\"error\":" + error + ",\"choices\":[{\"finish_reason\":" + finish
        + ",\"message\":{\"content\":" + content + ",\"refusal\":null}}],\"usage\":{\"cost\":"
        + usage + ",\"prompt_tokens\":" + usage + "}}";
    JsonNode node = new ObjectMapper().readTree(body);

    Reply reply = GatewayAnswers.read(status, Optional.of(node));

    assertThat(reply.content().isEmpty()).isEqualTo(reply.outcome() != Outcome.ANSWERED);
    assertThat(reply.detail()).doesNotContain("MARK");
    assertThat(reply.promptTokens()).isNotNegative();
    assertThat(reply.costUsd().orElse(0)).isBetween(0.0, 1000.0);
    if (status / 100 != 2) {
      assertThat(reply.outcome()).isNotEqualTo(Outcome.ANSWERED);
    }
  }
}
