package io.github.cicdmonitor.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.FileChange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ParsedChangeTest {
  private static final String PATH = ".github/workflows/ci.yml";

  @Test
  void each_text_is_parsed_once() {
    ParsedChange change = change(Optional.of("on: push\n"), Optional.of("on: pull_request\n"));

    assertThat(change.before()).isSameAs(change.before());
    assertThat(change.after()).isSameAs(change.after());
    assertThat(change.before().root().text("on")).contains("push");
    assertThat(change.after().at(PATH).orElseThrow().root().text("on")).contains("pull_request");
  }

  @Test
  void a_text_without_keys_is_refused_and_is_no_file() {
    ParsedChange change = change(Optional.of("- a\n"), Optional.of("on: [\n"));

    assertThat(change.before().refusal().orElseThrow().reason()).isEqualTo("no list of keys");
    assertThat(change.after().refusal()).isPresent();
    assertThat(change.before().at(PATH)).isEmpty();
    assertThat(change.after().at(PATH)).isEmpty();
  }

  @Test
  void a_text_that_is_not_there_reads_as_an_empty_one() {
    ParsedChange change = change(Optional.empty(), Optional.of("on: push\n"));

    assertThat(change.before().refusal()).isEmpty();
    assertThat(change.before().root().entries()).isEmpty();
  }

  private static ParsedChange change(Optional<String> before, Optional<String> after) {
    return new ParsedChange(new FileChange(PATH, "100644", before, after));
  }
}
