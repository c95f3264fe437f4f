package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Edits;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EditorTest {
  private static final String HEAD = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n";

  /** What an edit of the steps below {@link #HEAD} makes of them; the edits must give the same. */
  private static String edited(String steps, BiConsumer<Editor, WorkflowFile> edit) {
    String text = HEAD + steps;
    String after = after(text, edit);
    return after.startsWith(HEAD) ? after.substring(HEAD.length()) : after;
  }

  private static String after(String text, BiConsumer<Editor, WorkflowFile> edit) {
    Editor editor = new Editor(new Checkout(Map.of(Repo.CI, "100644"), path -> Optional.of(text)));
    edit.accept(editor, WorkflowFile.read(Repo.CI, text).orElseThrow());
    String after = editor.after(Repo.CI);
    if (after.equals(text)) {
      assertThat(editor.edits()).isEmpty();
      return text;
    }
    Edits.Result result =
        Edits.apply(editor.edits(), path -> Optional.of(new Edits.BaseFile("100644", text)));
    assertThat(result.misfit()).isEmpty();
    assertThat(result.changes().get(0).after()).contains(after);
    return after;
  }

  private static Mapping step(WorkflowFile file, int index) {
    return file.jobs().get(0).steps().get(index);
  }

  private static Scalar scalar(Mapping in, String key) {
    return in.get(key).flatMap(Yaml::scalar).orElseThrow();
  }

  @Test
  void an_input_takes_the_quotes_that_were_there_and_the_comment_stays() {
    assertThat(edited(
            "      - uses: a/b@v1\n        with:\n          v: \"1\" # why\n          w: '2'\n",
            (editor, file) -> {
              editor.input(file, step(file, 0), "v", "3.10");
              editor.input(file, step(file, 0), "w", "it's");
            }))
        .isEqualTo("""
                  - uses: a/b@v1
                    with:
                      v: "3.10" # why
                      w: 'it''s'
            """);
  }

  @Test
  void a_number_that_would_change_its_value_gets_quotes() {
    assertThat(edited(
            "      - uses: a/b@v1\n        with:\n          v: 3.9\n",
            (editor, file) -> editor.input(file, step(file, 0), "v", "3.10")))
        .endsWith("v: '3.10'\n");
  }

  @Test
  void a_quote_or_backslash_in_a_value_is_escaped() {
    assertThat(edited(
            "      - uses: a/b@v1\n        with:\n          v: \"x\"\n",
            (editor, file) -> editor.input(file, step(file, 0), "v", "a\\b\"c")))
        .endsWith("v: \"a\\\\b\\\"c\"\n");
  }

  @ParameterizedTest
  @CsvSource({
    "null",
    "Null",
    "yes",
    "No",
    "3.10",
    "1.0",
    "007",
    "01.5",
    "~",
    "a: b",
    "a #b",
    "'a '",
    "''",
    "-x",
    "*a",
    "&a",
    "v1",
    "main",
    "20",
    "1.25.1",
    "go.mod",
    "x-${{ matrix.os }}",
    "true"
  })
  void every_value_is_read_back_as_the_same_text(String value) {
    String after = edited(
        "      - uses: a/b@v1\n        with:\n          v: x\n",
        (editor, file) -> editor.input(file, step(file, 0), "v", value));

    Scalar read =
        scalar(step(WorkflowFile.read(Repo.CI, HEAD + after).orElseThrow(), 0).sub("with"), "v");
    assertThat(read.text()).isEqualTo(value);
    assertThat(read.source()).isEqualTo(value);
  }

  @Test
  void a_first_input_goes_below_uses_as_first_key_and_at_the_end_of_the_file() {
    assertThat(edited(
            "      - uses: a/b@v1 # pinned\n        name: B\n      - uses: c/d@v1",
            (editor, file) -> {
              editor.input(file, step(file, 0), "v", "1");
              editor.input(file, step(file, 1), "w", "2");
            }))
        .isEqualTo("      - uses: a/b@v1 # pinned\n        with:\n          v: 1\n        name: B\n"
            + "      - uses: c/d@v1\n        with:\n          w: 2");
  }

  @Test
  void a_further_input_stands_above_the_comment_of_the_first_one() {
    assertThat(edited(
            "      - uses: a/b@v1\n        with:\n          # about w\n          w: 2\n",
            (editor, file) -> editor.input(file, step(file, 0), "v", "1")))
        .isEqualTo("""
                  - uses: a/b@v1
                    with:
                      v: 1
                      # about w
                      w: 2
            """);
  }

  @Test
  void line_breaks_of_the_file_are_kept() {
    assertThat(after(
            (HEAD + "      - uses: a/b@v1\n        with:\n          v: 1 # c\n          w: 2\n"
                    + "      - uses: c/d@v1\n")
                .replace("\n", "\r\n"),
            (editor, file) -> {
              editor.removeInput(file, step(file, 0), "v");
              editor.input(file, step(file, 1), "x", "3");
            }))
        .isEqualTo((HEAD + "      - uses: a/b@v1\n        with:\n          w: 2\n"
                + "      - uses: c/d@v1\n        with:\n          x: 3\n")
            .replace("\n", "\r\n"));
  }

  @Test
  void the_last_input_takes_with_along() {
    assertThat(edited("""
                      - uses: a/b@v1
                        with:
                          v: |
                            1
                            2
                      - run: x
                """, (editor, file) -> editor.removeInput(file, step(file, 0), "v")))
        .isEqualTo("      - uses: a/b@v1\n      - run: x\n");
  }

  @Test
  void a_key_of_the_last_line_without_line_break_is_removed() {
    assertThat(edited(
            "      - uses: a/b@v1\n        id: x",
            (editor, file) -> editor.remove(file, step(file, 0), "id")))
        .isEqualTo("      - uses: a/b@v1\n");
  }

  @Test
  void flow_style_is_edited_in_place_or_not_at_all() {
    String steps =
        "      - uses: a/b@v1\n        with: { v: one, w: 2 }\n      - { uses: c/d@v1 }\n";
    assertThat(edited(steps, (editor, file) -> editor.input(file, step(file, 0), "v", "3")))
        .isEqualTo(steps.replace("v: one", "v: 3"));
    assertThat(edited(
            steps, (editor, file) -> editor.input(file, step(file, 0), "v", "a-${{ matrix.x }}")))
        .as("braces would end the mapping")
        .isEqualTo(steps);
    assertThat(edited(steps, (editor, file) -> editor.input(file, step(file, 0), "x", "3")))
        .isEqualTo(steps);
    assertThat(edited(steps, (editor, file) -> editor.input(file, step(file, 1), "x", "3")))
        .isEqualTo(steps);
    assertThat(edited(steps, (editor, file) -> editor.remove(file, step(file, 0).sub("with"), "v")))
        .isEqualTo(steps);
  }

  @Test
  void a_block_is_not_replaced_by_a_value() {
    String steps = "      - uses: a/b@v1\n        with:\n          v: |\n            1\n";
    assertThat(edited(steps, (editor, file) -> editor.input(file, step(file, 0), "v", "3")))
        .isEqualTo(steps);
  }

  @Test
  void a_value_of_another_place_is_left_alone() {
    String steps = """
              - uses: a/b@v1
                with: &w
                  v: &v 1
              - uses: c/d@v1
                with: *w
              - uses: e/f@v1
                with:
                  v: *v
        """;
    for (int index : List.of(1, 2)) {
      assertThat(edited(steps, (editor, file) -> editor.input(file, step(file, index), "v", "3")))
          .isEqualTo(steps);
    }
  }

  @Test
  void a_step_that_an_alias_repeats_may_be_edited_twice_in_the_same_way() {
    String steps = "      - &s\n        uses: a/b@v1\n        with:\n          v: 1\n      - *s\n";
    assertThat(edited(steps, (editor, file) -> {
          editor.input(file, step(file, 0), "v", "3");
          editor.input(file, step(file, 1), "v", "3");
        }))
        .isEqualTo(steps.replace("v: 1", "v: 3"));
  }

  @Test
  void a_new_step_stands_above_the_first_one_and_its_comment() {
    assertThat(edited(
            "      # gets the code\n      - uses: a/b@v1\n      - run: x\n",
            (editor, file) ->
                editor.addStepBefore(file, step(file, 0), "uses: c/d@v1", "with:", "  v: 1")))
        .isEqualTo("""
                  - uses: c/d@v1
                    with:
                      v: 1
                  # gets the code
                  - uses: a/b@v1
                  - run: x
            """);
  }

  @Test
  void lines_above_the_first_key_of_a_step_follow_the_sign_of_the_item() {
    assertThat(edited(
            "      - run: x\n",
            (editor, file) ->
                editor.insertBefore(file, YamlText.first(step(file, 0)), "env:", "  A: 1")))
        .isEqualTo("      - env:\n          A: 1\n        run: x\n");
  }

  @Test
  void astral_characters_and_a_byte_order_mark_move_nothing() {
    String text = "\uFEFF# 🚀🚀\n" + HEAD + "      - name: 🧪 tests\n        uses: a/b@v1\n"
        + "        with:\n          é😀: '🎉'\n          v: 1 # 🎈\n";
    assertThat(after(text, (editor, file) -> {
          editor.input(file, step(file, 0), "v", "2");
          editor.input(file, step(file, 0), "é😀", "x");
        }))
        .isEqualTo(text.replace("v: 1", "v: 2").replace("'🎉'", "'x'"));
  }

  @Test
  void the_same_line_many_times_is_told_apart() {
    String step = "      - uses: a/b@v1\n        with:\n          v: 1\n";
    String after = edited(step.repeat(6), (editor, file) -> {
      editor.input(file, step(file, 1), "v", "2");
      editor.input(file, step(file, 4), "v", "2");
      editor.input(file, step(file, 5), "w", "9");
    });
    assertThat(after)
        .isEqualTo(step
            + step.replace("v: 1", "v: 2")
            + step.repeat(2)
            + step.replace("v: 1", "v: 2")
            + step.replace("          v", "          w: 9\n          v"));
  }

  @Test
  void what_overlaps_is_a_mistake_and_nothing_is_done() {
    String steps = "      - run: abcdef\n";
    int at = HEAD.length() + steps.indexOf("abc");
    assertThat(edited(steps, (editor, file) -> {
          editor.replace(Repo.CI, at, at + 3, "x");
          editor.replace(Repo.CI, at + 2, at + 5, "y");
        }))
        .isEqualTo(steps);
  }

  @Test
  void what_could_not_be_read_any_more_is_not_done() {
    String steps = "      - run: abcdef\n";
    int at = HEAD.length() + steps.indexOf("abc");
    assertThat(edited(steps, (editor, file) -> editor.replace(Repo.CI, at, at + 3, "- [")))
        .isEqualTo(steps);
  }

  @Test
  void no_more_files_than_one_proposal_may_change_and_the_failed_one_first() {
    String text =
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-20.04\n    steps:\n      - run: make\n";
    Repo repo = Repo.with(".github/workflows/w0.yml", text);
    for (int i = 1; i < 8; i++) {
      repo.and(".github/workflows/w" + i + ".yml", text);
    }
    Checkout files = repo.checkout().startingWith(".github/workflows/w7.yml");
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflows()) {
      editor.replace(file.path(), text.indexOf("20.04"), text.indexOf("20.04") + 5, "22.04");
    }

    Proposed proposed = Proposed.edits("title", "Reason.", editor);

    assertThat(proposed.edits().stream().map(Edit::path))
        .hasSize(Editor.MOST_FILES)
        .startsWith(".github/workflows/w7.yml", ".github/workflows/w0.yml");
    assertThat(proposed.reason()).contains("3 more files hold the same");
  }
}
