package io.github.cicdmonitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;

final class EditsPropertyTest {
  private static Edits.Result apply(String text, Edit... edits) {
    return Edits.apply(
        List.of(edits),
        path -> path.equals("new")
            ? Optional.empty()
            : Optional.of(new Edits.BaseFile("100755", text)));
  }

  @Property
  void bytes_outside_the_edit_stay(
      @ForAll @StringLength(max = 40) String before,
      @ForAll @StringLength(max = 40) String after,
      @ForAll @StringLength(max = 20) String replacement) {
    String find = "\u0001needle\u0001";
    Assume.that(!replacement.equals(find));
    Edits.Result result = apply(before + find + after, new Edit("f", find, replacement));
    assertThat(result.misfit()).isEmpty();
    FileChange change = result.changes().get(0);
    assertThat(change.after()).contains(before + replacement + after);
    assertThat(change.mode()).isEqualTo("100755");
  }

  @Property
  void a_text_that_occurs_twice_is_never_guessed_at(
      @ForAll @NotEmpty @StringLength(max = 10) String find,
      @ForAll @StringLength(max = 10) String between) {
    assertThat(apply(find + between + find, new Edit("f", find, "x")).misfit()).isPresent();
  }

  @Property
  void a_text_that_overlaps_itself_occurs_twice(@ForAll("letters") char letter) {
    String twice = String.valueOf(letter).repeat(2);
    assertThat(apply(twice + letter, new Edit("f", twice, "x")).misfit()).isPresent();
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<Character> letters() {
    return net.jqwik.api.Arbitraries.chars().alpha();
  }

  @Property
  void either_changes_or_a_reason(
      @ForAll @StringLength(max = 30) String text,
      @ForAll @StringLength(max = 4) String find,
      @ForAll @StringLength(max = 4) String replace) {
    Edits.Result result = apply(text, new Edit("f", find, replace));
    assertThat(result.misfit().isPresent()).isEqualTo(result.changes().isEmpty());
  }

  @Example
  void a_new_file_must_not_exist_and_an_edited_one_must() {
    assertThat(apply("x", new Edit("f", "", "y")).misfit()).isPresent();
    assertThat(apply("x", new Edit("new", "", "y")).changes())
        .containsExactly(new FileChange("new", "100644", Optional.empty(), Optional.of("y")));
    assertThat(apply("x", new Edit("new", "x", "y")).misfit()).isPresent();
  }

  @Example
  void edits_of_one_file_build_on_each_other() {
    assertThat(apply("ab", new Edit("f", "a", "c"), new Edit("f", "cb", "d")).changes())
        .containsExactly(new FileChange("f", "100755", Optional.of("ab"), Optional.of("d")));
  }
}
