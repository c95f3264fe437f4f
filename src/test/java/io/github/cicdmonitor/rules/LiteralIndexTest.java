package io.github.cicdmonitor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class LiteralIndexTest {
  @Property(tries = 200)
  void finds_what_the_text_holds_and_nothing_else(
      @ForAll("words") List<String> literals, @ForAll("texts") String text) {
    BitSet expected = new BitSet();
    for (int i = 0; i < literals.size(); i++) {
      expected.set(i, text.contains(literals.get(i)));
    }

    assertThat(new LiteralIndex(literals).in(text)).isEqualTo(expected);
  }

  @Test
  void single_signs_and_the_ends_of_the_text_count() {
    assertThat(new LiteralIndex(List.of("✖", "ab", "b")).in("✖ab").stream())
        .containsExactly(0, 1, 2);
    assertThat(new LiteralIndex(List.of("a")).in("").stream()).isEmpty();
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.strings()
        .withChars("ab ")
        .ofMinLength(1)
        .ofMaxLength(5)
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abc ").ofMaxLength(40);
  }
}
