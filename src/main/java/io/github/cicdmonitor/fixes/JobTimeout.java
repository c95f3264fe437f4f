package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job or step that ran longer than its {@code timeout-minutes} gets up to twice the time, at most
 * an hour, and once in 90 days: what then still does not finish hangs.
 */
final class JobTimeout implements Fix {
  private static final String KEY = "timeout-minutes";
  private static final int MOST = 60; // minutes
  private static final int SHORTEST = 60; // minutes; less may stop what works
  private static final int GITHUBS_OWN = 360; // minutes
  private static final About ABOUT = About.of(
          "job-timeout",
          "Raises timeout-minutes of a job or step, once, to at most twice as long and one hour")
      .mending(Category.TIMEOUT)
      .within(Surroundings.CHOSEN)
      .askedBy(
          "exceeded the maximum execution time of ([0-9]{1,3}) ?m",
          "^(?:##\\[error\\])?The action '.{1,200}' has timed out after ([0-9]{1,3}) minutes");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    int limit = Integer.parseInt(fault.group(1));
    if (limit == 0 || limit >= MOST) {
      return Proposed.no("the job already has " + limit + " minutes");
    }
    boolean step = fault.line().contains("The action '");
    List<FailedJob> jobs = new ArrayList<>();
    List<Scalar> places = new ArrayList<>();
    for (FailedJob job : FailedJob.candidates(fault, files)) {
      List<Mapping> holders = step ? job.job().steps() : List.of(job.job().body());
      for (Mapping holder : holders) {
        holder
            .get(KEY)
            .flatMap(Yaml::scalar)
            .filter(scalar -> minutes(scalar) == limit)
            .ifPresent(scalar -> {
              jobs.add(job);
              places.add(scalar);
            });
      }
    }
    if (places.size() != 1) {
      return Proposed.no("no one " + (step ? "step" : "job") + " has timeout-minutes: " + limit);
    }
    int raised = Math.min(2 * limit, MOST);
    Editor editor = new Editor(files);
    editor.replace(jobs.get(0).file(), places.get(0), String.valueOf(raised));
    return Proposed.edits(
        "ci: Raise the timeout of " + jobs.get(0).job().id() + " to " + raised + " minutes",
        "It was stopped after its " + limit + " minutes. If it needs longer again, it hangs.",
        editor);
  }

  /** A plain number of minutes; 0 where it is anything else. */
  private static int minutes(Scalar value) {
    boolean plain = value.type() == Yaml.Type.NUMBER && value.source().matches("[1-9][0-9]{0,2}");
    return plain ? Integer.parseInt(value.source()) : 0;
  }

  /** The key of a limit that is set or changed here. */
  static Optional<String> limit(Delta delta) {
    return delta.isInJob(KEY) || delta.isInStep(KEY)
        ? Optional.of(NamedLimits.key(delta, KEY))
        : Optional.empty();
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      Optional<String> limit = limit(delta);
      if (limit.isEmpty()) {
        continue;
      }
      if (delta.isNewText()) {
        int minutes =
            delta.after().flatMap(Yaml::scalar).map(JobTimeout::minutes).orElse(0);
        if (minutes >= SHORTEST && minutes <= GITHUBS_OWN) {
          claims.claim(delta, "a limit where there was only GitHub's own");
        }
        continue;
      }
      if (!delta.isEdit()) {
        continue;
      }
      int from = delta.before().flatMap(Yaml::scalar).map(JobTimeout::minutes).orElse(0);
      int to = delta.after().flatMap(Yaml::scalar).map(JobTimeout::minutes).orElse(0);
      if (from > 0 && to > from && to <= Math.min(2 * from, MOST)) {
        String why = "from " + from + " to " + to + " minutes";
        NamedLimits.claim(delta, limit.get(), why, evidence, claims);
      }
    }
  }
}
