package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Delta;
import io.github.cicdmonitor.fixes.Recognised;
import io.github.cicdmonitor.fixes.Recognition;
import io.github.cicdmonitor.fixes.Surroundings;
import io.github.cicdmonitor.fixes.WorkflowDiff;
import io.github.cicdmonitor.gate.shell.PlainScript;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A job as a fix leaves it, and what the fix did to it.
 *
 * @param deltas in this job
 * @param changed ids of all jobs that the fix changes
 */
record FixedJob(
    WorkflowFile file,
    Job job,
    List<Delta> deltas,
    Set<String> changed,
    Moved moved,
    Surroundings reach,
    List<Recognised> fixes) {
  private static final Set<String> RUNNERS = Set.of("ubuntu", "windows", "macos");

  /** Five parameters: stands for a constructor and takes what the record keeps. */
  static FixedJob of(
      WorkflowDiff diff,
      Job job,
      List<Delta> deltas,
      Set<String> changed,
      Recognition recognition) {
    return new FixedJob(
        diff.after(),
        job,
        deltas,
        changed,
        Moved.of(deltas),
        recognition.surroundings(),
        recognition.fixes());
  }

  /** Whether only what GitHub refuses to run gives way to what GitHub offers in its place. */
  boolean isSameCode() {
    return fixes.stream()
            .allMatch(fix -> fix.fix().equals("action-major") && !fix.kind().newCode())
        // who has a token may ask GitHub for artifacts, which another major keeps another way
        && deltas.stream().noneMatch(d -> d.textAfter().contains("-artifact@"));
  }

  /** Whether each action that moves was refused. */
  boolean isRefused() {
    return fixes.stream()
        .filter(fix -> fix.fix().equals("action-major"))
        .allMatch(fix -> fix.kind().surroundings() == Surroundings.PLAIN);
  }

  boolean takesMemory() {
    return fixes.stream().anyMatch(fix -> fix.fix().equals("heap-size"));
  }

  boolean isPrepared() {
    return reach == Surroundings.BEFORE
        || reach == Surroundings.PREPARED
        || (reach.isEveryWord() && deltas.stream().anyMatch(d -> d.isInStep("run")));
  }

  /** A job that got no machine has not run for long, and may do what nobody expects any more. */
  boolean wakes() {
    return deltas.stream().anyMatch(d -> d.isInJob("runs-on")) || movesMachine();
  }

  boolean movesMachine() {
    return deltas.stream()
        .anyMatch(
            d -> d.step().isEmpty() && RUNNERS.contains(d.textBefore().replaceFirst("-.*", "")));
  }

  int lastChanged() {
    List<Mapping> steps = job.steps();
    int last = -1;
    for (int i = 0; i < steps.size(); i++) {
      last = isChanged(steps.get(i)) ? i : last;
    }
    return last;
  }

  boolean isChanged(Mapping step) {
    return deltas.stream().anyMatch(delta -> isOf(delta, step));
  }

  static boolean isOf(Delta delta, Mapping step) {
    return delta.step().filter(s -> s.after().span().equals(step.span())).isPresent();
  }

  static List<String> commands(String script) {
    return PlainScript.commands(Expressions.literalPart(script));
  }

  /** The action without its version; GitHub does not tell capitals from small letters. */
  static String action(String uses) {
    return uses.replaceFirst("@.*", "").toLowerCase(Locale.ROOT);
  }

  /** Of a step; empty where it runs a script. */
  static String action(Mapping step) {
    return step.text("uses").map(FixedJob::action).orElse("");
  }
}
