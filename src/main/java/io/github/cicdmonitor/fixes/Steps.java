package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps of a job: what they are called, which action they use, which is which after an edit. */
final class Steps {
  private Steps() {}

  static String title(Mapping step) {
    return step.text("name")
        .or(() -> step.text("id"))
        .or(() -> step.text("run").map(r -> r.strip().lines().findFirst().orElse("")))
        .or(() -> step.text("uses"))
        .map(Shown::quoted)
        .orElse("?");
  }

  static Optional<ActionRef> action(Mapping step) {
    return step.text("uses").flatMap(ActionRef::parse);
  }

  /** Whether the step uses that action, at whatever ref; {@code owner/repository}, lower case. */
  static boolean uses(Mapping step, String action) {
    return action(step).filter(a -> (a.name() + a.path()).equals(action)).isPresent();
  }

  /**
   * @param before index before, or -1
   * @param after index after, or -1
   */
  record Match(int before, int after) {}

  /**
   * Equal steps in their order first; between two of them, steps of the same kind in their order. A
   * step that moved is gone in one place and new in another.
   */
  static List<Match> align(List<Mapping> before, List<Mapping> after) {
    int[][] longest = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        longest[i][j] = before.get(i).equals(after.get(j))
            ? longest[i + 1][j + 1] + 1
            : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    List<Match> matches = new ArrayList<>();
    int i = 0;
    int j = 0;
    int fromBefore = 0;
    int fromAfter = 0;
    while (i < before.size() && j < after.size()) {
      if (before.get(i).equals(after.get(j))) {
        between(
            before.subList(fromBefore, i),
            after.subList(fromAfter, j),
            new Match(fromBefore, fromAfter),
            matches);
        matches.add(new Match(i, j));
        fromBefore = ++i;
        fromAfter = ++j;
      } else if (longest[i + 1][j] >= longest[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    between(
        before.subList(fromBefore, before.size()),
        after.subList(fromAfter, after.size()),
        new Match(fromBefore, fromAfter),
        matches);
    return matches;
  }

  /** @param first where the two parts begin in the lists of all steps */
  private static void between(
      List<Mapping> before, List<Mapping> after, Match first, List<Match> matches) {
    int nextAfter = 0;
    for (int i = 0; i < before.size(); i++) {
      int found = -1;
      for (int j = nextAfter; j < after.size() && found < 0; j++) {
        if (isSame(before.get(i), after.get(j), before.size() == after.size() && i == j)) {
          found = j;
        }
      }
      if (found < 0) {
        matches.add(new Match(first.before() + i, -1));
        continue;
      }
      for (int j = nextAfter; j < found; j++) {
        matches.add(new Match(-1, first.after() + j));
      }
      matches.add(new Match(first.before() + i, first.after() + found));
      nextAfter = found + 1;
    }
    for (int j = nextAfter; j < after.size(); j++) {
      matches.add(new Match(-1, first.after() + j));
    }
  }

  /** @param opposite as many steps before as after, and these two at the same place among them */
  private static boolean isSame(Mapping before, Mapping after, boolean opposite) {
    Optional<ActionRef> old = action(before);
    Optional<ActionRef> now = action(after);
    if (old.isPresent() && now.isPresent()) {
      return old.get().name().equals(now.get().name())
          && old.get().path().equals(now.get().path());
    }
    boolean named = before.get("name").isPresent() && before.get("name").equals(after.get("name"));
    boolean runs = before.get("run").isPresent() && after.get("run").isPresent();
    return runs && (named || opposite);
  }
}
