package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Step;
import io.github.cicdmonitor.store.Cursors;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Failures;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.Successes;
import io.github.cicdmonitor.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** From listed runs to failures and recoveries: asks for earlier attempts and for jobs as needed. */
final class RunReader {
  private final RunSource source;
  private final RetiredLabels retiredLabels;
  private final Cursors cursors;
  private final Failures failures;
  private final Incidents incidents;
  private final Successes successes;
  private final Outcomes outcomes;
  private final Reruns reruns;
  private final String branchPrefix;
  private final UnaryOperator<String> redaction;

  RunReader(
      RunSource source, Database database, String branchPrefix, UnaryOperator<String> redaction) {
    this.redaction = redaction;
    this.source = source;
    this.retiredLabels = new RetiredLabels(source);
    this.cursors = new Cursors(database);
    this.failures = new Failures(database);
    this.incidents = new Incidents(database);
    this.successes = new Successes(database);
    this.outcomes = new Outcomes(database);
    this.reruns = new Reruns(database);
    this.branchPrefix = branchPrefix;
  }

  /**
   * What the runs held. With an error, what was read before it: worth keeping, though the page is not
   * done.
   */
  record Reading(
      List<Failure> failures,
      List<Seen> seen,
      List<WorkflowRun> successes,
      Optional<MonitorException> error) {}

  /** How far a run has been dealt with. */
  record Seen(WorkflowRun run, int attemptDone, boolean inProgress) {}

  /** @param run as it was after that attempt */
  private record EndedAttempt(
      RepositoryName repository, long repositoryId, WorkflowRun run, int number) {}

  Reading read(MonitoredRepository repository, long repositoryId, List<WorkflowRun> runs) {
    List<Failure> found = new ArrayList<>();
    List<Seen> seen = new ArrayList<>();
    List<WorkflowRun> successes = new ArrayList<>();
    for (WorkflowRun run : runs) {
      // Runs on our own branches are outcomes of our pull requests, never failures.
      if (!repository.branch().matches(run.headBranch())
          || (run.headBranch().startsWith(branchPrefix) && !run.fromFork())) {
        continue;
      }
      try {
        List<Failure> ofRun = new ArrayList<>();
        Optional<Seen> progress = attempts(repository.name(), repositoryId, run, ofRun);
        found.addAll(ofRun);
        progress.ifPresent(seen::add);
        if (run.isComplete() && run.conclusion().equals("success") && !run.fromFork()) {
          successes.add(run);
        }
      } catch (MonitorException e) {
        return new Reading(found, seen, successes, Optional.of(e));
      }
    }
    return new Reading(found, seen, successes, Optional.empty());
  }

  /** Empty when there is nothing to remember: nothing was asked about a run of one attempt. */
  private Optional<Seen> attempts(
      RepositoryName repository, long repositoryId, WorkflowRun newest, List<Failure> found) {
    int known = cursors.attemptDone(repository, newest.id());
    int done = known;
    boolean asked = false;
    for (int attempt = known + 1; attempt <= newest.attempt(); attempt++) {
      WorkflowRun run = newest;
      if (attempt < newest.attempt()) {
        Optional<WorkflowRun> earlier = source.attempt(repository, newest.id(), attempt);
        if (earlier.isEmpty()) {
          done = attempt;
          continue;
        }
        run = earlier.get();
      }
      if (!run.isComplete()) {
        break;
      }
      Optional<Conclusion> failed = Conclusion.failing(run.conclusion());
      EndedAttempt ended = new EndedAttempt(repository, repositoryId, run, attempt);
      if (failed.isPresent()) {
        asked = true;
        found.addAll(failed(ended, failed.get()));
      } else if (RetiredLabels.arePossible(run)) {
        asked = true;
        found.addAll(retired(ended, jobs(ended)));
      }
      done = attempt;
    }
    boolean inProgress = done < newest.attempt();
    boolean plain =
        newest.attempt() == 1 && !inProgress && !cursors.isKnown(repository, newest.id());
    return plain && !asked ? Optional.empty() : Optional.of(new Seen(newest, done, inProgress));
  }

  private List<Failure> failed(EndedAttempt attempt, Conclusion conclusion) {
    List<Failure> found = new ArrayList<>();
    if (conclusion != Conclusion.STARTUP_FAILURE) {
      List<Job> jobs = jobs(attempt);
      for (Job job : jobs) {
        Conclusion.failing(job.conclusion())
            .ifPresent(why -> found.add(failure(attempt, job, why)));
      }
      found.addAll(retired(attempt, jobs));
    }
    // A run that failed without a failed job (it never started) is the failure itself.
    if (found.isEmpty()) {
      Job none = new Job(
          0,
          "",
          "completed",
          conclusion.word(),
          attempt.run().url(),
          List.of(),
          false,
          Optional.empty(),
          Optional.empty());
      found.add(failure(attempt, none, conclusion));
    }
    return found;
  }

  private List<Failure> retired(EndedAttempt attempt, List<Job> jobs) {
    return retiredLabels.among(attempt.repository(), jobs).stream()
        .map(job -> failure(attempt, job, Conclusion.CANCELLED))
        .toList();
  }

  private List<Job> jobs(EndedAttempt attempt) {
    return source.jobs(attempt.repository(), attempt.run().id(), attempt.number());
  }

  private Failure failure(EndedAttempt attempt, Job job, Conclusion conclusion) {
    WorkflowRun run = attempt.run();
    return new Failure(
        new FailureKey(attempt.repository(), run.id(), attempt.number(), job.id()),
        attempt.repositoryId(),
        redaction.apply(run.workflowName()),
        redaction.apply(run.workflowPath()),
        redaction.apply(job.name()),
        redaction.apply(run.headBranch()),
        run.headSha(),
        conclusion,
        run.event(),
        run.fromFork(),
        redaction.apply(run.actor()),
        job.url(),
        job.steps().stream()
            .map(step -> new Step(
                step.number(), redaction.apply(step.name()), step.conclusion(), step.startedAt()))
            .toList(),
        run.createdAt(),
        job.completedAt().orElse(run.updatedAt()));
  }

  /** Writes a reading; new failures and recoveries are added to {@code findings}. */
  boolean save(Transaction in, RepositoryName repository, Reading reading, ScanFindings findings) {
    for (Failure failure : reading.failures()) {
      failures.add(in, failure).ifPresent(findings.failures::add);
    }
    for (Seen seen : reading.seen()) {
      cursors.saveRun(
          in,
          repository,
          new Cursors.SeenRun(
              seen.run().id(), seen.attemptDone(), seen.inProgress(), seen.run().createdAt()));
    }
    for (WorkflowRun run : reading.successes()) {
      successes.save(
          in,
          repository,
          new Successes.Green(
              redaction.apply(run.workflowPath()),
              redaction.apply(run.headBranch()),
              new Successes.Run(run.id(), run.attempt()),
              run.attemptStartedAt()));
      recover(in, repository, run, findings);
    }
    return true;
  }

  private void recover(
      Transaction in, RepositoryName repository, WorkflowRun run, ScanFindings findings) {
    String path = redaction.apply(run.workflowPath());
    String branch = redaction.apply(run.headBranch());
    for (Incident incident : incidents.failedOn(repository, path, branch, run.attemptStartedAt())) {
      // Our own re-run has its own outcome, which FollowUp sees.
      if (reruns.isPending(incident.id(), run.id())) {
        continue;
      }
      List<Failure> all =
          failures.of(incident.id()).stream().map(Failures.Stored::failure).toList();
      String detail = new Outcomes.RunAttempt(run.id(), run.attempt()).write();
      if (successes.after(all)
          && !findings.recovered.contains(incident.id())
          && outcomes.add(
              in,
              new Outcomes.Observation(
                  incident.id(), repository, Outcomes.Kind.RECOVERED, detail))) {
        findings.recovered.add(incident.id());
      }
    }
  }
}
