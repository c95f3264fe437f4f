package io.github.cicdmonitor.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrictYamlTest {
  static Stream<Arguments> ambiguous() {
    return Stream.of(
        Arguments.of("a: 1\nb: 2\na: 3\n", "twice", 3),
        Arguments.of("jobs: 1\nJobs: 2\n", "twice", 2),
        Arguments.of("x: &x {a: 1}\ny:\n  <<: *x\n", "merge key", 3),
        Arguments.of("a: !!str 1\n", "explicit tag", 1),
        Arguments.of("a: ! 1\n", "explicit tag", 1),
        Arguments.of("%YAML 1.1\n---\na: 1\n", "directive", 1),
        Arguments.of("%TAG ! tag:x,2000:\n---\na: 1\n", "directive", 1),
        Arguments.of("a: 1\n---\nb: 2\n", "second document", 2),
        Arguments.of("? [a]\n: 1\n", "key that is no text", 1),
        Arguments.of("a:\n\tb: 1\n", "not readable", 2),
        Arguments.of("a: *nowhere\n", "alias", 1),
        Arguments.of("a: &a [*a]\n", "alias", 1));
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void what_readers_understand_differently_is_refused_with_its_line(
      String text, String reason, int line) {
    assertThatThrownBy(() -> StrictYaml.read(text))
        .isInstanceOfSatisfying(StrictYaml.Refused.class, refused -> {
          assertThat(refused.reason()).contains(reason);
          assertThat(refused.line()).isEqualTo(line);
        });
  }

  @Test
  void a_bomb_of_aliases_is_refused_at_once() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i <= 9; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(String.join(",", java.util.Collections.nCopies(9, alias))).append("]\n");
    }

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(1),
        () -> assertThatThrownBy(() -> StrictYaml.read(bomb.toString()))
            .hasMessageContaining("repeat"));
  }

  @Test
  void nesting_without_end_is_refused() {
    assertThatThrownBy(() -> StrictYaml.read("[".repeat(5000)))
        .isInstanceOf(StrictYaml.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "3.10,3.1",
    "0x10,16",
    "0o17,15",
    "TRUE,true",
    "Null,''",
    "~,''",
    "'1e2',100",
    "12,12",
    "-0,0",
    "v1,v1",
    "1.2.3,1.2.3",
    "on,on",
    "yes,yes"
  })
  void a_plain_value_has_the_text_that_github_makes_of_it(String plain, String text)
      throws Exception {
    Yaml value =
        StrictYaml.read("k: " + plain + "\n").mapping().orElseThrow().get("k").orElseThrow();

    assertThat(value.toString()).isEqualTo(text);
  }

  @Test
  void quotes_keep_a_version_whole() throws Exception {
    assertThat(StrictYaml.read("k: '3.10'")).isNotEqualTo(StrictYaml.read("k: 3.10"));
    assertThat(StrictYaml.read("k: '3.1'")).isEqualTo(StrictYaml.read("k: 3.10"));
  }
}
