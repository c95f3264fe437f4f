package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.fixes.FixEvidence;
import io.github.cicdmonitor.gate.finding.Situation;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Where a proposal comes from and what it is judged against, besides its text.
 *
 * @param protectedRepository listed by the operator (C1)
 * @param fromFork the failing run was triggered from a fork (C2)
 * @param signals of orders in what the proposal was made from (C3)
 * @param otherBranch a branch that is not the default one, by somebody else (C2b)
 * @param releaseBranch release branch, tag build or merge queue (C8)
 * @param modelConfidence empty when a rule and no model made the proposal (C4)
 * @param minConfidence below it a person is asked
 * @param attemptsInSevenDays earlier tries at the same signature (C7, B-LOOP)
 * @param failedStep name of the failed step as GitHub shows it
 * @param failedJob name of the failed job as GitHub shows it
 * @param protectedPaths globs of the operator; {@code **} crosses folders
 * @param ownPaths the program's own workflow, configuration and state in that repository
 * @param evidence what a recognised fix may rest on
 */
public record GateContext(
    boolean protectedRepository,
    boolean fromFork,
    List<InjectionSignal> signals,
    boolean otherBranch,
    boolean releaseBranch,
    OptionalDouble modelConfidence,
    double minConfidence,
    int attemptsInSevenDays,
    Optional<String> failedStep,
    Optional<String> failedJob,
    List<String> protectedPaths,
    Set<String> ownPaths,
    FixEvidence evidence) {
  public GateContext {
    signals = List.copyOf(signals);
    protectedPaths = List.copyOf(protectedPaths);
    ownPaths = Set.copyOf(ownPaths);
  }

  /** What the repository and GitHub say. */
  RepositoryFacts facts() {
    return evidence.repository();
  }

  /** What the readers need of it. */
  Situation situation() {
    return new Situation(facts(), failedJob, failedStep);
  }
}
