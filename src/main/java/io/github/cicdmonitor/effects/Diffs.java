package io.github.cicdmonitor.effects;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Unified diffs for people; redacted, because a file may hold what must not be shown. */
public final class Diffs {
  private static final int CONTEXT = 3;

  private final Function<String, SafeText> redaction;

  public Diffs(Function<String, SafeText> redaction) {
    this.redaction = redaction;
  }

  public String of(List<FileChange> changes) {
    List<String> out = new ArrayList<>();
    for (FileChange change : changes) {
      List<String> before = lines(change.before().orElse(""));
      List<String> after = lines(change.after().orElse(""));
      if (change.changesMode()) {
        out.add("diff --git a/" + change.path() + " b/" + change.path());
        out.add("old mode " + change.mode());
        out.add("new mode " + change.modeAfter());
      }
      out.addAll(UnifiedDiffUtils.generateUnifiedDiff(
          change.before().isPresent() ? "a/" + change.path() : "/dev/null",
          change.after().isPresent() ? "b/" + change.path() : "/dev/null",
          before,
          DiffUtils.diff(before, after),
          CONTEXT));
    }
    return redaction.apply(String.join("\n", out)).value();
  }

  private static List<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = Arrays.asList(text.split("\n", -1));
    return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
  }
}
