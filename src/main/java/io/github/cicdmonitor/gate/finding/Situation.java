package io.github.cicdmonitor.gate.finding;

import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.Optional;

/**
 * What a reader is told besides the two texts.
 *
 * @param failedJob name of the failed job as GitHub shows it
 * @param failedStep name of the failed step as GitHub shows it
 */
public record Situation(
    RepositoryFacts facts, Optional<String> failedJob, Optional<String> failedStep) {}
