package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A {@code -latest} label that moved to a new image, pinned to the image on which the job last
 * passed. Both images are what "Set up job" printed; the table only says which labels move.
 */
final class PreviousRunnerImage implements Fix {
  // what a job misses on a newer image
  private static final About ABOUT = About.of(
          "previous-runner-image", "Pins a job to the runner image on which it last passed")
      .mending(Category.ENVIRONMENT)
      .with(Trait.OTHER_BUILD, Trait.NEEDS_IMAGES)
      .askedBy(
          "([A-Za-z0-9_.+-]+): (?:command )?not found",
          "(?:spawn|exec:?) \"?([A-Za-z0-9_.+-]+)\"?[: ].*(?:ENOENT|not found in \\$PATH)",
          "The term '([^']+)' is not recognized as a name of a cmdlet",
          "was not found for (?:Ubuntu|macOS|Windows) ",
          "has no installation candidate|Unable to locate package",
          "invalid developer directory '/Applications/Xcode");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    if (fault.images().isEmpty()) {
      return Proposed.no("the images of the last passed and the failed run are not known");
    }
    FixEvidence.Images images = fault.images().get();
    if (!isOlder(fault.facts(), fault.today(), images.green(), images.red())) {
      return Proposed.no("the job did not move to a newer image");
    }
    Editor editor = new Editor(files);
    FailedJob.only(fault, files)
        .filter(failed -> RunnerPlaces.of(failed.job()).axis().isEmpty())
        .ifPresent(failed -> RunnerPlaces.of(failed.job()).labels().stream()
            .filter(label -> moved(fault.facts(), label.text(), images))
            .forEach(label -> editor.replace(failed.file(), label, images.green())));
    return Proposed.edits(
        "ci: Pin the runner to " + images.green(),
        "The job last passed on " + images.green() + " and fails on " + images.red()
            + ", which the label means now. This gives time; it is no lasting remedy.",
        editor);
  }

  private static boolean moved(Facts facts, String label, FixEvidence.Images images) {
    return facts
        .latest(label)
        .flatMap(facts::label)
        .filter(now -> facts.label(images.green()).filter(g -> isAlike(g, now)).isPresent())
        .isPresent();
  }

  private static boolean isAlike(RunnerLabel a, RunnerLabel b) {
    return a.os() == b.os() && a.arch() == b.arch() && a.size().equals(b.size());
  }

  private static boolean isOlder(Facts facts, LocalDate today, String older, String newer) {
    Optional<RunnerLabel> green = facts.label(older);
    Optional<RunnerLabel> red = facts.label(newer);
    return green.isPresent()
        && red.isPresent()
        && isAlike(green.get(), red.get())
        && !green.get().isGone(today)
        && green.get().rank() < red.get().rank();
  }

  /** Whether the images are those of the job that changes, and can be no other's. */
  private static boolean areOf(FixEvidence.Images images, WorkflowFile file, Delta delta) {
    List<Job> shown = file.jobs().stream()
        .filter(job -> FailedJob.isShownAs(job, images.job()))
        .toList();
    return !images.job().isEmpty()
        && images.workflow().equals(file.path())
        && shown.size() == 1
        && delta
            .job()
            .filter(job -> job.before().id().equals(shown.get(0).id()))
            .isPresent();
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      boolean label = delta.isInJob("runs-on") && delta.isEdit();
      Optional<String> latest = evidence.facts().latest(delta.textBefore());
      Optional<RunnerLabel> target = evidence.facts().label(delta.textAfter());
      if (!label || latest.isEmpty() || target.isEmpty()) {
        continue;
      }
      String now = latest.get();
      if (!isOlder(evidence.facts(), evidence.today(), delta.textAfter(), now)) {
        continue;
      }
      String why = "the job last passed on " + delta.textAfter();
      Optional<FixEvidence.Images> images =
          evidence.images().filter(known -> areOf(known, diff.before(), delta));
      if (images.isEmpty()) {
        claims.ask(
            delta, "an older image of the same system", "on which image it passed is not known");
      } else if (!images.get().green().equals(delta.textAfter())
          || !isOlder(
              evidence.facts(),
              evidence.today(),
              delta.textAfter(),
              images.get().red())) {
        claims.ask(
            delta, "an older image of the same system", "it did not last pass on that image");
      } else if (diff.deltas().stream().filter(d -> !d.isComment()).count() > 1) {
        claims.ask(delta, why, "more than this job's label changes");
      } else if (!evidence.isFresh(FactsSection.RUNNER_LABELS)) {
        claims.ask(delta, why, "the table of runner labels is older than half a year");
      } else {
        claims.claim(delta, why);
      }
    }
  }
}
