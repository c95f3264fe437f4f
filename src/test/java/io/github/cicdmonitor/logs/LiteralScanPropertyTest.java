package io.github.cicdmonitor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against the plain way: each literal looked for by itself. */
final class LiteralScanPropertyTest {
  @Property(tries = 200)
  void finds_what_the_text_holds_and_nothing_else(
      @ForAll("literals") List<String> literals, @ForAll("texts") String text) {
    BitSet expected = new BitSet();
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < literals.size(); i++) {
      expected.set(i, lower.contains(literals.get(i)));
    }

    assertThat(new LiteralScan(literals).in(text)).isEqualTo(expected);
  }

  @Example
  void a_long_literal_is_compared_to_its_end() {
    LiteralScan scan = new LiteralScan(
        List.of("the connection was refused", "the connection was reset", "the connection"));

    assertThat(scan.in("The Connection was REFUSED by peer").stream()).containsExactly(0, 2);
    assertThat(scan.in("the connection was ref").stream()).containsExactly(2);
  }

  @Example
  void signs_beyond_ascii_are_literals_too() {
    assertThat(new LiteralScan(List.of("✖ ", "fehler: größe")).in("FEHLER: größe ✖ 2").stream())
        .containsExactly(0, 1);
  }

  @Provide
  Arbitrary<List<String>> literals() {
    return Arbitraries.strings()
        .withChars("ab c")
        .ofMinLength(1)
        .ofMaxLength(16)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abABc ").ofMaxLength(60);
  }
}
