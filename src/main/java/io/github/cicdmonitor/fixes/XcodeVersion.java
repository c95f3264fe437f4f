package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.fixes.Leaves.Leaf;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Xcode that the image has no more, to the newest one of the same major that it has
 * (actions/runner-images, images/macos/*-Readme.md). Only where a path names it.
 */
final class XcodeVersion implements Fix {
  private static final About ABOUT = About.of(
          "xcode-version", "Selects an Xcode of the same major that the runner image has")
      .mending(Category.ENVIRONMENT)
      .with(Trait.OTHER_BUILD)
      .askedBy("invalid developer directory '/Applications/Xcode_([0-9]+(?:\\.[0-9]+){0,2})\\.app");
  private static final Pattern PATH =
      Pattern.compile("/Applications/Xcode_([0-9]+(?:\\.[0-9]+){0,2})\\.app");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    if (!fault.isFresh(FactsSection.XCODE)) {
      return Proposed.no("the table of Xcode versions is too old");
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith("xcode")) {
      Set<Integer> done = new HashSet<>();
      for (Job job : file.jobs()) {
        for (Leaf leaf : Leaves.of(job.body())) {
          int start = leaf.scalar().span().start();
          int end = leaf.scalar().span().end();
          String written = file.text().substring(start, end);
          String now = moved(written, job, fault.facts());
          if (!now.equals(written) && done.add(start)) {
            editor.replace(file.path(), start, end, now);
          }
        }
      }
      for (Leaf leaf : Leaves.of(file.root().sub("env"))) {
        moved(leaf.text(), file, fault.facts())
            .ifPresent(now -> editor.replace(file, leaf.scalar(), now));
      }
    }
    return Proposed.edits(
        "ci: Use an Xcode that the runner has",
        "The image has no Xcode " + fault.group(1)
            + " any more; the newest one of that major takes its place.",
        editor);
  }

  /** For every job of a workflow: empty where they do not agree, or it stays as it is. */
  private static Optional<String> moved(String text, WorkflowFile file, Facts facts) {
    Set<String> all = new HashSet<>();
    file.jobs().stream()
        .filter(job -> RunnerPlaces.of(job).labels().stream()
            .noneMatch(label -> label.text().matches("(?i)(?:ubuntu|windows)-.*")))
        .forEach(job -> all.add(moved(text, job, facts)));
    return all.size() == 1 && !all.contains(text) ? all.stream().findFirst() : Optional.empty();
  }

  private static String moved(String text, Job job, Facts facts) {
    RunnerPlaces places = RunnerPlaces.of(job);
    if (!places.axis().isEmpty() || places.labels().size() != 1) {
      return text;
    }
    String label = places.labels().get(0).text();
    List<String> versions = facts.xcodeVersions(facts.meant(label));
    return PATH.matcher(text)
        .replaceAll(
            m -> Matcher.quoteReplacement(next(versions, m.group(1), facts).orElse(m.group())));
  }

  private static Optional<String> next(List<String> versions, String version, Facts facts) {
    boolean there = versions.stream()
        .anyMatch(v -> v.equals(version)
            || facts.xcodePath(v).equals("/Applications/Xcode_" + version + ".app"));
    String major = version.replaceFirst("\\..*", "");
    return versions.stream()
        .filter(v -> !there && v.replaceFirst("\\..*", "").equals(major))
        .filter(v -> Version.step(version, v) == Version.Step.MINOR
            || Version.step(version, v) == Version.Step.PATCH)
        .reduce((first, second) -> second)
        .map(facts::xcodePath);
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      boolean all = delta.job().isEmpty()
          && delta.keys().size() == 2
          && delta.keys().get(0).equals("env");
      if (!delta.isEdit() || (delta.job().isEmpty() && !all)) {
        continue;
      }
      String now = all
          ? moved(delta.textBefore(), diff.after(), evidence.facts()).orElse(delta.textBefore())
          : moved(delta.textBefore(), delta.job().orElseThrow().after(), evidence.facts());
      if (now.equals(delta.textBefore()) || !now.equals(delta.textAfter())) {
        continue;
      }
      String why = "the newest Xcode of that major on the image";
      boolean left = diff.after().jobs().stream()
          .filter(
              job -> all || job.id().equals(delta.job().orElseThrow().after().id()))
          .anyMatch(job -> Leaves.of(job.body()).stream()
              .anyMatch(leaf -> !moved(leaf.text(), job, evidence.facts()).equals(leaf.text())));
      if (!evidence.isFresh(FactsSection.XCODE)) {
        claims.ask(delta, why, "the table of Xcode versions is older than half a year");
      } else if (left) {
        claims.ask(delta, why, "the job names an Xcode that is not there elsewhere too");
      } else {
        claims.claim(delta, why);
      }
    }
  }
}
