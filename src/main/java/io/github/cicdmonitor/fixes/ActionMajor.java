package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Reachability;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.Version.Step;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A higher version of an action that a workflow uses already. Proposed where GitHub refuses to run
 * the version at hand (facts: section {@code actions}); recognised wherever the new tag is known to
 * exist. Actions that read each other's data move together.
 */
final class ActionMajor implements Fix {
  private static final About ABOUT = About.of(
          "action-major", "Raises an action to a version that GitHub still runs")
      .within(Surroundings.PLAIN)
      .with(Trait.NEW_CODE)
      .askedBy(
          "uses a deprecated version of `?([A-Za-z0-9_.-]+/[A-Za-z0-9_./-]+): ?v?[^`\\s]+`?",
          "(CodeQL Action) (?:major )?versions? .*(?:deprecated|retired|no longer supported)",
          "[Tt]his version of the (CodeQL Action) (?:was|is|has been) (?:deprecated|retired)");

  private static final int MOST_MAJORS = 5;
  private static final Set<String> GITHUBS_OWN = Set.of("actions", "github");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    if (!fault.isFresh(FactsSection.ACTIONS)) {
      return Proposed.no("the table of actions is too old");
    }
    String named = fault.group(1).equals("CodeQL Action")
        ? "github/codeql-action"
        : fault.group(1).toLowerCase(Locale.ROOT);
    ActionFacts facts = fault.facts().actions();
    Set<String> together = new LinkedHashSet<>(facts.movesWith(named));
    together.add(named);
    Editor editor = new Editor(files);
    Set<String> moved = new LinkedHashSet<>();
    for (WorkflowFile file : files.workflowsAndActionsWith(together.toArray(String[]::new))) {
      Set<Integer> done = new HashSet<>();
      boolean uploads = false;
      for (Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          Optional<ActionRef> action = Steps.action(step).filter(a -> together.contains(a.name()));
          Optional<String> ref = action.flatMap(a -> working(facts, a));
          Optional<Yaml.Scalar> uses = step.get("uses").flatMap(Yaml::scalar);
          if (ref.isPresent() && uses.isPresent() && done.add(uses.get().span().start())) {
            String text = uses.get().text();
            editor.replace(file, uses.get(), text.substring(0, text.indexOf('@') + 1) + ref.get());
            moved.add(action.get().name() + " " + action.get().ref() + " to " + ref.get());
            uploads |= action.get().name().equals(Artifacts.UPLOAD);
          }
        }
      }
      if (uploads) {
        Artifacts.of(file).separate(editor);
      }
    }
    return Proposed.edits(
        "ci: Raise " + named + " to a version that still runs",
        "GitHub refuses the version in use. Lowest versions that run: " + String.join(", ", moved)
            + ".",
        editor);
  }

  /** The ref to use in place of one that is refused; tags only, a commit cannot be looked up. */
  private static Optional<String> working(ActionFacts facts, ActionRef action) {
    Optional<Version> version = Version.parse(action.ref());
    if (version.isEmpty() || !Version.isPlain(action.ref()) || action.isCommit()) {
      return Optional.empty();
    }
    int major = major(action.ref());
    OptionalInt lowest = facts.replacement(action.name());
    if (facts.isShut(action.name(), major) && lowest.isPresent()) {
      return Optional.of("v" + lowest.getAsInt());
    }
    return facts.refuses(action) ? Optional.of("v" + major) : Optional.empty();
  }

  private static int major(String ref) {
    return Version.parse(ref).map(v -> v.parts().get(0).intValue()).orElse(-1);
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      Optional<Delta.Pair<ActionRef>> action = delta.sameAction();
      if (action.isEmpty()) {
        continue;
      }
      ActionRef before = action.get().before();
      ActionRef after = action.get().after();
      Optional<Delta> comment = VersionComment.of(diff, delta);
      Optional<String> doubt = doubt(diff, evidence, before, after, comment)
          .or(() -> comment
              .map(c -> VersionComment.version(c.textAfter()))
              .filter(told -> !after.isCommit() && !told.equals(after.ref()))
              .map(told -> "the comment names another version"));
      boolean replaced = isReplaced(evidence, before, after);
      String why = "a later version of " + after.name();
      List<Delta> both = new ArrayList<>(List.of(delta));
      comment.ifPresent(both::add);
      for (Delta one : both) {
        if (doubt.isPresent()) {
          claims.ask(one, why, doubt.get());
        } else if (replaced) {
          claims.claimKnownCode(one, why + "; GitHub no longer runs " + before.ref());
        } else if (refuses(evidence, before)) {
          claims.claim(one, why);
        } else {
          claims.claimWithin(one, why, Surroundings.KNOWN);
        }
      }
    }
  }

  private static boolean refuses(FixEvidence evidence, ActionRef action) {
    return evidence.isFresh(FactsSection.ACTIONS) && evidence.facts().actions().refuses(action);
  }

  /**
   * Whether GitHub refuses to run this version of an action of its own. GitHub runs the job and holds
   * its secrets and its token, so what it offers instead is in no other hands.
   */
  private static boolean isReplaced(FixEvidence evidence, ActionRef before, ActionRef after) {
    return GITHUBS_OWN.contains(before.owner())
        && !before.isCommit()
        && evidence.facts().actionMajors(after.name()).contains(major(after.ref()))
        && refuses(evidence, before);
  }

  /** Five parameters: the comment beside the reference is evidence as much as the two references. */
  private static Optional<String> doubt(
      WorkflowDiff diff,
      FixEvidence evidence,
      ActionRef before,
      ActionRef after,
      Optional<Delta> comment) {
    if (diff.after().root().get("dependencies").isPresent()) {
      return Optional.of("the workflow locks its actions, and the lock would have to move too");
    }
    if (after.isCommit()) {
      return commit(evidence, before, after, comment);
    }
    if (before.isCommit()) {
      return Optional.of("a commit becomes a tag, which can move");
    }
    if (after.ref().startsWith("v") != before.ref().startsWith("v")
        || !Version.isPlain(before.ref())
        || !Version.isPlain(after.ref())) {
      return Optional.of("its versions cannot be compared");
    }
    Step step = Version.step(before.ref(), after.ref());
    boolean refused = refuses(evidence, before);
    if (!GITHUBS_OWN.contains(before.owner()) && step != Step.MAJOR && !refused) {
      return Optional.of("nothing shows that another release of somebody else's is needed");
    }
    boolean wider = before.ref().chars().filter(c -> c == '.').count()
        > after.ref().chars().filter(c -> c == '.').count();
    if (major(before.ref()) < 2 && step == Step.MAJOR && !refused) {
      return Optional.of("first versions had other inputs and defaults");
    }
    if (wider && !refused) {
      return Optional.of("a release becomes a tag that moves");
    }
    if (!wider && !before.ref().contains(".") && after.ref().contains(".") && step != Step.MAJOR) {
      return Optional.of("the tag that moves may be past that release");
    }
    if (!GITHUBS_OWN.contains(before.owner())
        && Version.majorsBetween(before.ref(), after.ref()) > MOST_MAJORS) {
      return Optional.of("it skips more majors than anybody has looked at");
    }
    boolean up = step == Step.PATCH || step == Step.MINOR || step == Step.MAJOR;
    if (!up && !(wider && major(before.ref()) == major(after.ref()))) {
      return Optional.of("not a later version");
    }
    if (!exists(evidence, after)) {
      return Optional.of("that " + after.ref() + " exists is not known");
    }
    if (evidence.facts().actions().refuses(after)) {
      return Optional.of("GitHub refuses to run that version too");
    }
    if (!linter(evidence, before).equals(linter(evidence, after))) {
      return Optional.of("it runs another major of the linter, which finds other things");
    }
    return family(diff, evidence, before, after);
  }

  private static OptionalInt linter(FixEvidence evidence, ActionRef action) {
    return action.name().equals("golangci/golangci-lint-action")
        ? evidence.facts().tools().golangciLintMajor(major(action.ref()))
        : OptionalInt.empty();
  }

  private static boolean exists(FixEvidence evidence, ActionRef action) {
    Set<String> tags = evidence.repository().tags().getOrDefault(action.name(), Set.of());
    boolean known = evidence.isFresh(FactsSection.ACTIONS)
        && action.ref().equals("v" + major(action.ref()))
        && evidence.facts().actionMajors(action.name()).contains(major(action.ref()));
    return tags.isEmpty() ? known : tags.contains(action.ref());
  }

  private static Optional<String> commit(
      FixEvidence evidence, ActionRef before, ActionRef after, Optional<Delta> comment) {
    if (evidence.repository().of(after) != Reachability.TAG) {
      return Optional.of("that a tag of " + after.name() + " names the commit is not known");
    }
    String from = release(evidence, before);
    String to = release(evidence, after);
    Step step = Version.step(from, to);
    boolean up = step == Step.PATCH || step == Step.MINOR || step == Step.MAJOR;
    boolean same = step == Step.SAME && !before.isCommit();
    if (!up && !same) {
      return Optional.of("no tag shows that the commit is a later version");
    }
    boolean told = comment
        .map(c -> VersionComment.version(c.textAfter()))
        .map(name -> evidence.repository().tagsOf(after).contains(name))
        .orElse(true);
    return told ? Optional.empty() : Optional.of("the comment names another version");
  }

  /** The most exact version among the tags that name the same commit; empty where there is none. */
  private static String release(FixEvidence evidence, ActionRef action) {
    return evidence.repository().tagsOf(action).stream()
        .filter(Version::isPlain)
        .max(java.util.Comparator.comparingInt(String::length))
        .orElse("");
  }

  /** What else must hold for actions that hand data to each other. */
  private static Optional<String> family(
      WorkflowDiff diff, FixEvidence evidence, ActionRef before, ActionRef after) {
    ActionFacts facts = evidence.facts().actions();
    Set<String> family = new HashSet<>(facts.movesWith(after.name()));
    if (family.isEmpty()) {
      return Optional.empty();
    }
    family.add(after.name());
    for (Job job : diff.after().jobs()) {
      for (Mapping step : job.steps()) {
        Optional<ActionRef> other = Steps.action(step).filter(a -> family.contains(a.name()));
        if (other.isPresent()
            && (!Version.isPlain(other.get().ref()) || facts.refuses(other.get()))) {
          return Optional.of("another step still uses " + other.get());
        }
      }
    }
    boolean leaves = facts.isShut(before.name(), major(before.ref()));
    return leaves && after.name().equals(Artifacts.UPLOAD)
        ? Artifacts.of(diff.after()).clash()
        : Optional.empty();
  }
}
