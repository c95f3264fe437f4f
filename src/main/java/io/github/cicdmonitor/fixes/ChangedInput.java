package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One input of a step that uses the same action before and after. A {@code with:} that is new or gone
 * as a whole counts where it holds one input.
 *
 * @param name as written; GitHub compares without case, so another spelling is another input here
 * @param from empty where the input is new
 * @param to empty where it is gone
 */
record ChangedInput(Delta delta, String name, Optional<String> from, Optional<String> to) {

  /** Of the steps of jobs that use that action; {@code owner/repository}, lower case. */
  static List<ChangedInput> of(WorkflowDiff diff, String action) {
    List<ChangedInput> changes = new ArrayList<>();
    for (Delta delta : diff.deltas()) {
      boolean same = delta
          .step()
          .filter(step -> Steps.uses(step.before(), action) && Steps.uses(step.after(), action))
          .isPresent();
      if (same && !delta.isComment() && !delta.keys().isEmpty()) {
        read(delta).ifPresent(changes::add);
      }
    }
    return changes;
  }

  private static Optional<ChangedInput> read(Delta delta) {
    if (!delta.keys().get(0).equals("with") || delta.keys().size() > 2) {
      return Optional.empty();
    }
    if (delta.keys().size() == 2) {
      return change(delta, delta.keys().get(1), delta.before(), delta.after());
    }
    Mapping before = delta.before().flatMap(Yaml::mapping).orElse(Mapping.EMPTY);
    Mapping after = delta.after().flatMap(Yaml::mapping).orElse(Mapping.EMPTY);
    boolean whole = (delta.before().isEmpty() && after.entries().size() == 1)
        || (delta.after().isEmpty() && before.entries().size() == 1);
    if (!whole) {
      return Optional.empty();
    }
    String name = (before.entries().isEmpty() ? after : before)
        .entries().keySet().stream().findFirst().orElseThrow();
    return change(delta, name, before.get(name), after.get(name));
  }

  private static Optional<ChangedInput> change(
      Delta delta, String name, Optional<Yaml> from, Optional<Yaml> to) {
    Optional<String> old = from.flatMap(Yaml::scalar).map(Scalar::text);
    Optional<String> now = to.flatMap(Yaml::scalar).map(Scalar::text);
    boolean texts = old.isPresent() == from.isPresent() && now.isPresent() == to.isPresent();
    boolean literal = !Expressions.any(old.orElse("")) && !Expressions.any(now.orElse(""));
    return texts && literal && isAsWritten(from)
        ? Optional.of(new ChangedInput(delta, name, old, now))
        : Optional.empty();
  }

  /** {@code 3.10} is the number 3.1: which of the two was meant is for {@link QuotedVersion}. */
  private static boolean isAsWritten(Optional<Yaml> value) {
    return value
        .flatMap(Yaml::scalar)
        .filter(
            scalar -> scalar.type() == Yaml.Type.NUMBER && !scalar.text().equals(scalar.source()))
        .isEmpty();
  }

  boolean is(String wanted) {
    return name.equals(wanted);
  }

  boolean isNew() {
    return from.isEmpty() && to.isPresent();
  }

  boolean isGone() {
    return from.isPresent() && to.isEmpty();
  }

  boolean isEdit() {
    return from.isPresent() && to.isPresent();
  }

  /** All inputs of the step after. */
  Mapping inputs() {
    return delta.step().orElseThrow().after().sub("with");
  }

  /** All inputs of the step before. */
  Mapping inputsBefore() {
    return delta.step().orElseThrow().before().sub("with");
  }

  WorkflowFile.Job job() {
    return delta.job().orElseThrow().after();
  }

  Mapping step() {
    return delta.step().orElseThrow().after();
  }

  /** Whether a step of that action still has the value in the file after. */
  static boolean staysSomewhere(WorkflowDiff diff, String action, String input, String value) {
    return diff.after().jobs().stream()
        .flatMap(job -> job.steps().stream())
        .filter(step -> Steps.uses(step, action))
        .anyMatch(step -> step.sub("with").text(input).equals(Optional.of(value)));
  }
}
