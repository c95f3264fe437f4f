package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.logs.GreenLines;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.GreenLogs;
import io.github.cicdmonitor.store.Successes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a job printed when it last passed, from the state, else from GitHub: at most one request for
 * the run's jobs and one for the log. It is of use, never needed: where it cannot be had, the failure
 * is judged by its own log.
 */
public final class GreenRuns {
  private final JobLogs logs;
  private final PassedJobs passed;
  private final Database database;
  private final GreenLogs kept;
  private final Consumer<String> progress;

  public GreenRuns(JobLogs logs, PassedJobs passed, Database database, Consumer<String> progress) {
    this.logs = logs;
    this.passed = passed;
    this.database = database;
    this.kept = new GreenLogs(database);
    this.progress = progress;
  }

  /** {@link GreenLines#NONE} where no green run is known, or its log cannot be read now. */
  GreenLines of(Failure failure) {
    Optional<Successes.Run> run = passed.run(failure);
    if (run.isEmpty() || failure.key().jobId() == 0) {
      return GreenLines.NONE;
    }
    GreenLogs.Job job =
        new GreenLogs.Job(failure.key().repository(), failure.workflowPath(), failure.job());
    return kept.find(job, run.get()).orElseGet(() -> fetched(failure, job, run.get()));
  }

  private GreenLines fetched(Failure failure, GreenLogs.Job job, Successes.Run run) {
    try {
      GreenLines lines = read(failure);
      database.change(in -> {
        kept.save(in, job, run, lines);
      });
      return lines;
    } catch (MonitorException e) {
      if (e.endsTheRun()) {
        throw e;
      }
      return without(run, e.explanation().line());
    } catch (IOException e) {
      return without(run, "the connection broke");
    }
  }

  /** A log that GitHub no longer has is kept as none: it is not asked for again. */
  private GreenLines read(Failure failure) throws IOException {
    RepositoryName repository = failure.key().repository();
    Optional<InputStream> log = passed.job(failure).flatMap(id -> logs.open(repository, id));
    if (log.isEmpty()) {
      return GreenLines.NONE;
    }
    try (InputStream in = log.get()) {
      return GreenLines.read(in);
    }
  }

  private GreenLines without(Successes.Run run, String why) {
    progress.accept("no comparison with the green run " + run.runId() + ": " + why);
    return GreenLines.NONE;
  }
}
