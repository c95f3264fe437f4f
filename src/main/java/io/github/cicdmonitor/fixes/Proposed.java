package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Edit;
import java.util.List;
import java.util.Optional;

/**
 * The edits of a fix, or why it does not apply.
 *
 * @param title of a pull request, at most 70 characters, such as {@code ci: Take the Go version from go.mod}
 * @param reason what disagrees with what and where the new value comes from, in one or two sentences
 * @param edits each {@code find} occurs exactly once
 * @param command argv instead of edits, where only the tool can write the file
 * @param whyNot one clause; empty where it applies
 */
public record Proposed(
    String title, String reason, List<Edit> edits, List<String> command, Optional<String> whyNot) {
  public Proposed {
    edits = List.copyOf(edits);
    command = List.copyOf(command);
  }

  public static Proposed no(String because) {
    return new Proposed("", "", List.of(), List.of(), Optional.of(because));
  }

  public static Proposed command(String title, String reason, List<String> argv) {
    return new Proposed(title, reason, List.of(), argv, Optional.empty());
  }

  /** Does not apply where nothing was edited. */
  public static Proposed edits(String title, String reason, Editor editor) {
    List<Edit> edits = editor.edits();
    return edits.isEmpty()
        ? no("nothing in the repository's files is to be changed")
        : new Proposed(title, reason + left(editor.left()), edits, List.of(), Optional.empty());
  }

  private static String left(int files) {
    return files == 0
        ? ""
        : " " + files + (files == 1 ? " more file holds" : " more files hold") + " the same; one"
            + " proposal changes at most " + Editor.MOST_FILES + ".";
  }

  public boolean applies() {
    return whyNot.isEmpty();
  }
}
