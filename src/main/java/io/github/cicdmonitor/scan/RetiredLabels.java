package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.rules.RuleSet;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that GitHub ended because no runner of their label exists any more. Such a job waits, ends
 * {@code cancelled} without steps and log, and only an annotation says why.
 *
 * <p>Most cancelled runs were cancelled by a person or by a newer push, and soon. So that these cost
 * nothing, a run that was over within {@link #LEAST_WAIT} is not looked into, and of the others only
 * the annotations of jobs that waited as long and were never assigned are read: one request each.
 */
final class RetiredLabels {
  /** GitHub lets such a job wait for up to 24 h; a queue this long is rare otherwise. */
  static final Duration LEAST_WAIT = Duration.ofMinutes(10);

  private static final String RULE = "runner-label-retired";

  private final RunSource source;
  private volatile @Nullable RuleSet rules;

  RetiredLabels(RunSource source) {
    this.source = source;
  }

  /** Whether a job of this attempt can have waited long enough; asks nothing. */
  static boolean arePossible(WorkflowRun attempt) {
    Duration lasted = Duration.between(attempt.attemptStartedAt(), attempt.updatedAt());
    return attempt.conclusion().equals("cancelled") && lasted.compareTo(LEAST_WAIT) >= 0;
  }

  /** Those of the jobs whose annotations say so. */
  List<Job> among(RepositoryName repository, List<Job> jobs) {
    return jobs.stream()
        .filter(job -> job.endedUnassigned() && job.lasted().compareTo(LEAST_WAIT) >= 0)
        .filter(job ->
            source.annotations(repository, job.id()).stream().anyMatch(this::tellOfRetirement))
        .toList();
  }

  private boolean tellOfRetirement(String annotation) {
    RuleSet known = rules;
    if (known == null) {
      known = RuleSet.builtIn();
      rules = known;
    }
    return known.catches(RULE, annotation);
  }
}
