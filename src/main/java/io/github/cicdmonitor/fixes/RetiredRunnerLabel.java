package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.Leaves.Leaf;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The label of a hosted image that is gone, or will be within half a year, to one that stays, of the
 * same system, architecture and size, at each place of a workflow. Facts: the announcements of
 * actions/runner-images, see section {@code runner_labels}.
 */
final class RetiredRunnerLabel implements Fix {
  private static final int SOON_DAYS = 180;
  private static final String IMAGE = "\\b((?i:ubuntu|windows(?:[ -]server)?|macos)["
      + " -][0-9]+(?:\\.[0-9]+)?(?:-arm|-large|-xlarge|-xl)?)\\b";
  private static final About ABOUT = About.of(
          "retired-runner-label",
          "Moves jobs from a hosted runner image that is retired to its successor")
      .mending(Category.ENVIRONMENT)
      .within(Surroundings.PLAIN)
      .askedBy(
          IMAGE + "[^\\n]{0,60}?(?:image|environment|runner)s?[^\\n]{0,40}?\\b(?:retired|deprecated"
              + "|deprecation|removed|removal|unsupported)",
          "(?i:scheduled|brownout)[^\\n]{0,80}?" + IMAGE,
          IMAGE + " (?:is|are|was|has been) (?:un|no longer )supported",
          "No runner matching[^\\n]{0,60}?labels?[^\\n]{0,40}?" + IMAGE,
          "Requested labels: " + IMAGE + "$");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    if (!fault.isFresh(FactsSection.RUNNER_LABELS)) {
      return Proposed.no("the table of runner labels is too old");
    }
    String image = fault
        .group(1)
        .toLowerCase(java.util.Locale.ROOT)
        .replaceFirst("[ -]server", "")
        .replace(' ', '-');
    Map<String, String> moves = new LinkedHashMap<>();
    for (String name : fault.facts().labels()) {
      boolean meant = name.equals(image) || name.startsWith(image + "-");
      if (meant && isEnding(fault.facts().label(name), fault.today())) {
        fault
            .facts()
            .successor(name, fault.today())
            .filter(next -> agrees(fault, next))
            .ifPresent(next -> moves.put(name, next));
      }
    }
    if (moves.isEmpty()) {
      return Proposed.no("no end or no successor of " + image + " is known");
    }
    Editor editor = new Editor(files);
    Set<String> moved = new HashSet<>();
    for (WorkflowFile file : files.workflowsWith(moves.keySet().toArray(String[]::new))) {
      moves.forEach((from, to) -> move(file, from, to, editor, moved));
    }
    return Proposed.edits(
        "ci: Move jobs off " + image,
        moved.stream()
                .sorted()
                .map(l -> l + " is retired; " + moves.get(l) + " is the next image")
                .collect(java.util.stream.Collectors.joining("; "))
            + " of the same system and architecture. Whether the job's tools are on it is not"
            + " known.",
        editor);
  }

  /** Where the annotation names labels of that architecture and size, ours must be one of them. */
  private static boolean agrees(Fault fault, String next) {
    Optional<RunnerLabel> ours = fault.facts().label(next);
    List<String> named = fault.facts().labels().stream()
        .filter(label -> fault.line().contains("(" + label + ")"))
        .filter(label -> fault
            .facts()
            .label(label)
            .filter(l -> ours.isPresent() && isAlike(l, ours.get()))
            .isPresent())
        .toList();
    return named.isEmpty() || named.contains(next);
  }

  /** Five parameters: {@code moved} collects over all files which labels were found anywhere. */
  private static void move(
      WorkflowFile file, String from, String to, Editor editor, Set<String> moved) {
    Set<Integer> done = new HashSet<>();
    for (Scalar label : handedOver(file)) {
      if (label.text().equals(from) && done.add(label.span().start())) {
        editor.replace(file, label, to);
        moved.add(from);
      }
    }
    for (Job job : file.jobs()) {
      RunnerPlaces places = RunnerPlaces.of(job);
      if (!places.holds(from) || places.wouldMerge(from, to)) {
        continue;
      }
      moved.add(from);
      for (Scalar label : places.labels()) {
        if (label.text().equals(from) && done.add(label.span().start())) {
          editor.replace(file, label, to);
        }
      }
      for (Leaf leaf : Leaves.of(job.body())) {
        boolean compares = !places.move(leaf, from, to).equals(leaf.text());
        if (compares && done.add(leaf.scalar().span().start())) {
          int start = leaf.scalar().span().start();
          int end = leaf.scalar().span().end();
          String written = file.text().substring(start, end);
          editor.replace(
              file.path(), start, end, places.move(written, leaf.key().equals("if"), from, to));
        }
      }
    }
  }

  /** What a called workflow of the repository is given, and what it takes by itself. */
  private static List<Scalar> handedOver(WorkflowFile file) {
    Stream<Scalar> given = file.jobs().stream()
        .filter(job -> job.body().text("uses").orElse("").startsWith("./"))
        .flatMap(job -> job.body().sub("with").entries().values().stream())
        .flatMap(value -> value.scalar().stream());
    Stream<Scalar> taken =
        file.root().sub("on").sub("workflow_call").sub("inputs").entries().values().stream()
            .flatMap(input -> input.asMapping().get("default").stream())
            .flatMap(value -> value.scalar().stream());
    return Stream.concat(given, taken).toList();
  }

  private static boolean isEnding(Optional<RunnerLabel> label, LocalDate today) {
    return label.filter(l -> l.isGone(today.plusDays(SOON_DAYS))).isPresent();
  }

  private static boolean isAlike(RunnerLabel a, RunnerLabel b) {
    return a.os() == b.os() && a.arch() == b.arch() && a.size().equals(b.size());
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    Map<String, Set<String>> moves = new LinkedHashMap<>();
    for (Delta delta : diff.deltas()) {
      if (isMove(delta, evidence)) {
        moves.computeIfAbsent(delta.textBefore(), l -> new HashSet<>()).add(delta.textAfter());
      }
    }
    moves.forEach((from, to) -> to.forEach(label -> {
      boolean shared = moves.entrySet().stream()
          .anyMatch(m -> !m.getKey().equals(from) && m.getValue().contains(label));
      Optional<String> reason = to.size() > 1 || shared
          ? Optional.of("two labels become one, or one becomes two")
          : doubt(diff, evidence, from, label);
      boolean isGone =
          evidence.facts().label(from).filter(l -> l.isGone(evidence.today())).isPresent();
      for (Delta delta : diff.deltas()) {
        if (isPart(delta, evidence, from, label)) {
          String why = from + " has ended or will soon; " + label + " is of the same kind";
          reason.ifPresentOrElse(doubt -> claims.ask(delta, why, doubt), () -> {
            if (isGone) {
              claims.claim(delta, why);
            } else {
              claims.claimWithin(delta, why, Surroundings.KNOWN);
            }
          });
        }
      }
    }));
  }

  private static boolean isPart(Delta delta, FixEvidence evidence, String from, String to) {
    if (delta.job().isEmpty() || !delta.isEdit()) {
      return false;
    }
    if (isMove(delta, evidence)) {
      return delta.textBefore().equals(from) && delta.textAfter().equals(to);
    }
    RunnerPlaces places = RunnerPlaces.of(delta.job().get().before());
    boolean condition = delta.keys().get(delta.keys().size() - 1).equals("if");
    return places.holds(from)
        && places.move(delta.textBefore(), condition, from, to).equals(delta.textAfter());
  }

  /** A label of a runner that took the place of one that ends. */
  private static boolean isMove(Delta delta, FixEvidence evidence) {
    boolean place = delta.job().isPresent()
        && delta.step().isEmpty()
        && delta.isEdit()
        && RunnerPlaces.of(delta.job().get().after()).isLabel(delta.after())
        && RunnerPlaces.of(delta.job().get().before()).isLabel(delta.before());
    Optional<RunnerLabel> old = evidence.facts().label(delta.textBefore());
    return place
        && isEnding(old, evidence.today())
        && target(evidence, delta.textAfter())
            .filter(now -> isAlike(old.get(), now)
                && !now.isGone(evidence.today())
                && now.rank() >= next(evidence, old.get()))
            .isPresent();
  }

  private static int next(FixEvidence evidence, RunnerLabel old) {
    return evidence
        .facts()
        .successor(old.name(), evidence.today())
        .flatMap(evidence.facts()::label)
        .map(RunnerLabel::rank)
        .orElse(Integer.MAX_VALUE);
  }

  private static Optional<RunnerLabel> target(FixEvidence evidence, String name) {
    return evidence.facts().label(evidence.facts().meant(name));
  }

  /** Also as the end of a longer name, such as that of an artifact. */
  private static boolean holds(String text, String label) {
    return Pattern.compile("(?i)" + Pattern.quote(label) + "(?![A-Za-z0-9_-]|\\.[A-Za-z0-9])")
        .matcher(text)
        .find();
  }

  private static Optional<String> doubt(
      WorkflowDiff diff, FixEvidence evidence, String from, String to) {
    if (!evidence.isFresh(FactsSection.RUNNER_LABELS)) {
      return Optional.of("the table of runner labels is older than half a year");
    }
    for (Leaf leaf : Leaves.of(diff.after().root())) {
      boolean name = leaf.key().equals("name") && !leaf.text().contains("${{");
      if (!name && holds(leaf.text(), from)) {
        return Optional.of("the label " + from + " stands elsewhere too");
      }
    }
    if (diff.after().jobs().stream()
        .flatMap(job -> job.steps().stream())
        .anyMatch(step -> holds(step.sub("with").text("name").orElse(""), from))) {
      return Optional.of("the name of an artifact holds " + from);
    }
    for (Job job : diff.before().jobs()) {
      RunnerPlaces places = RunnerPlaces.of(job);
      if (places.holds(from)) {
        Optional<Job> after =
            diff.after().jobs().stream().filter(j -> j.id().equals(job.id())).findFirst();
        Optional<String> disturbed = after
            .flatMap(now -> places.disturbs(now, from, to))
            .or(() -> after
                .filter(now -> Variants.hasTwinOn(diff, now, to))
                .map(now -> "another job runs the same commands on that image already"));
        if (disturbed.isPresent()) {
          return disturbed;
        }
        if (places.holds(to) && after.filter(places::isTold).isPresent()) {
          return Optional.of("another leg runs on that image, and something is named by it");
        }
        boolean twice = places.labels().stream()
            .map(Yaml.Scalar::text)
            .filter(label -> !label.equals(from)
                && target(evidence, label).isPresent()
                && target(evidence, label).equals(target(evidence, to)))
            .anyMatch(label -> places.wouldMerge(from, label));
        if (twice) {
          return Optional.of("another leg runs on that image already");
        }
      }
    }
    return Optional.empty();
  }
}
