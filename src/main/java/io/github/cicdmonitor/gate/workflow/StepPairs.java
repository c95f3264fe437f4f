package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which step before is which step after. */
final class StepPairs {
  private final List<Mapping> before;
  private final List<Mapping> after;
  private final Map<Integer, Integer> pairs = new HashMap<>();

  private StepPairs(List<Mapping> before, List<Mapping> after) {
    this.before = before;
    this.after = after;
  }

  /** Index after by index before; what is left out is gone or new. */
  static Map<Integer, Integer> of(List<Mapping> before, List<Mapping> after) {
    StepPairs pairs = new StepPairs(before, after);
    pairs.pair();
    return pairs.pairs;
  }

  /** Equal steps first, then the same id, name, action; what is left is gone or new. */
  private void pair() {
    pairBy(step -> Optional.of(Integer.toString(step.hashCode())), true);
    pairBy(step -> step.text("id").map(id -> "id " + id), false);
    pairBy(step -> step.text("name").map(name -> "name " + name), false);
    pairBy(
        step -> step.text("uses")
            .map(u -> ActionRef.parse(u).map(a -> a.name() + a.path()).orElse(u)),
        false);
    similar();
    inPlace();
  }

  private interface Key {
    Optional<String> of(Mapping step);
  }

  private void pairBy(Key key, boolean equal) {
    for (int i = 0; i < before.size(); i++) {
      if (pairs.containsKey(i)) {
        continue;
      }
      Optional<String> wanted = key.of(before.get(i));
      for (int j = 0; wanted.isPresent() && j < after.size(); j++) {
        if (!pairs.containsValue(j)
            && wanted.equals(key.of(after.get(j)))
            && (!equal || before.get(i).equals(after.get(j)))) {
          pairs.put(i, j);
          break;
        }
      }
    }
  }

  /** Commands that share most of their words, or the only step between the same neighbours. */
  private void similar() {
    for (int i = 0; i < before.size(); i++) {
      if (pairs.containsKey(i)) {
        continue;
      }
      int best = -1;
      double most = 0.34;
      for (int j = 0; j < after.size(); j++) {
        if (!pairs.containsValue(j)) {
          double likeness = likeness(before.get(i), after.get(j));
          if (likeness > most) {
            most = likeness;
            best = j;
          }
        }
      }
      if (best >= 0) {
        pairs.put(i, best);
      }
    }
  }

  /** A command between the same neighbours as before is that command in other words. */
  private void inPlace() {
    for (int i = 0; i < before.size(); i++) {
      int j = i == 0 ? 0 : pairs.getOrDefault(i - 1, -2) + 1;
      boolean free = !pairs.containsKey(i) && j >= 0 && j < after.size() && !pairs.containsValue(j);
      if (free
          && before.get(i).get("run").isPresent()
          && after.get(j).get("run").isPresent()
          && pairs.getOrDefault(i + 1, after.size()) == j + 1) {
        pairs.put(i, j);
      }
    }
  }

  private static double likeness(Mapping a, Mapping b) {
    Optional<String> run = a.text("run");
    Optional<String> other = b.text("run");
    if (run.isEmpty() || other.isEmpty()) {
      return 0;
    }
    Set<String> words = new TreeSet<>(List.of(run.get().strip().split("\\s+")));
    Set<String> others = new TreeSet<>(List.of(other.get().strip().split("\\s+")));
    Set<String> all = new TreeSet<>(words);
    all.addAll(others);
    words.retainAll(others);
    return (double) words.size() / all.size();
  }
}
