package io.github.cicdmonitor.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A step of a job as GitHub's metadata names it.
 *
 * @param conclusion empty while it runs
 * @param startedAt to the second
 */
public record Step(int number, String name, String conclusion, Optional<Instant> startedAt) {}
