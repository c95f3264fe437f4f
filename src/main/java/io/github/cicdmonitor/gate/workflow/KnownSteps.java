package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Delta;
import io.github.cicdmonitor.fixes.Surroundings;
import io.github.cicdmonitor.gate.workflow.ClosedWorld.Leaf;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The steps of a job: known keys, known actions with their inputs, and majors of which it is known
 * what moved.
 */
final class KnownSteps {
  private static final Pattern USUAL = KnownJob.WORDS.whole("actions that prepare nothing");
  private static final Pattern STAY = KnownJob.WORDS.whole("inputs that stay");
  private static final Pattern JUDGES = KnownJob.WORDS.whole("actions that judge");
  private static final Set<String> SAME_MAJORS = KnownJob.WORDS.set("majors that mean the same");
  private static final Pattern REPORTS = KnownJob.WORDS.whole("actions that report");
  private static final Pattern ACTIONS = KnownJob.WORDS.whole("actions");
  private static final Set<String> SHELLS = Set.of("bash", "sh", "pwsh", "powershell", "cmd");

  private final FixedJob fixed;
  private final Job job;
  private final List<Delta> deltas;
  private final Surroundings reach;
  private final KnownValues values;
  private final KnownScripts scripts;

  KnownSteps(FixedJob fixed) {
    this.fixed = fixed;
    this.job = fixed.job();
    this.deltas = fixed.deltas();
    this.reach = fixed.reach();
    this.values = new KnownValues(fixed);
    this.scripts = new KnownScripts(fixed);
  }

  Optional<String> step(Mapping step) {
    boolean here = fixed.isChanged(step);
    Optional<String> key = step.entries().keySet().stream()
        .filter(k -> !KnownJob.WORDS.set("step keys").contains(k))
        .findFirst();
    boolean soft =
        step.text("continue-on-error").filter(t -> !t.equals("false")).isPresent();
    boolean known = step.text("uses").map(KnownSteps::isKnown).orElse(true);
    Optional<Delta> uses = deltas.stream()
        .filter(d -> FixedJob.isOf(d, step) && d.isInStep("uses"))
        .findFirst();
    Optional<String> input = uses.filter(KnownSteps::isOtherMajor)
        .flatMap(d -> step.sub("with").entries().keySet().stream()
            .filter(name -> !STAY.matcher(name.toLowerCase(Locale.ROOT)).matches())
            .findFirst());
    if (input.isPresent()) {
      return Optional.of("what the input " + input.get() + " means in that major is not known");
    }
    if (uses.filter(d -> isOtherMajor(d) && !fixed.isRefused() && !meansTheSame(d))
        .isPresent()) {
      return Optional.of("what that major of " + step.text("uses").orElse("") + " does otherwise");
    }
    if (uses.filter(d -> isOtherMajor(d) && isQuiet(step)).isPresent()) {
      return Optional.of(
          "another major of " + step.text("uses").orElse("") + " may report nothing, unseen");
    }
    if (uses.filter(d -> isOtherMajor(d) && judges(d)).isPresent()) {
      return Optional.of(
          "another major of " + step.text("uses").orElse("") + " finds other things");
    }
    if (key.isPresent() || (soft && (here || reach.isEveryWord())) || !known) {
      return Optional.of("step " + title(step) + " is not understood");
    }
    boolean rights = deltas.stream()
        .anyMatch(d ->
            d.keys().contains("permissions") || d.keys().contains("fetch-depth") || setsDepth(d));
    if (rights && step.text("uses").filter(action -> !isUsual(action)).isPresent()) {
      return Optional.of("step " + title(step) + " may look at what changes");
    }
    return shell(step)
        .or(() -> here && !isCommand(step)
            ? KnownNames.names(step.text("name").orElse(""))
            : Optional.empty())
        .or(() ->
            Leaf.of(step).stream().flatMap(leaf -> values.leaf(leaf).stream()).findFirst())
        .or(() -> step.text("run").flatMap(scripts::script))
        .or(() -> KnownCaches.kept(fixed, step));
  }

  /** Whether a checkout gets another depth, and so other files to be looked at. */
  private static boolean setsDepth(Delta delta) {
    return delta.after().map(value -> value.toString().contains("fetch-depth")).orElse(false)
        && delta.before().isEmpty();
  }

  /** Each major between the two is on the list, and the action's program has what it needs to run. */
  private boolean meansTheSame(Delta uses) {
    String name = FixedJob.action(uses.textAfter());
    int from = Version.majorsBetween("v0", ref(uses.textBefore()));
    int to = Version.majorsBetween("v0", ref(uses.textAfter()));
    return job.body().get("container").isEmpty()
        && SAME_MAJORS.stream()
            .map(row -> row.split("[@-]", -1))
            .filter(row ->
                String.join("-", List.of(row).subList(0, row.length - 2)).equals(name))
            .anyMatch(row -> Integer.parseInt(row[row.length - 2]) <= from
                && to <= Integer.parseInt(row[row.length - 1]));
  }

  private static boolean isQuiet(Mapping step) {
    return REPORTS.matcher(FixedJob.action(step)).matches()
        && !step.sub("with").text("fail_ci_if_error").equals(Optional.of("true"));
  }

  private static boolean judges(Delta uses) {
    return JUDGES.matcher(FixedJob.action(uses.textAfter())).matches();
  }

  private static boolean isOtherMajor(Delta uses) {
    return Version.majorsBetween(ref(uses.textBefore()), ref(uses.textAfter())) != 0;
  }

  private static String ref(String uses) {
    return uses.substring(uses.indexOf('@') + 1);
  }

  /** Whether nothing but the spelling of a command changes in that step. */
  private boolean isCommand(Mapping step) {
    return deltas.stream().filter(d -> FixedJob.isOf(d, step)).allMatch(d -> d.isInStep("run"));
  }

  private static boolean isKnown(String uses) {
    return ACTIONS.matcher(FixedJob.action(uses)).matches();
  }

  static boolean isUsual(String uses) {
    return USUAL.matcher(FixedJob.action(uses)).matches();
  }

  static Optional<String> shell(Mapping with) {
    return with.text("shell")
        .filter(shell -> !SHELLS.contains(shell))
        .map(shell -> "the shell " + shell);
  }

  static String title(Mapping step) {
    return step.text("name")
        .or(() -> step.text("uses"))
        .or(() -> step.text("run"))
        .orElse("?")
        .lines()
        .findFirst()
        .orElse("?");
  }
}
