package io.github.cicdmonitor.gate.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordListsTest {
  private static final WordLists WORDS = WordLists.parse("x", """
      # said to people
      [one]
      a{,b}c d
      [patterns]
      \\bnpm (?:ci|i)\\b
      [options]
      --skip** -p*.txt {.,_}env
      """);

  @Test
  void a_list_holds_its_words_with_the_alternatives_written_out() {
    assertThat(WORDS.set("one")).containsExactly("ac", "abc", "d");
  }

  @Test
  void one_star_stops_at_a_slash_and_two_do_not() {
    List<String> fit = List.of("--skip=a/b", "-pa.txt", ".env", "_env");
    List<String> others = List.of("x--skip", "-pa/b.txt", "xenv", "-patxt");

    assertThat(fit).allMatch(text -> WORDS.whole("options").matcher(text).matches());
    assertThat(others).noneMatch(text -> WORDS.whole("options").matcher(text).matches());
  }

  @Test
  void an_expression_is_a_line() {
    assertThat(WORDS.found("patterns").matcher("run NPM ci now").find()).isTrue();
    assertThat(WORDS.patterns("patterns")).hasSize(1);
  }

  @Test
  void a_list_that_is_missing_or_there_twice_is_a_defect() {
    assertThatThrownBy(() -> WORDS.set("two")).hasMessageContaining("no list two");
    assertThatThrownBy(() -> WordLists.parse("x", "[a]\n[a]\n")).hasMessageContaining("two lists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "roles", "shell", "workflow", "paths"})
  void every_shipped_file_is_read(String file) {
    WordLists words = WordLists.of(file);

    assertThat(words.names()).isNotEmpty();
    assertThat(words).isSameAs(WordLists.of(file));
  }
}
