package io.github.cicdmonitor.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class FixEffectTest {
  private static final String BEFORE = "on: push\njobs:\n  a:\n    runs-on: old\n    node: 16\n";

  private static Map<String, String> ci(String text) {
    return Map.of("ci.yml", text);
  }

  private static FixEffect of(String human, String ours) {
    return FixEffect.of(ci(BEFORE), ci(human), ci(ours));
  }

  @Test
  void layout_quotes_and_comments_do_not_count() {
    String human = BEFORE.replace("old", "new");

    assertThat(of(human, human.replace("runs-on: new", "runs-on:   'new'  # moved")))
        .isEqualTo(FixEffect.SAME);
    assertThat(of(human, human.replace("node: 16\n", "\n    node:    16\n")))
        .isEqualTo(FixEffect.SAME);
  }

  @Test
  void how_near_another_fix_comes_is_told() {
    String human = BEFORE.replace("old", "new").replace("16", "20");

    assertThat(of(human, BEFORE.replace("16", "20"))).isEqualTo(FixEffect.PARTLY);
    assertThat(of(human, BEFORE.replace("16", "22"))).isEqualTo(FixEffect.PLACE);
    assertThat(of(human, BEFORE.replace("push", "pull_request"))).isEqualTo(FixEffect.OTHER);
    assertThat(of(human, BEFORE + "# only words\n")).isEqualTo(FixEffect.NONE);
  }

  @Test
  void other_files_are_compared_by_their_lines() {
    Map<String, String> before = Map.of("a.txt", "one\n two\n", "b.txt", "x");
    Map<String, String> human = Map.of("a.txt", "one\nthree\n", "b.txt", "x");

    assertThat(FixEffect.of(before, human, Map.of("a.txt", "  one\r\nthree\n", "b.txt", "x")))
        .isEqualTo(FixEffect.SAME);
    assertThat(FixEffect.of(before, human, before)).isEqualTo(FixEffect.NONE);
  }

  @Property(tries = 100)
  void a_persons_own_fix_is_the_same_and_no_change_is_none(
      @ForAll @Size(max = 4)
          Map<@AlphaChars @StringLength(min = 1, max = 6) String, @StringLength(max = 20) String>
              files) {
    Map<String, String> before = Map.of("ci.yml", BEFORE);

    assertThat(FixEffect.of(before, files, before)).isEqualTo(FixEffect.NONE);
    FixEffect own = FixEffect.of(before, files, files);
    assertThat(own).isEqualTo(FixEffect.SAME);
  }
}
