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
    Assume.that(!(before + replacement + after).contains("\r\n"));
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
  void a_file_that_ends_up_as_it_was_is_left_out() {
    assertThat(apply("a", new Edit("f", "a", "b"), new Edit("g", "a", "a")).changes())
        .containsExactly(
            new FileChange("f", "100755", Optional.of("a"), Optional.of("b"), "100755"));
    assertThat(apply("a", new Edit("f", "a", "b"), new Edit("f", "b", "a")).misfit())
        .contains("the edit leaves every file as it is");
  }

  @Example
  void lines_after_the_last_line_end_get_the_one_before() {
    assertThat(apply("\r\na", new Edit("f", "a", "b\nc")).changes().get(0).after())
        .contains("\r\nb\r\nc");
    assertThat(apply("\na", new Edit("f", "a", "b\nc")).changes().get(0).after())
        .contains("\nb\nc");
    assertThat(apply("a", new Edit("f", "a", "b\nc")).changes().get(0).after()).contains("b\nc");
  }

  @Example
  void edits_of_one_file_build_on_each_other() {
    assertThat(apply("ab", new Edit("f", "a", "c"), new Edit("f", "cb", "d")).changes())
        .containsExactly(new FileChange("f", "100755", Optional.of("ab"), Optional.of("d")));
  }

  @Example
  void an_edit_keeps_the_line_ends_of_the_file() {
    assertThat(after("a: 1\r\nb: 2\r\n", new Edit("f", "b: 2", "b: 3\nc: 4")))
        .isEqualTo("a: 1\r\nb: 3\r\nc: 4\r\n");
    assertThat(after("a: 1\r\nb: 2\r\nc: 3\r\n", new Edit("f", "a: 1\nb: 2\n", "a: 1\nb: 9\n")))
        .isEqualTo("a: 1\r\nb: 9\r\nc: 3\r\n");
    assertThat(after("a: 1\nb: 2\n", new Edit("f", "a: 1\r\nb: 2\r\n", "b: 2\r\nx\r\n")))
        .isEqualTo("b: 2\nx\n");
    assertThat(after("a\nb\r\nc", new Edit("f", "c", "c\nd"))).isEqualTo("a\nb\r\nc\r\nd");
  }

  @Example
  void a_text_that_occurs_with_either_line_end_occurs_twice() {
    assertThat(apply("a\nb\n--\na\r\nb\r\n", new Edit("f", "a\nb", "x")).misfit())
        .contains("the text to find occurs more than once in f");
  }

  /** Line ends drop out: the file of CRLF becomes what the file of LF would have become. */
  @Property
  void a_file_of_either_line_end_becomes_the_same_but_for_them(
      @ForAll("lines") List<String> lines, @ForAll("lines") List<String> put) {
    String text = String.join("\n", lines) + "\nneedle\nend\n";
    Edit edit = new Edit("f", "needle\nend", String.join("\n", put));
    assertThat(after(text.replace("\n", "\r\n"), edit))
        .isEqualTo(after(text, edit).replace("\n", "\r\n"));
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<List<String>> lines() {
    return net.jqwik.api.Arbitraries.strings()
        .withChars("ab \t:-")
        .ofMaxLength(6)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static String after(String text, Edit edit) {
    Edits.Result result = apply(text, edit);
    assertThat(result.misfit()).isEmpty();
    return result.changes().get(0).after().orElseThrow();
  }
}
