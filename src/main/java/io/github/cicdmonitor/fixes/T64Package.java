package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A library whose package got the ending {@code t64} in Ubuntu 24.04 (wiki.debian.org,
 * ReleaseGoals/64bit-time), under its new name in the lines that install packages with apt. Only
 * where each runner of the job is Ubuntu 24.04 or later.
 */
final class T64Package implements Fix {
  private static final int FIRST = 2404;
  private static final About ABOUT = About.of(
          "t64-package", "Installs a library by the package name it has since Ubuntu 24.04")
      .mending(Category.DEPENDENCY)
      .within(Surroundings.BEFORE)
      .askedBy(
          "Package '?([a-z0-9][a-z0-9.+-]+)'? has no installation candidate",
          "Unable to locate package ([a-z0-9][a-z0-9.+-]+)");

  // a command of apt up to its end, over continued lines
  private static final Pattern INSTALL = Pattern.compile(
      "\\bapt(?:-get)?\\s(?:[^;&|\\n#\\\\\"'`$]|\\\\\\r?\\n)*?\\binstall\\b(?:[^;&|\\n#\\\\\"'`$]|\\\\\\r?\\n)*");
  private static final Pattern WORD = Pattern.compile("(?<=\\s)[a-z0-9][a-z0-9.+-]+(?=\\s|$)");

  private static final Pattern ELSEWHERE = Pattern.compile(
      "\\b(?:docker|podman|nerdctl|buildah|ssh|s?chroot|lxc|multipass|vagrant|kubectl|distrobox)\\b");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String name = fault.group(1);
    Optional<String> now = fault.facts().packages().t64Name(name);
    if (now.isEmpty() || !fault.isFresh(FactsSection.PACKAGES)) {
      return Proposed.no("no new name of " + name + " is known");
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(name)) {
      for (Job job : file.jobs()) {
        if (isOnNewImage(job, fault.facts())) {
          for (Mapping step : job.steps()) {
            step.get("run")
                .flatMap(Yaml::scalar)
                .ifPresent(run -> rewrite(file, run, name, now.get(), editor));
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Install " + now.get() + " instead of " + name,
        "Since Ubuntu 24.04 the package " + name + " is called " + now.get() + ".",
        editor);
  }

  /** Five parameters: a script in its file, and the two names of the package. */
  private static void rewrite(
      WorkflowFile file, Scalar run, String name, String now, Editor editor) {
    int start = run.span().start();
    String written = file.text().substring(start, run.span().end());
    String after = renamed(written, name, now);
    if (!after.equals(written)) {
      editor.replace(file.path(), start, run.span().end(), after);
    }
  }

  private static String renamed(String script, String name, String now) {
    return INSTALL
        .matcher(script)
        .replaceAll(command -> Matcher.quoteReplacement(WORD.matcher(command.group())
            .replaceAll(word -> word.group().equals(name) ? now : word.group())));
  }

  private static boolean isOnNewImage(Job job, Facts facts) {
    RunnerPlaces places = RunnerPlaces.of(job);
    return job.body().get("container").isEmpty()
        && !places.labels().isEmpty()
        && places.labels().stream()
            .map(Scalar::text)
            .map(facts::meant)
            .allMatch(l -> facts
                .label(l)
                .filter(label -> label.os() == RunnerLabel.Os.UBUNTU && label.rank() >= FIRST)
                .isPresent());
  }

  /** Nothing but names that the table has, each in a command that installs. */
  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    PackageFacts packages = evidence.facts().packages();
    for (Delta delta : diff.deltas()) {
      if (!delta.isInStep("run") || !delta.isEdit() || !delta.textAfter().contains("t64")) {
        continue;
      }
      String after = delta.textBefore();
      for (String name : packages.t64Libraries()) {
        String now = packages.t64Name(name).orElse(name);
        boolean wanted = Leaves.holdsWord(delta.textAfter(), now);
        after = wanted ? renamed(after, name, now) : after;
      }
      if (!after.equals(delta.textAfter())) {
        continue;
      }
      String why = "the package has that name since Ubuntu 24.04";
      if (!evidence.isFresh(FactsSection.PACKAGES)) {
        claims.ask(delta, why, "the table of packages is older than half a year");
      } else if (!isOnNewImage(delta.job().orElseThrow().after(), evidence.facts())) {
        claims.ask(delta, why, "the job may run on an older release, which lacks the new name");
      } else if (ELSEWHERE.matcher(delta.textBefore()).find()) {
        claims.ask(delta, why, "the packages may go into another system than the runner's");
      } else {
        claims.claim(delta, why);
      }
    }
  }
}
