package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.analyze.LogExplainer.Explained;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.RepositoryFiles;
import io.github.cicdmonitor.logs.LogCutter;
import io.github.cicdmonitor.logs.ReadLog;
import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Digests;
import io.github.cicdmonitor.workflow.StartRefusals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A failure's log, explained; where there is none, what else is known in its place. */
final class FailureLogs {
  private static final int MOST_REFUSALS = 3;

  private final JobLogs logs;
  private final RepositoryFiles files;
  private final LogExplainer explainer;
  private final GreenRuns greenRuns;

  FailureLogs(JobLogs logs, RepositoryFiles files, LogExplainer explainer, GreenRuns greenRuns) {
    this.logs = logs;
    this.files = files;
    this.explainer = explainer;
    this.greenRuns = greenRuns;
  }

  /** In our own words: its log could not be read, whatever was tried. */
  Explained withoutLog(Failure failure) {
    Explained explained;
    try {
      explained = explainer.explain(
          new ByteArrayInputStream("##[error]The log could not be read in three attempts"
              .getBytes(StandardCharsets.UTF_8)),
          Optional.empty(),
          failure.workflow(),
          failure.job());
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be read", e);
    }
    // Our own words for a log are no sign of an outage.
    return new Explained(
        explained.excerpt(),
        new Signature(ofFailure(failure, explained.signature()).value(), ""));
  }

  /**
   * A fork's failures are a story of their own, whatever their log says: strangers write it. A run
   * that never started has our own words for a log, and a job without a runner has GitHub's for its
   * label, the same in all repositories: neither is a sign of an outage.
   */
  private static Signature ofFailure(Failure failure, Signature signature) {
    if (failure.fromFork()) {
      return new Signature(Digests.sha256("fork " + signature.value()), "");
    }
    boolean neverStarted =
        failure.key().jobId() == 0 || failure.conclusion() == Conclusion.CANCELLED;
    return neverStarted ? new Signature(signature.value(), "") : signature;
  }

  /**
   * By the log and, where the failure opens an incident, beside the last green run's.
   *
   * @param known whether there is an incident of a signature
   */
  Explained explain(Failure failure, Predicate<Signature> known) {
    ReadLog log = read(failure);
    Explained alone = explainer.explain(log, failure.workflow(), failure.job());
    Explained named = new Explained(alone.excerpt(), ofFailure(failure, alone.signature()));
    return known.test(named.signature())
        ? named
        : explainer.compared(named, log, greenRuns.of(failure));
  }

  private ReadLog read(Failure failure) {
    Optional<LogCutter.FailedStep> step = failure
        .failedStep()
        .map(failed -> new LogCutter.FailedStep(
            failed.name(), failure.failedStepBegan(), failure.nextStepBegan()));
    try (InputStream log = open(failure)) {
      return explainer.read(log, step);
    } catch (IOException e) {
      throw new MonitorException(
          MonitorException.Kind.UNAVAILABLE,
          new Explanation(
              "could not read the log of " + name(failure),
              "the connection broke",
              "The next analyze tries again"),
          e);
    }
  }

  private InputStream open(Failure failure) {
    Optional<InputStream> log = failure.key().jobId() == 0
        ? Optional.empty()
        : logs.open(failure.key().repository(), failure.key().jobId());
    return log.orElseGet(
        () -> new ByteArrayInputStream(substitute(failure).getBytes(StandardCharsets.UTF_8)));
  }

  /** An expired log, or a run that never started: its steps and annotations are all there is. */
  private String substitute(Failure failure) {
    List<String> lines = new ArrayList<>();
    if (failure.key().jobId() != 0) {
      for (String annotation :
          logs.annotations(failure.key().repository(), failure.key().jobId())) {
        lines.add("##[error]" + annotation);
      }
      failure.failedStep().ifPresent(step -> lines.add("The failed step is " + step.name()));
    } else {
      lines.add(
          "##[error]The run ended with " + failure.conclusion().word() + " before any job began");
      lines.add("GitHub could not start the workflow " + failure.workflowPath());
      whyNotStarted(failure).forEach(why -> lines.add("##[error]" + why));
    }
    return String.join("\n", lines);
  }

  /** What in the workflow file at that commit GitHub refuses, by our own reading; the first few. */
  private List<String> whyNotStarted(Failure failure) {
    String path = failure.workflowPath();
    if (path.isEmpty()) {
      return List.of();
    }
    try {
      return files
          .file(failure.key().repository(), failure.headSha(), path)
          .map(file -> StartRefusals.of(file.text()))
          .orElse(List.of())
          .stream()
          .limit(MOST_REFUSALS)
          .map(refusal ->
              "Invalid workflow file " + path + " line " + refusal.line() + ": " + refusal.reason())
          .toList();
    } catch (MonitorException e) {
      if (e.endsTheRun()) {
        throw e;
      }
      return List.of();
    }
  }

  /** For messages. */
  static String name(Failure failure) {
    return failure.key().repository()
        + " run " + failure.key().runId()
        + " attempt " + failure.key().attempt()
        + (failure.key().jobId() == 0 ? "" : " job " + failure.key().jobId());
  }
}
