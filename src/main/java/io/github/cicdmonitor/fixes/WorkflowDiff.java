package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.Delta.Pair;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A workflow before and after, and everything in which they differ. Two texts are equal only when
 * they are the same characters and, outside of inputs and variables, the same type: GitHub makes a
 * text of every input, but {@code 'false'} is true in a condition.
 */
public final class WorkflowDiff {
  private static final int DIGITS_KEPT = 15;
  private static final Set<String> ALWAYS_TEXT = Set.of("env", "name", "run", "uses");

  private final WorkflowFile before;
  private final WorkflowFile after;
  private final List<Delta> deltas = new ArrayList<>();

  private Optional<Pair<Job>> job = Optional.empty();
  private Optional<Pair<Mapping>> step = Optional.empty();

  private WorkflowDiff(WorkflowFile before, WorkflowFile after) {
    this.before = before;
    this.after = after;
  }

  public static WorkflowDiff of(WorkflowFile before, WorkflowFile after) {
    WorkflowDiff diff = new WorkflowDiff(before, after);
    diff.compareRoot();
    Comments.compare(before, after, diff.deltas);
    Aliases.compare(before, after, diff.deltas);
    return diff;
  }

  /** Empty where the file is not there before and after, or cannot be read. */
  public static Optional<WorkflowDiff> of(ParsedChange change) {
    if (change.change().before().isEmpty() || change.change().after().isEmpty()) {
      return Optional.empty();
    }
    Optional<WorkflowFile> after = change.after().at(change.path());
    return change.before().at(change.path()).flatMap(old -> after.map(now -> of(old, now)));
  }

  public WorkflowFile before() {
    return before;
  }

  public WorkflowFile after() {
    return after;
  }

  public List<Delta> deltas() {
    return List.copyOf(deltas);
  }

  private void compareRoot() {
    for (String key : EntryChange.keys(before.root(), after.root())) {
      boolean both = isMapping(before.root(), key) && isMapping(after.root(), key);
      if (key.equals("jobs") && both) {
        jobs();
      } else if (key.equals("runs") && both) {
        compareJob(
            new Job("", before.root().sub("runs")), new Job("", after.root().sub("runs")));
      } else {
        value(List.of(key), before.root().get(key), after.root().get(key));
      }
    }
  }

  private void jobs() {
    Mapping old = before.root().sub("jobs");
    Mapping now = after.root().sub("jobs");
    for (String id : EntryChange.keys(old, now)) {
      Job from = new Job(id, old.sub(id));
      Job to = new Job(id, now.sub(id));
      if (isMapping(old, id) && isMapping(now, id)) {
        compareJob(from, to);
      } else {
        job = Optional.of(new Pair<>(from, to));
        add(List.of(), old.get(id), now.get(id));
        job = Optional.empty();
      }
    }
  }

  private static boolean isMapping(Mapping in, String key) {
    return in.get(key).flatMap(Yaml::mapping).isPresent();
  }

  private static boolean isListOfSteps(Optional<Yaml> value) {
    return value
        .flatMap(Yaml::sequence)
        .filter(s -> s.items().stream().allMatch(item -> item.mapping().isPresent()))
        .isPresent();
  }

  private void compareJob(Job from, Job to) {
    job = Optional.of(new Pair<>(from, to));
    for (String key : EntryChange.keys(from.body(), to.body())) {
      Optional<Yaml> old = from.body().get(key);
      Optional<Yaml> now = to.body().get(key);
      if (key.equals("steps") && isListOfSteps(old) && isListOfSteps(now)) {
        steps(from.steps(), to.steps());
      } else {
        value(List.of(key), old, now);
      }
    }
    job = Optional.empty();
  }

  private void steps(List<Mapping> old, List<Mapping> now) {
    for (Steps.Match match : Steps.align(old, now)) {
      Mapping from = match.before() < 0 ? Mapping.EMPTY : old.get(match.before());
      Mapping to = match.after() < 0 ? Mapping.EMPTY : now.get(match.after());
      step = Optional.of(new Pair<>(from, to));
      if (match.before() < 0) {
        add(List.of(), Optional.empty(), Optional.of(to));
      } else if (match.after() < 0) {
        add(List.of(), Optional.of(from), Optional.empty());
      } else {
        for (String key : EntryChange.keys(from, to)) {
          value(List.of(key), from.get(key), to.get(key));
        }
      }
      step = Optional.empty();
    }
  }

  private void value(List<String> at, Optional<Yaml> old, Optional<Yaml> now) {
    Optional<Mapping> from = old.flatMap(Yaml::mapping);
    Optional<Mapping> to = now.flatMap(Yaml::mapping);
    if (from.isPresent() && to.isPresent()) {
      for (String key : EntryChange.keys(from.get(), to.get())) {
        value(with(at, key), from.get().get(key), to.get().get(key));
      }
      boolean ordered = step.isEmpty()
          && at.size() >= 2
          && at.subList(0, 2).equals(List.of("strategy", "matrix"));
      if (ordered && !sameOrder(from.get(), to.get())) {
        add(with(at, "(order)"), old, now);
      }
      return;
    }
    List<Yaml> items = old.flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
    List<Yaml> others = now.flatMap(Yaml::sequence).map(s -> s.items()).orElse(List.of());
    boolean sequences =
        old.flatMap(Yaml::sequence).isPresent() && now.flatMap(Yaml::sequence).isPresent();
    if (sequences && items.size() == others.size()) {
      for (int i = 0; i < items.size(); i++) {
        value(with(at, "[" + i + "]"), Optional.of(items.get(i)), Optional.of(others.get(i)));
      }
    } else if (!isSame(at, old, now)) {
      add(at, old, now);
    }
  }

  private boolean isSame(List<String> at, Optional<Yaml> old, Optional<Yaml> now) {
    Optional<Scalar> from = old.flatMap(Yaml::scalar);
    Optional<Scalar> to = now.flatMap(Yaml::scalar);
    if (from.isPresent() && to.isPresent()) {
      boolean input = at.get(0).equals("with") && step.isPresent(); // a called workflow has types
      boolean typed = !input && !ALWAYS_TEXT.contains(at.get(0));
      boolean numbers =
          from.get().type() == Yaml.Type.NUMBER && to.get().type() == Yaml.Type.NUMBER;
      return from.get().text().equals(to.get().text())
          && (!numbers || from.get().source().equals(to.get().source())) // 010 is 8 to some readers
          && (from.get().type() == to.get().type()
              || (!typed && !isLongNumber(from.get()) && !isLongNumber(to.get())));
    }
    return old.equals(now);
  }

  /** The runner keeps 15 digits of a number that it makes a text of. */
  private static boolean isLongNumber(Scalar scalar) {
    return scalar.type() == Yaml.Type.NUMBER && scalar.source().length() > DIGITS_KEPT;
  }

  /** The keys that both matrices, or both legs, have stand in the same order: names of checks are made of it. */
  private static boolean sameOrder(Mapping from, Mapping to) {
    List<String> old = new ArrayList<>(from.entries().keySet());
    List<String> now = new ArrayList<>(to.entries().keySet());
    old.retainAll(now);
    now.retainAll(old);
    return old.equals(now);
  }

  private void add(List<String> at, Optional<Yaml> old, Optional<Yaml> now) {
    deltas.add(new Delta(before.path(), job, step, at, old, now));
  }

  private static List<String> with(List<String> at, String key) {
    List<String> keys = new ArrayList<>(at);
    keys.add(key);
    return keys;
  }
}
