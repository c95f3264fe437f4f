package io.github.cicdmonitor.sandbox;

import java.time.Instant;

/** A step of a job. */
public record SandboxStep(
    int number, String name, String conclusion, Instant startedAt, Instant completedAt) {}
