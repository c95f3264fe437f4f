package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * Git in a job container refuses a checkout that another user owns (actions/checkout#1048): the
 * workspace, and nothing else, is declared safe after the checkout. It changes what Git trusts, so a
 * person decides.
 */
final class SafeDirectory implements Fix {
  private static final String COMMAND =
      "git config --global --add safe.directory \"$GITHUB_WORKSPACE\"";
  private static final About ABOUT = About.of(
          "safe-directory",
          "Declares the workspace of a container job safe for Git, after the checkout")
      .askedBy("detected dubious ownership in repository at '?(/__w/|/github/workspace)");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (FailedJob failed : FailedJob.candidates(fault, files)) {
      WorkflowFile file = failed.file();
      boolean lacks = failed.job().body().get("container").isPresent()
          && !file.text().contains("safe.directory");
      (lacks ? behindCheckout(failed.job()) : Optional.<Mapping>empty())
          .ifPresent(step -> editor.addStepBefore(file, step, "run: " + COMMAND));
    }
    return Proposed.edits(
        "ci: Declare the workspace safe for Git in the container job",
        "The job runs in a container as another user than the one who owns the checkout, so Git"
            + " refuses to work in it.",
        editor);
  }

  private static Optional<Mapping> behindCheckout(Job job) {
    List<Mapping> steps = job.steps();
    for (int i = 0; i + 1 < steps.size(); i++) {
      if (Steps.uses(steps.get(i), "actions/checkout")) {
        return Optional.of(steps.get(i + 1));
      }
    }
    return Optional.empty();
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    diff.deltas().stream()
        .filter(delta ->
            delta.step().isPresent() && delta.keys().isEmpty() && delta.before().isEmpty())
        .filter(delta -> delta.step().get().after().entries().keySet().stream()
                .allMatch(key -> key.equals("run") || key.equals("name"))
            && delta
                .step()
                .get()
                .after()
                .text("run")
                .map(String::strip)
                .orElse("")
                .equals(COMMAND))
        .forEach(delta -> claims.ask(
            delta, "the workspace is declared safe for Git", "it changes what Git trusts"));
  }
}
