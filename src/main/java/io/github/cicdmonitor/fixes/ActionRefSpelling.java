package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.Optional;
import java.util.Set;

/**
 * A version of an action that does not exist, one spelling away from one that does: {@code v4.0} or
 * {@code 4} for {@code v4}. Owner, name and major stay.
 */
final class ActionRefSpelling implements Fix {
  private static final About ABOUT = About.of(
          "action-ref-spelling", "Corrects the spelling of an action's version")
      .within(Surroundings.PLAIN)
      .with(Trait.NEW_CODE)
      .askedBy(
          "Unable to resolve action `?([A-Za-z0-9_./-]+)@([^`,\\s]+)`?, unable to find version");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String uses = fault.group(1) + "@" + fault.group(2);
    Optional<ActionRef> action = ActionRef.parse(uses);
    Optional<String> right = action.flatMap(a -> major(a.ref()));
    boolean exists = right.isPresent()
        && fault.facts().actionMajors(action.orElseThrow().name()).contains(number(right.get()));
    if (!exists || !fault.isFresh(FactsSection.ACTIONS)) {
      return Proposed.no("no version one spelling away from " + uses + " is known");
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsAndActionsWith(uses)) {
      for (WorkflowFile.Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          if (Steps.action(step).equals(action)) {
            step.get("uses")
                .flatMap(Yaml::scalar)
                .ifPresent(scalar -> editor.replace(
                    file,
                    scalar,
                    scalar.text().substring(0, scalar.text().indexOf('@') + 1) + right.get()));
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Use " + action.orElseThrow().name() + " " + right.get(),
        uses + " does not exist; " + right.get() + " is the version of that major.",
        editor);
  }

  /** {@code v4} for {@code 4}, {@code v4.0}, {@code V4}; empty for anything else. */
  private static Optional<String> major(String ref) {
    return ref.matches("[vV]?[1-9][0-9]?(?:\\.0){0,2}") && !ref.matches("v[1-9][0-9]?")
        ? Optional.of("v" + number(ref))
        : Optional.empty();
  }

  private static int number(String ref) {
    return Version.majorsBetween("v0", ref);
  }

  /** GitHub's list of tags shows that the old one is not there, and the new one is. */
  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      delta.sameAction().ifPresent(action -> {
        String old = action.before().ref();
        String now = action.after().ref();
        Set<String> tags =
            evidence.repository().tags().getOrDefault(action.before().name(), Set.of());
        String why = now + " is the tag of that major";
        if (!major(old).equals(Optional.of(now))) {
          return;
        }
        if (tags.contains(now) && !tags.contains(old)) {
          claims.claim(delta, why);
        } else {
          claims.ask(delta, why, "no list of tags shows that only the new one exists");
        }
      });
    }
  }
}
