package io.github.cicdmonitor.fixes;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;

/**
 * A text before and after, as lines. A line break at the end of the file counts; so do blanks.
 *
 * @param path of the file
 */
public record TextDiff(String path, String before, String after, List<Hunk> hunks) {
  public TextDiff {
    hunks = List.copyOf(hunks);
  }

  public static TextDiff of(String path, String before, String after) {
    List<Hunk> hunks = new ArrayList<>();
    List<String> old = List.of(before.split("\n", -1));
    List<String> now = List.of(after.split("\n", -1));
    for (AbstractDelta<String> delta : DiffUtils.diff(old, now).getDeltas()) {
      List<String> gone = delta.getSource().getLines();
      List<String> added = delta.getTarget().getLines();
      int line = delta.getTarget().getPosition() + 1;
      if (gone.size() == added.size()) {
        for (int i = 0; i < gone.size(); i++) {
          hunks.add(new Hunk(path, line + i, List.of(gone.get(i)), List.of(added.get(i))));
        }
      } else {
        hunks.add(new Hunk(path, line, gone, added));
      }
    }
    return new TextDiff(path, before, after, hunks);
  }

  /** The last part of the path. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
