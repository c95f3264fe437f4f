package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Delta;
import io.github.cicdmonitor.fixes.Recognition;
import io.github.cicdmonitor.fixes.Surroundings;
import io.github.cicdmonitor.fixes.WorkflowDiff;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether all that surrounds a recognised fix is understood: the workflow, each job that it changes,
 * and each job that waits for one of these. A value that a fix changes can be read in more ways than
 * a list could hold; so it is not the readers that are looked for: a job is made of a short list of
 * constructs in which there are none, or a person decides.
 */
public final class ClosedWorld {
  /** Keys with a text in which a version stands among other words. */
  private static final Set<String> TEXTS = Set.of("run", "image", "container");

  private static final List<String> LIMITS = List.of("job-timeout", "heap-size", "fetch-retries");

  private final WorkflowDiff diff;
  private final Map<String, String> files;
  private final WorkflowFile after;
  private final Set<String> changed = new HashSet<>();

  private ClosedWorld(WorkflowDiff diff, Map<String, String> files) {
    this.diff = diff;
    this.files = files;
    this.after = diff.after();
  }

  /**
   * Why a person decides, for the first thing in each changed job that is not understood.
   *
   * @param recognition in which every difference is a recognised fix
   * @param files of the repository at the base commit, by path, as far as they are at hand
   */
  public static List<String> doubts(Recognition recognition, Map<String, String> files) {
    boolean differs = !recognition.fixes().isEmpty();
    return recognition
        .diff()
        .filter(diff -> differs)
        .map(diff -> new ClosedWorld(diff, files).judge(recognition))
        .orElse(List.of());
  }

  private List<String> judge(Recognition recognition) {
    Map<String, List<Delta>> byJob = new LinkedHashMap<>();
    for (Delta delta : diff.deltas()) {
      if (delta.isComment()) {
        continue;
      }
      if (delta.job().isPresent()) {
        String id = delta.job().get().after().id();
        byJob.computeIfAbsent(id, key -> new ArrayList<>()).add(delta);
      } else {
        after
            .jobs()
            .forEach(
                job -> byJob.computeIfAbsent(job.id(), k -> new ArrayList<>()).add(delta));
      }
    }
    if (byJob.isEmpty()) {
      return List.of();
    }
    changed.addAll(byJob.keySet());
    List<String> doubts = new ArrayList<>();
    ofWorkflow().ifPresent(doubts::add);
    Set<String> kinds = new HashSet<>();
    recognition.fixes().forEach(fix -> kinds.add(fix.fix()));
    if (kinds.size() > 1 && LIMITS.stream().anyMatch(kinds::contains)) {
      doubts.add("a limit is raised beside another fix");
    }
    for (Job job : after.jobs()) {
      List<Delta> deltas = byJob.getOrDefault(job.id(), List.of());
      Optional<String> doubt = deltas.isEmpty()
          ? ofDependent(job)
          : ofChanged(FixedJob.of(diff, job, deltas, changed, recognition));
      if (deltas.isEmpty()
          && doubt.isEmpty()
          && recognition.surroundings().isEveryWord()
          && waits(job, new HashSet<>())) {
        doubt = new KnownJob(FixedJob.of(diff, job, deltas, changed, recognition)).doubt();
      }
      doubt
          .or(() -> deltas.isEmpty() ? keepsOld(job) : Optional.empty())
          .or(() ->
              deltas.isEmpty() ? Optional.empty() : new Annotated(diff.before()).doubt(deltas))
          .ifPresent(reason ->
              doubts.add(job.id().isEmpty() ? reason : "job " + job.id() + ": " + reason));
    }
    return doubts;
  }

  private Optional<String> ofChanged(FixedJob fixed) {
    boolean runs =
        fixed.reach() == Surroundings.PREPARED || fixed.reach().isEveryWord() || fixed.wakes();
    return new KnownJob(fixed)
        .doubt()
        .or(() -> runs ? new OwnScripts(files).doubt(fixed.job()) : Optional.empty());
  }

  private Optional<String> ofWorkflow() {
    Mapping root = after.root();
    if (root.get("runs").isPresent()) {
      return Optional.of("who uses this action, and for what, is not known");
    }
    Optional<String> key = root.entries().keySet().stream()
        .filter(k -> !KnownJob.WORDS.set("workflow keys").contains(k))
        .findFirst();
    Optional<String> event = TriggerChange.events(root).keySet().stream()
        .filter(e -> !KnownJob.WORDS.set("events").contains(e))
        .findFirst();
    return key.map(k -> "the workflow has " + k)
        .or(() -> event.map(e -> "the workflow is started by " + e));
  }

  /** A job that waits for a changed one goes on as before, and never decides by how that one ended. */
  private Optional<String> ofDependent(Job job) {
    if (!waits(job, new HashSet<>())) {
      return Optional.empty();
    }
    for (Leaf leaf : Leaf.of(job.body())) {
      for (String expression : leaf.expressions()) {
        boolean ends = leaf.path().equals("if") // of the job; a step goes by its own job
            && expression.matches("(?s).*\\b(?:always|failure|cancelled|success)\\s*\\(.*");
        boolean asks = changed.stream()
                .anyMatch(id -> expression.contains("needs." + id.toLowerCase(Locale.ROOT)))
            || expression.matches("(?s).*(?<![\\w.])needs(?!\\.[\\w-]+\\.).*");
        if (asks || ends) {
          return Optional.of("it goes by how a changed job ended: " + expression);
        }
      }
    }
    return Optional.empty();
  }

  /** A version that another job still takes was not everywhere too old. */
  private Optional<String> keepsOld(Job job) {
    List<Delta> versions = diff.deltas().stream()
        .filter(d -> d.step().isPresent() && !d.keys().isEmpty())
        .filter(d -> d.keys().get(d.keys().size() - 1).contains("version"))
        .toList();
    Moved moved = Moved.of(versions);
    Moved machines =
        Moved.of(diff.deltas().stream().filter(d -> d.isInJob("runs-on")).toList());
    return Leaf.of(job.body()).stream()
        .filter(leaf -> !leaf.path().startsWith("strategy.")) // a leg is there for its version
        .filter(leaf -> keeps(leaf, moved, machines))
        .findFirst()
        .map(leaf -> leaf.key() + " keeps the old version: " + leaf.text().strip());
  }

  private static boolean keeps(Leaf leaf, Moved moved, Moved machines) {
    if (TEXTS.contains(leaf.key())) {
      return moved.versions().matcher(Expressions.literalPart(leaf.text())).find();
    }
    boolean version = leaf.key().matches(".*(?:version|python|node|java|ruby|php|go)")
        && moved.values().contains(leaf.text())
        && moved.versions().matcher(leaf.text()).matches();
    boolean machine =
        !leaf.key().equals("runs-on") && machines.names().matcher(leaf.text()).find();
    return version || machine;
  }

  private boolean waits(Job job, Set<String> seen) {
    if (!seen.add(job.id())) {
      return false;
    }
    Set<String> needs = new HashSet<>();
    job.body().get("needs").ifPresent(value -> Leaf.of(value).forEach(l -> needs.add(l.text())));
    return needs.stream().anyMatch(changed::contains)
        || after.jobs().stream()
            .filter(other -> needs.contains(other.id()))
            .anyMatch(other -> waits(other, seen));
  }

  /**
   * A text with the keys above it.
   *
   * @param key the last one
   * @param path all of them, with dots between
   */
  record Leaf(String key, String path, Yaml.Scalar scalar) {
    String text() {
      return scalar.text();
    }

    /** The expressions in it, as {@link Expressions#normal} gives them. */
    List<String> expressions() {
      return key.equals("if") && !Expressions.any(text())
          ? List.of(Expressions.normal(text()))
          : Expressions.in(text());
    }

    static List<Leaf> of(Yaml value) {
      List<Leaf> leaves = new ArrayList<>();
      collect("", "", value, leaves);
      return leaves;
    }

    private static void collect(String key, String path, Yaml value, List<Leaf> leaves) {
      value.scalar().ifPresent(scalar -> leaves.add(new Leaf(key, path, scalar)));
      value.sequence().ifPresent(s -> s.items().forEach(i -> collect(key, path, i, leaves)));
      value
          .mapping()
          .ifPresent(m -> m.entries()
              .forEach((k, item) -> collect(k, path.isEmpty() ? k : path + "." + k, item, leaves)));
    }
  }
}
