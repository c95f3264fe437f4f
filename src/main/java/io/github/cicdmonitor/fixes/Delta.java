package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * One difference of meaning between a workflow before and after. Together the differences of a file
 * are all there is: where they are undone, both files mean the same.
 *
 * @param path of the file
 * @param job the job it is in, before and after; empty at the level of the workflow
 * @param step the step it is in, before and after; empty outside of steps
 * @param keys from the step, else the job, else the workflow, down to what differs; {@code [2]} is
 *     an item of a list, {@code #} a comment; empty where the step, or job, is new or gone as a whole
 * @param before what stood there
 * @param after what stands there
 */
public record Delta(
    String path,
    Optional<Pair<Job>> job,
    Optional<Pair<Mapping>> step,
    List<String> keys,
    Optional<Yaml> before,
    Optional<Yaml> after) {
  /** The same thing in both files; the empty thing where it is new or gone. */
  public record Pair<T>(T before, T after) {}

  public Delta {
    keys = List.copyOf(keys);
  }

  /** Whether it stands at these keys of a step. */
  public boolean isInStep(String... wanted) {
    return step.isPresent() && keys.equals(List.of(wanted));
  }

  /** Whether it stands at these keys of a job, outside of its steps. */
  public boolean isInJob(String... wanted) {
    return job.isPresent() && step.isEmpty() && keys.equals(List.of(wanted));
  }

  /** The text before; empty where there is none. */
  public String textBefore() {
    return before.flatMap(Yaml::scalar).map(Scalar::text).orElse("");
  }

  /** The text after; empty where there is none. */
  public String textAfter() {
    return after.flatMap(Yaml::scalar).map(Scalar::text).orElse("");
  }

  /** Whether a text took the place of a text. */
  public boolean isEdit() {
    return before.flatMap(Yaml::scalar).isPresent()
        && after.flatMap(Yaml::scalar).isPresent();
  }

  /** Whether a text stands where nothing stood. */
  public boolean isNewText() {
    return before.isEmpty() && after.flatMap(Yaml::scalar).isPresent();
  }

  /** What a step uses, where both are the same action, each by its own version. */
  Optional<Pair<ActionRef>> sameAction() {
    Optional<ActionRef> old = ActionRef.parse(textBefore()).filter(action -> isInStep("uses"));
    Optional<ActionRef> now = ActionRef.parse(textAfter());
    return old.flatMap(from -> now.filter(from::sameActionAs).map(to -> new Pair<>(from, to)));
  }

  public boolean isComment() {
    return keys.contains(Comments.KEY);
  }

  /** The line in the file after, or in the one before where something is gone; 1-based. */
  public int line() {
    return after.or(() -> before).map(Yaml::line).orElse(0);
  }

  /** For people: {@code job test, step Set up Go: with.go-version}. */
  public String where() {
    StringBuilder where = new StringBuilder();
    job.map(j -> j.after().id().isEmpty() ? j.before().id() : j.after().id())
        .filter(id -> !id.isEmpty())
        .ifPresent(id -> where.append("job ").append(id));
    step.map(s -> Steps.title(s.after().entries().isEmpty() ? s.before() : s.after()))
        .ifPresent(
            t -> where.append(where.isEmpty() ? "" : ", ").append("step ").append(t));
    if (!keys.isEmpty()) {
      where.append(where.isEmpty() ? "" : ": ").append(String.join(".", keys));
    }
    return where.toString();
  }
}
