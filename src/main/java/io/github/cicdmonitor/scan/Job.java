package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.model.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job of one attempt. The id is that of its check run as well.
 *
 * @param onRunner whether a runner was ever assigned
 * @param createdAt when it was queued
 */
public record Job(
    long id,
    String name,
    String status,
    String conclusion,
    String url,
    List<Step> steps,
    boolean onRunner,
    Optional<Instant> createdAt,
    Optional<Instant> completedAt) {
  public Job {
    steps = List.copyOf(steps);
  }

  /** Whether it was cancelled before any runner took it. */
  boolean endedUnassigned() {
    return conclusion.equals("cancelled") && steps.isEmpty() && !onRunner;
  }

  /** From queueing to the end; zero where GitHub does not say. */
  Duration lasted() {
    return createdAt
        .flatMap(from -> completedAt.map(to -> Duration.between(from, to)))
        .orElse(Duration.ZERO);
  }
}
