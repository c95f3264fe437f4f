package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An input of an action becomes stricter: what passed may fail now, and never the other way round. A
 * closed list; the values are those of the actions' own descriptions (action.yml).
 */
final class StricterInput implements Fix {
  private record Strict(String action, String input, String value) {}

  private static final List<Strict> STRICT = List.of(
      new Strict("actions/upload-artifact", "if-no-files-found", "error"),
      new Strict("actions/checkout", "persist-credentials", "false"));

  /** Commands that may need the credentials which the checkout would have left behind. */
  private static final Pattern REMOTE =
      Pattern.compile("\\bgit\\b|\\bgh\\b|(?i)release|publish|deploy");

  @Override
  public String name() {
    return "stricter-input";
  }

  @Override
  public Surroundings surroundings() {
    return Surroundings.CHOSEN;
  }

  @Override
  public String title() {
    return "Sets an input of an action to its stricter value";
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Strict strict : STRICT) {
      for (ChangedInput change : ChangedInput.of(diff, strict.action())) {
        boolean set = change.is(strict.input())
            && change.to().filter(strict.value()::equals).isPresent();
        if (set && strict.input().equals("persist-credentials") && needsGit(change.job())) {
          claims.ask(
              change.delta(), "the checkout leaves no credentials", "a later step may use them");
        } else if (set && !isLast(change)) {
          claims.ask(
              change.delta(), "the stricter value of this input", "what follows may not run then");
        } else if (set && isLookedAt(change)) {
          claims.ask(
              change.delta(),
              "the stricter value of this input",
              "its failure decides what else runs");
        } else if (set) {
          claims.claim(change.delta(), "the stricter value of this input");
        }
      }
    }
  }

  /** A step that may fail, or whose outcome another one looks at. */
  private static boolean isLookedAt(ChangedInput change) {
    boolean soft = change.step().get("continue-on-error").isPresent();
    return soft
        || change
            .step()
            .text("id")
            .filter(id -> change.job().body().toString().contains("steps." + id + "."))
            .isPresent();
  }

  /** Whether no command follows that its failure would keep from running. */
  private static boolean isLast(ChangedInput change) {
    List<Yaml.Mapping> steps = change.job().steps();
    int at = MissingAptUpdate.indexOf(steps, change.step());
    boolean harmless = change.is("persist-credentials");
    return harmless
        || (at >= 0
            && steps.subList(at + 1, steps.size()).stream()
                .allMatch(step -> step.get("run").isEmpty()));
  }

  private static boolean needsGit(WorkflowFile.Job job) {
    return job.steps().stream()
        .filter(step -> !Steps.uses(step, "actions/checkout"))
        .anyMatch(step -> REMOTE.matcher(step.toString()).find());
  }
}
