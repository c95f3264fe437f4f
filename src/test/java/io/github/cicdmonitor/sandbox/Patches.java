package io.github.cicdmonitor.sandbox;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

/** Differences for people. */
final class Patches {
  private static final int CONTEXT = 3;

  private Patches() {}

  /** The hunks of a unified diff, without the two lines that name the files. */
  static List<String> hunks(String before, String after) {
    List<String> lines = unified("a", "b", before, after);
    return lines.size() < 2 ? List.of() : List.copyOf(lines.subList(2, lines.size()));
  }

  private static List<String> unified(String old, String now, String before, String after) {
    List<String> lines = before.lines().toList();
    Patch<String> patch = DiffUtils.diff(lines, after.lines().toList());
    return UnifiedDiffUtils.generateUnifiedDiff(old, now, lines, patch, CONTEXT);
  }

  /** A pull request's whole diff against the commit that its branch grew from. */
  static String of(SandboxPull pull) {
    SandboxRepository repository = pull.repository();
    String head = pull.headSha();
    String base = repository.objects().mergeBase(pull.baseSha(), head).orElse(pull.baseSha());
    NavigableMap<String, String> before = repository.files(base);
    NavigableMap<String, String> after = repository.files(head);
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    StringBuilder diff = new StringBuilder();
    for (String path : paths) {
      String old = before.containsKey(path) ? "a/" + path : "/dev/null";
      String now = after.containsKey(path) ? "b/" + path : "/dev/null";
      unified(old, now, before.getOrDefault(path, ""), after.getOrDefault(path, ""))
          .forEach(line -> diff.append(line).append('\n'));
    }
    return diff.toString();
  }
}
