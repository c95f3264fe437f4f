package io.github.cicdmonitor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class LineTemplateTest {
  private static LineTemplate of(String first, String second) {
    return LineTemplate.of(first).with(second).orElseThrow();
  }

  @Test
  void words_that_differ_may_be_any_and_numbers_others() {
    LineTemplate template = of(
        "gizmo-fetch: no gizmo (v1.2) for widget-a at line 12",
        "gizmo-fetch: no gizmo (v3.44) for widget-b at line 7");

    assertThat(template.pattern())
        .isEqualTo("gizmo-fetch:\\s+no\\s+gizmo\\s+\\(v[0-9]+\\.[0-9]+\\)\\s+for\\s+\\S+\\s+at"
            + "\\s+line\\s+[0-9]+");
    assertThat(template.literal()).isEqualTo("gizmo-fetch:");
    assertThat(template.fixedWords()).isEqualTo(8);
    assertThat(template.isTelling()).isTrue();
  }

  @Test
  void lines_of_another_shape_have_nothing_in_common() {
    assertThat(LineTemplate.of("one two").with("one two three")).isEmpty();
    assertThat(of("error: 12 foo", "error: 13 bar").isTelling()).isFalse();
    assertThat(LineTemplate.of("exit 1").isTelling()).isFalse();
  }

  @Property(tries = 200)
  void it_fits_the_lines_it_was_made_of(
      @ForAll @NotBlank String first, @ForAll @NotBlank String second) {
    String one = first.replaceAll("[\\r\\n\\u0085\\u2028\\u2029]", " ").strip();
    String other = second.replaceAll("[\\r\\n\\u0085\\u2028\\u2029]", " ").strip();
    if (one.isEmpty() || other.isEmpty() || hasOddCharacters(one + other)) {
      return;
    }
    LineTemplate own = LineTemplate.of(one);
    Optional<LineTemplate> both = own.with(other);

    assertThat(Pattern.compile(own.pattern()).matcher(one).find()).isTrue();
    both.ifPresent(template -> {
      assertThat(Pattern.compile(template.pattern()).matcher(one).find()).isTrue();
      assertThat(Pattern.compile(template.pattern()).matcher(other).find()).isTrue();
    });
  }

  /** RE2 reads code points, and its \s is that of ASCII without the vertical tab. */
  private static boolean hasOddCharacters(String text) {
    return text.chars().anyMatch(c -> Character.isSurrogate((char) c) || c == 0x0b);
  }
}
