package io.github.cicdmonitor.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

final class ControlTextPropertyTest {
  /** Text dense in everything that steers or hides. */
  @Provide
  Arbitrary<String> wild() {
    Arbitrary<String> piece = Arbitraries.oneOf(
        Arbitraries.of(
            "\u001b[31m",
            "\u001b]0;t\u0007",
            "\u001bP",
            "\u001b",
            "[0m",
            "\u009b",
            "\u009d",
            "\u009c",
            "\r",
            "\b",
            "\n",
            "\r\n",
            "\u200b",
            "\u202e",
            "\udb40\udc41",
            "\ufeff",
            "\ud800",
            "\udc00",
            "\u0000",
            "\u2028",
            "\u3164",
            "é",
            "\ud83d\ude00",
            " "),
        Arbitraries.strings().ofMaxLength(4),
        Arbitraries.strings().alpha().ofMaxLength(6));
    return piece.list().ofMaxSize(25).map(parts -> String.join("", parts));
  }

  @Property(tries = 500)
  void cleaning_twice_changes_nothing(@ForAll("wild") String text) {
    String once = ControlText.clean(text);
    assertThat(ControlText.examine(once)).isEqualTo(new ControlText.Cleaned(once, false));
  }

  @Property(tries = 500)
  void cleaned_text_needs_no_escape(@ForAll("wild") String text) {
    for (String line : ControlText.clean(text).split("\n", -1)) {
      assertThat(ControlText.visible(line)).isEqualTo(line);
    }
  }

  @Property(tries = 500)
  void lines_stay_as_many_as_they_were(@ForAll("wild") String text) {
    assertThat(ControlText.clean(text).chars().filter(c -> c == '\n').count())
        .isEqualTo(text.chars().filter(c -> c == '\n').count());
  }

  @Property(tries = 300)
  void lines_do_not_influence_each_other(
      @ForAll("wild") String first, @ForAll("wild") String second) {
    assertThat(ControlText.clean(first + "\n" + second))
        .isEqualTo(ControlText.clean(first) + "\n" + ControlText.clean(second));
  }

  @Property(tries = 300)
  void a_visible_form_is_one_line_without_controls(@ForAll("wild") String text) {
    assertThat(ControlText.visible(text).codePoints())
        .allMatch(c -> c == '\t' || (c >= 0x20 && !(c >= 0x7f && c < 0xa0) && c != 0x202e));
  }

  @Property(tries = 300)
  void colour_between_any_two_letters_leaves_the_word(
      @ForAll @AlphaChars @StringLength(min = 1, max = 40) String word,
      @ForAll("colours") List<String> colours) {
    StringBuilder coloured = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      coloured.append(colours.get(i % colours.size())).append(word.charAt(i));
    }
    assertThat(ControlText.clean(coloured.toString())).isEqualTo(word);
  }

  @Provide
  Arbitrary<List<String>> colours() {
    return Arbitraries.of("", "\u001b[0m", "\u001b[1;31m", "\u009b38;5;9m", "\u001b[K")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }
}
