package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.regex.Pattern;

/**
 * A checkout leaves no credentials behind (actions/checkout, README, "persist-credentials"). Any other
 * input that becomes stricter may fail what passed, so a person decides.
 */
final class StricterInput implements Fix {
  private static final About ABOUT = About.of(
          "stricter-input", "Lets a checkout leave no credentials behind")
      .within(Surroundings.CHOSEN);

  private static final String ACTION = "actions/checkout";
  private static final String INPUT = "persist-credentials";

  /** Commands that may need the credentials which the checkout would have left behind. */
  private static final Pattern REMOTE =
      Pattern.compile("\\bgit\\b|\\bgh\\b|(?i)release|publish|deploy");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (ChangedInput change : ChangedInput.of(diff, ACTION)) {
      if (!change.is(INPUT) || change.to().filter("false"::equals).isEmpty()) {
        continue;
      }
      String why = "the checkout leaves no credentials";
      if (needsGit(change.job())) {
        claims.ask(change.delta(), why, "a later step may use them");
      } else {
        claims.claim(change.delta(), why);
      }
    }
  }

  private static boolean needsGit(WorkflowFile.Job job) {
    return job.steps().stream()
        .filter(step -> !Steps.uses(step, ACTION))
        .anyMatch(step -> REMOTE.matcher(step.toString()).find());
  }
}
