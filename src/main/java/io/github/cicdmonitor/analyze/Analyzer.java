package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.analyze.LogExplainer.Explained;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.logs.LogCutter;
import io.github.cicdmonitor.logs.ReadLog;
import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Diagnoses;
import io.github.cicdmonitor.store.Digests;
import io.github.cicdmonitor.store.Excerpts;
import io.github.cicdmonitor.store.Failures;
import io.github.cicdmonitor.store.Failures.Stored;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.workflow.StartRefusals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Failures become incidents, incidents get their diagnosis. Each item is its own transaction and its
 * attempt is counted before it begins: a failure that stops the process is left aside after three.
 */
public final class Analyzer {
  private static final int MOST_REFUSALS = 3;
  private final JobLogs logs;
  private final RepositoryFiles files;
  private final LogExplainer explainer;
  private final Diagnostician diagnostician;
  private final GreenRuns greenRuns;
  private final EarlierReruns earlierReruns;
  private final Database database;
  private final Failures failures;
  private final Incidents incidents;
  private final Excerpts excerpts;
  private final Diagnoses diagnoses;
  private final Consumer<String> progress;

  public Analyzer(
      JobLogs logs,
      RepositoryFiles files,
      LogExplainer explainer,
      Diagnostician diagnostician,
      GreenRuns greenRuns,
      Database database,
      Consumer<String> progress) {
    this.logs = logs;
    this.files = files;
    this.explainer = explainer;
    this.diagnostician = diagnostician;
    this.greenRuns = greenRuns;
    this.earlierReruns = new EarlierReruns(database);
    this.database = database;
    this.failures = new Failures(database);
    this.incidents = new Incidents(database);
    this.excerpts = new Excerpts(database);
    this.diagnoses = new Diagnoses(database);
    this.progress = progress;
  }

  /** An item that could not be dealt with now. */
  public record Problem(String failure, MonitorException error) {}

  /** @param incidents those opened, counted up or diagnosed in this run, ascending */
  public record Result(Set<Long> incidents, List<Problem> problems) {}

  /** What a failure would become; nothing is stored but what a model's answer cost. */
  public record Preview(
      Failure failure, int occurrences, Explained explained, Diagnosis diagnosis) {}

  public Result run(Scope scope) {
    Set<Long> touched = new TreeSet<>();
    List<Problem> problems = new ArrayList<>();
    for (Stored stored : unanalysed(scope)) {
      progress.accept("reading the log of " + name(stored.failure()));
      try {
        touched.add(join(stored));
      } catch (MonitorException e) {
        stopForState(e);
        database.change(in -> {
          failures.uncountAttempt(in, stored.id(), e.explanation().line());
        });
        stopAtOnce(e);
        problems.add(new Problem(name(stored.failure()), e));
      }
    }
    for (Stored stored : failures.exhausted()) {
      if (scope.takes(repository(stored))) {
        touched.add(joinWithoutLog(stored));
      }
    }
    for (Incident incident : incidents.in(IncidentState.NEW)) {
      if (!scope.takes(incident.repository())) {
        continue;
      }
      try {
        if (diagnose(incident, scope.isOffline() || incident.attempts() >= Failures.MAX_ATTEMPTS)) {
          touched.add(incident.id());
        }
      } catch (MonitorException e) {
        stopForState(e);
        database.change(in -> {
          incidents.uncountAttempt(in, incident.id());
        });
        stopAtOnce(e);
        problems.add(new Problem("incident " + incident.id(), e));
      }
    }
    return new Result(touched, problems);
  }

  private List<Stored> unanalysed(Scope scope) {
    return scope.only().isEmpty()
        ? failures.unanalysed(scope.limit())
        : failures.unanalysed(Integer.MAX_VALUE).stream()
            .filter(stored -> scope.takes(repository(stored)))
            .limit(scope.limit())
            .toList();
  }

  private static RepositoryName repository(Stored stored) {
    return stored.failure().key().repository();
  }

  private static void stopForState(MonitorException e) {
    if (e.kind() == MonitorException.Kind.STATE) {
      throw e;
    }
  }

  /** Nothing else would work either. */
  private static void stopAtOnce(MonitorException e) {
    if (e.kind() == MonitorException.Kind.STATE || e.kind() == MonitorException.Kind.TOKEN) {
      throw e;
    }
  }

  private long join(Stored stored) {
    database.change(in -> {
      failures.countAttempt(in, stored.id());
    });
    Explained explained = explain(
        stored.failure(),
        signature -> incidents.isOpen(repository(stored), signature));
    return database
        .write(in -> incidents.join(
            in, stored.id(), stored.failure(), explained.signature(), explained.excerpt()))
        .incident();
  }

  /** Its log ended the process three times: told as it is, rather than tried for ever. */
  private long joinWithoutLog(Stored stored) {
    Failure failure = stored.failure();
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
    Signature signature =
        new Signature(ofFailure(failure, explained.signature()).value(), "");
    return database
        .write(in -> incidents.join(in, stored.id(), failure, signature, explained.excerpt()))
        .incident();
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

  /** False when it waits for the model, which is asked again at the next two runs. */
  private boolean diagnose(Incident incident, boolean offline) {
    database.change(in -> {
      incidents.countAttempt(in, incident.id());
    });
    progress.accept("diagnosing incident " + incident.id());
    Failure failure = newest(incident);
    Excerpt excerpt = excerpts.of(incident.id()).excerpt();
    Optional<Diagnosis> kept = diagnoses.kept(incident.repository(), incident.signature());
    Diagnosis diagnosis = kept.isPresent()
        ? kept.get()
        : diagnosed(incident.id(), failure, excerpt, incident.signature(), offline);
    boolean patient = incident.attempts() + 1 < Failures.MAX_ATTEMPTS;
    if (kept.isEmpty() && diagnostician.isWithoutGateway() && patient) {
      database.change(in -> {
        incidents.waitFor(in, incident.id(), "the language model");
      });
      return false;
    }
    database.change(in -> {
      diagnoses.add(in, incident, diagnosis);
      diagnoses.forgetKept(in, incident.repository(), incident.signature());
      incidents.move(in, incident, IncidentState.DIAGNOSED);
    });
    return true;
  }

  /** What an earlier re-run showed counts, whoever answered. */
  private Diagnosis diagnosed(
      long incident, Failure failure, Excerpt excerpt, Signature signature, boolean offline) {
    Diagnosis diagnosis = diagnostician.diagnose(
        incident, failure, excerpt, explainer.byRules(excerpt), offline);
    return earlierReruns.weigh(diagnosis, failure, signature);
  }

  private Failure newest(Incident incident) {
    List<Stored> of = failures.of(incident.id());
    return of.get(of.size() - 1).failure();
  }

  /** The same work for a dry run: reads, asks the model within the budget, keeps its answer. */
  public List<Preview> preview(Scope scope, List<Problem> problems) {
    Map<String, Preview> bySignature = new LinkedHashMap<>();
    for (Stored stored : unanalysed(scope)) {
      progress.accept("reading the log of " + name(stored.failure()));
      try {
        Explained explained = explain(
            stored.failure(),
            signature -> bySignature.containsKey(key(stored, signature))
                || incidents.isOpen(repository(stored), signature));
        String key = key(stored, explained.signature());
        Preview known = bySignature.get(key);
        bySignature.put(
            key,
            known == null
                ? preview(stored.failure(), explained, scope.isOffline())
                : new Preview(
                    stored.failure(),
                    known.occurrences() + 1,
                    known.explained(),
                    known.diagnosis()));
      } catch (MonitorException e) {
        stopAtOnce(e);
        problems.add(new Problem(name(stored.failure()), e));
      }
    }
    return List.copyOf(bySignature.values());
  }

  private static String key(Stored stored, Signature signature) {
    return repository(stored).key() + signature.value();
  }

  private Preview preview(Failure failure, Explained explained, boolean offline) {
    RepositoryName repository = failure.key().repository();
    Signature signature = explained.signature();
    Optional<Diagnosis> kept = diagnoses.kept(repository, signature);
    if (kept.isPresent()) {
      return new Preview(failure, 1, explained, kept.get());
    }
    Diagnosis diagnosis = diagnosed(0, failure, explained.excerpt(), signature, offline);
    if (diagnosis.analyzer() == Diagnosis.Analyzer.LLM) {
      database.change(in -> {
        diagnoses.keep(in, repository, signature, diagnosis);
      });
    }
    return new Preview(failure, 1, explained, diagnosis);
  }

  /**
   * By the log and, where the failure opens an incident, beside the last green run's.
   *
   * @param known whether there is an incident of a signature
   */
  private Explained explain(Failure failure, Predicate<Signature> known) {
    ReadLog log = read(failure);
    Explained alone = explainer.explain(log, failure.workflow(), failure.job());
    Explained named =
        new Explained(alone.excerpt(), ofFailure(failure, alone.signature()));
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
        () -> new ByteArrayInputStream(withoutLog(failure).getBytes(StandardCharsets.UTF_8)));
  }

  /** An expired log, or a run that never started: its steps and annotations are all there is. */
  private String withoutLog(Failure failure) {
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
      stopAtOnce(e);
      return List.of();
    }
  }

  private static String name(Failure failure) {
    return failure.key().repository()
        + " run " + failure.key().runId()
        + " attempt " + failure.key().attempt()
        + (failure.key().jobId() == 0 ? "" : " job " + failure.key().jobId());
  }
}
