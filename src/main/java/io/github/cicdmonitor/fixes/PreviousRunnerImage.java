package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * A {@code -latest} label that moved to a new image, pinned to the image on which the job last
 * passed. Both images are what "Set up job" printed; the table only says which labels move.
 */
final class PreviousRunnerImage implements Fix {
  // what a job misses on a newer image
  private static final List<Pattern> TRIGGERS = List.of(
      Pattern.compile("([A-Za-z0-9_.+-]+): (?:command )?not found"),
      Pattern.compile(
          "(?:spawn|exec:?) \"?([A-Za-z0-9_.+-]+)\"?[: ].*(?:ENOENT|not found in \\$PATH)"),
      Pattern.compile("The term '([^']+)' is not recognized as a name of a cmdlet"),
      Pattern.compile("was not found for (?:Ubuntu|macOS|Windows) "),
      Pattern.compile("has no installation candidate|Unable to locate package"),
      Pattern.compile("invalid developer directory '/Applications/Xcode"));

  @Override
  public String name() {
    return "previous-runner-image";
  }

  @Override
  public String title() {
    return "Pins a job to the runner image on which it last passed";
  }

  @Override
  public List<Pattern> triggers() {
    return TRIGGERS;
  }

  @Override
  public Category category() {
    return Category.ENVIRONMENT;
  }

  @Override
  public boolean needsImages() {
    return true;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    if (fault.images().isEmpty()) {
      return Proposed.no("the images of the last passed and the failed run are not known");
    }
    Evidence.Images images = fault.images().get();
    if (!isOlder(fault.facts(), fault.today(), images)) {
      return Proposed.no("the job did not move to a newer image");
    }
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsAt(fault.workflow())) {
      if (!file.path().equals(fault.workflow())) {
        continue;
      }
      for (Job job : file.jobs()) {
        RunnerPlaces places = RunnerPlaces.of(job);
        String shown = job.body().text("name").orElse(job.id());
        if (shown.equals(fault.job()) && places.axis().isEmpty()) {
          places.labels().stream()
              .filter(label -> moved(fault.facts(), label.text(), images))
              .forEach((Scalar label) -> editor.replace(file, label, images.green()));
        }
      }
    }
    return Proposed.edits(
        "ci: Pin the runner to " + images.green(),
        "The job last passed on " + images.green() + " and fails on " + images.red()
            + ", which the label means now. This gives time; it is no lasting remedy.",
        editor);
  }

  private static boolean moved(Facts facts, String label, Evidence.Images images) {
    return facts
        .latest(label)
        .flatMap(latest -> facts.label(latest.current()))
        .filter(now -> facts.label(images.green()).filter(g -> isAlike(g, now)).isPresent())
        .isPresent();
  }

  private static boolean isAlike(RunnerLabel a, RunnerLabel b) {
    return a.os() == b.os() && a.arch() == b.arch() && a.size().equals(b.size());
  }

  private static boolean isOlder(Facts facts, java.time.LocalDate today, Evidence.Images images) {
    Optional<RunnerLabel> green = facts.label(images.green());
    Optional<RunnerLabel> red = facts.label(images.red());
    return green.isPresent()
        && red.isPresent()
        && isAlike(green.get(), red.get())
        && !green.get().isGone(today)
        && green.get().rank() < red.get().rank();
  }

  @Override
  public void recognise(WorkflowDiff diff, Evidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      boolean label = delta.isInJob("runs-on") && delta.isEdit();
      Optional<LatestLabel> latest = evidence.facts().latest(delta.textBefore());
      Optional<RunnerLabel> target = evidence.facts().label(delta.textAfter());
      if (!label || latest.isEmpty() || target.isEmpty()) {
        continue;
      }
      Evidence.Images meant =
          new Evidence.Images(delta.textAfter(), latest.get().current());
      if (!isOlder(evidence.facts(), evidence.today(), meant)) {
        continue;
      }
      String why = "the job last passed on " + delta.textAfter();
      Optional<Evidence.Images> images = evidence.images();
      if (images.isEmpty()) {
        claims.ask(
            delta, "an older image of the same system", "on which image it passed is not known");
      } else if (!images.get().green().equals(delta.textAfter())
          || !isOlder(evidence.facts(), evidence.today(), images.get())) {
        claims.ask(
            delta, "an older image of the same system", "it did not last pass on that image");
      } else if (diff.deltas().stream().filter(d -> !d.isComment()).count() > 1) {
        claims.ask(delta, why, "more than this job's label changes");
      } else if (!evidence.isFresh(Section.RUNNER_LABELS)) {
        claims.ask(delta, why, "the table of runner labels is older than half a year");
      } else {
        claims.claim(delta, why);
      }
    }
  }
}
