package io.github.cicdmonitor.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A failed job as observed. Names are as strangers wrote them: redact and escape before telling.
 *
 * @param workflowPath {@code .github/workflows/ci.yml}; empty where GitHub gives none
 * @param fromFork whether the run's head repository is another one than the monitored
 * @param author login of who caused the run, empty where unknown
 * @param url the job's (or run's) page
 */
public record Failure(
    FailureKey key,
    long repositoryId,
    String workflow,
    String workflowPath,
    String job,
    String branch,
    String headSha,
    Conclusion conclusion,
    String event,
    boolean fromFork,
    String author,
    String url,
    List<Step> steps,
    Instant createdAt,
    Instant failedAt) {
  public Failure {
    steps = List.copyOf(steps);
  }

  /** The first step that failed or took too long. */
  public Optional<Step> failedStep() {
    return steps.stream()
        .filter(s -> s.conclusion().equals("failure") || s.conclusion().equals("timed_out"))
        .findFirst();
  }

  /** When that step began; empty where an earlier one began in the same second. */
  public Optional<Instant> failedStepBegan() {
    return failedStep()
        .filter(failed -> steps.stream()
            .filter(s -> s.number() < failed.number() && !s.conclusion().equals("skipped"))
            .noneMatch(s -> s.startedAt().equals(failed.startedAt())))
        .flatMap(Step::startedAt);
  }

  /** When the step after that one began; empty where there is none, or GitHub does not say. */
  public Optional<Instant> nextStepBegan() {
    return failedStep().stream()
        .flatMap(failed -> steps.stream().filter(s -> s.number() > failed.number()))
        .filter(s -> !s.conclusion().equals("skipped"))
        .findFirst()
        .flatMap(Step::startedAt);
  }
}
