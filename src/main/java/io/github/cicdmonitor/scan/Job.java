package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.model.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A job of one attempt. The id is that of its check run as well. */
public record Job(
    long id,
    String name,
    String status,
    String conclusion,
    String url,
    List<Step> steps,
    Optional<Instant> completedAt) {
  public Job {
    steps = List.copyOf(steps);
  }
}
