package io.github.cicdmonitor.fixes;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Edits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text before and after as edits that each name a unique part of it. */
final class EditHunks {
  private EditHunks() {}

  /** The changed lines, each with as much around them as makes them unique. */
  static List<Edit> of(String path, String before, String after) {
    List<String> old = List.of(before.split("\n", -1));
    List<String> now = List.of(after.split("\n", -1));
    List<AbstractDelta<String>> deltas = DiffUtils.diff(old, now).getDeltas();
    for (int around = 0; around <= old.size(); around = around == 0 ? 1 : around * 2) {
      List<Edit> edits = new ArrayList<>();
      int done = 0;
      for (int i = 0; i < deltas.size(); i++) {
        AbstractDelta<String> delta = deltas.get(i);
        int next = i + 1 < deltas.size() ? deltas.get(i + 1).getSource().getPosition() : old.size();
        int start = Math.max(done, delta.getSource().getPosition() - around);
        int end =
            Math.min(next, delta.getSource().getPosition() + delta.getSource().size() + around);
        int shift = delta.getTarget().getPosition() - delta.getSource().getPosition();
        int grown = delta.getTarget().size() - delta.getSource().size();
        edits.add(
            new Edit(path, lines(old, start, end), lines(now, start + shift, end + shift + grown)));
        done = delta.getSource().getPosition() + delta.getSource().size();
      }
      if (fits(path, edits, before, after)) {
        return edits;
      }
    }
    return List.of(new Edit(path, before, after));
  }

  private static String lines(List<String> all, int from, int to) {
    String text = String.join("\n", all.subList(Math.max(0, from), Math.min(all.size(), to)));
    return to < all.size() ? text + "\n" : text;
  }

  private static boolean fits(String path, List<Edit> edits, String before, String after) {
    if (edits.stream().anyMatch(edit -> edit.find().isBlank())) {
      return false;
    }
    Edits.Result result =
        Edits.apply(edits, p -> Optional.of(new Edits.BaseFile("100644", before)));
    return result.misfit().isEmpty()
        && result.changes().size() == 1
        && result.changes().get(0).after().equals(Optional.of(after))
        && result.changes().get(0).path().equals(path);
  }
}
