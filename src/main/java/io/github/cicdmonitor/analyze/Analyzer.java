package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.analyze.LogExplainer.Explained;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.RepositoryFiles;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Failures;
import io.github.cicdmonitor.store.Failures.Stored;
import io.github.cicdmonitor.store.IncidentJoin;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.Leases.Piece;
import io.github.cicdmonitor.store.Outcomes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Failures become incidents, incidents get their diagnosis. Each item is its own transaction and its
 * attempt is counted before it begins: a failure that stops the process is left aside after three.
 */
public final class Analyzer {
  private final FailureLogs logs;
  private final Database database;
  private final Failures failures;
  private final Incidents incidents;
  private final IncidentJoin joins;
  private final IncidentDiagnosis diagnosing;
  private final Consumer<String> progress;
  private final Outcomes outcomes;
  private final Leases leases;

  public Analyzer(
      JobLogs logs,
      RepositoryFiles files,
      LogExplainer explainer,
      Diagnostician diagnostician,
      GreenRuns greenRuns,
      Database database,
      Consumer<String> progress) {
    this.logs = new FailureLogs(logs, files, explainer, greenRuns);
    this.database = database;
    this.failures = new Failures(database);
    this.incidents = new Incidents(database);
    this.joins = new IncidentJoin(database);
    this.diagnosing = new IncidentDiagnosis(explainer, diagnostician, database, progress);
    this.progress = progress;
    this.outcomes = new Outcomes(database);
    this.leases = new Leases(database);
  }

  /** An item that could not be dealt with now. */
  public record Problem(String failure, MonitorException error) {}

  /** @param incidents those opened, counted up or diagnosed in this run, ascending */
  public record Result(Set<Long> incidents, List<Problem> problems) {}

  /** What a failure would become; nothing is stored but what a model's answer cost. */
  public record Preview(
      Failure failure, int occurrences, Explained explained, Diagnosis diagnosis) {}

  /** @param recoveries draws the consequences of what is known to have recovered in a repository */
  public Result run(Scope scope, Consumer<RepositoryName> recoveries) {
    Result result = new Result(new TreeSet<>(), new ArrayList<>());
    joinAll(unanalysed(scope), recoveries, result);
    for (Stored stored : failures.exhausted()) {
      if (scope.takes(repository(stored))) {
        leases.ifFree(Piece.incidentsOf(repository(stored)), () -> {
          if (!leases.areShared() || failures.isExhausted(stored.id())) {
            result.incidents().add(joinWithoutLog(stored));
          }
        });
      }
    }
    leases.each(
        incidents.in(IncidentState.NEW),
        incident -> Piece.incidentsOf(incident.repository()),
        incident -> scope.takes(incident.repository()) && still(incident).isPresent(),
        incident -> still(incident).ifPresent(now -> diagnose(now, scope, result)));
    return result;
  }

  /**
   * Where others work on the same state, ends when they have dealt with what they had taken, too: whether
   * the same failed in many repositories is known before anything is decided.
   */
  private void joinAll(List<Stored> all, Consumer<RepositoryName> recoveries, Result result) {
    List<Stored> left = all;
    while (!left.isEmpty()) {
      List<Stored> elsewhere = new ArrayList<>();
      for (Stored stored : left) {
        // Asked before as well: most of what others have done needs no lease then.
        boolean ours = !isUnanalysed(stored)
            || leases.ifFree(Piece.incidentsOf(repository(stored)), () -> {
              if (isUnanalysed(stored)) {
                join(stored, recoveries, result);
              }
            });
        if (!ours) {
          elsewhere.add(stored);
        }
      }
      if (elsewhere.size() == left.size()) {
        leases.pause();
      }
      left = elsewhere;
    }
  }

  private boolean isUnanalysed(Stored stored) {
    return !leases.areShared() || failures.isUnanalysed(stored.id());
  }

  private void join(Stored stored, Consumer<RepositoryName> recoveries, Result result) {
    progress.accept("reading the log of " + name(stored.failure()));
    try {
      result.incidents().add(join(stored, recoveries));
    } catch (MonitorException e) {
      stopForState(e);
      database.change(in -> {
        failures.uncountAttempt(in, stored.id(), e.explanation().line());
      });
      stopAtOnce(e);
      result.problems().add(new Problem(name(stored.failure()), e));
    }
  }

  /** As it is by now; empty where another process has diagnosed it since it was read. */
  private Optional<Incident> still(Incident read) {
    return leases.areShared()
        ? incidents.find(read.id()).filter(now -> now.state() == IncidentState.NEW)
        : Optional.of(read);
  }

  private void diagnose(Incident incident, Scope scope, Result result) {
    try {
      if (diagnosing.diagnose(
          incident, scope.isOffline() || incident.attempts() >= Failures.MAX_ATTEMPTS)) {
        result.incidents().add(incident.id());
      }
    } catch (MonitorException e) {
      stopForState(e);
      database.change(in -> {
        incidents.uncountAttempt(in, incident.id());
      });
      stopAtOnce(e);
      result.problems().add(new Problem("incident " + incident.id(), e));
    }
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
    if (e.endsTheRun()) {
      throw e;
    }
  }

  private long join(Stored stored, Consumer<RepositoryName> recoveries) {
    database.change(in -> {
      failures.countAttempt(in, stored.id());
    });
    Explained explained = logs.explain(
        stored.failure(), signature -> incidents.isOpen(repository(stored), signature));
    while (true) {
      Optional<IncidentJoin.Joined> joined = database.write(in -> mayJoin(stored)
          ? Optional.of(joins.join(in, stored, explained.signature(), explained.excerpt()))
          : Optional.empty());
      if (joined.isPresent()) {
        return joined.get().incident();
      }
      recoveries.accept(repository(stored));
    }
  }

  /**
   * A scan that goes on at the same time may have seen an incident recover: that ends it before a newer
   * failure is counted to it, which would end with it unheard.
   */
  private boolean mayJoin(Stored stored) {
    return !leases.areShared() || !outcomes.hasRecovery(repository(stored));
  }

  /** Its log ended the process three times: told as it is, rather than tried for ever. */
  private long joinWithoutLog(Stored stored) {
    Explained explained = logs.withoutLog(stored.failure());
    return database
        .write(in -> joins.join(in, stored, explained.signature(), explained.excerpt()))
        .incident();
  }

  /** The same work for a dry run: reads, asks the model within the budget, keeps its answer. */
  public List<Preview> preview(Scope scope, List<Problem> problems) {
    Map<String, Preview> bySignature = new LinkedHashMap<>();
    for (Stored stored : unanalysed(scope)) {
      progress.accept("reading the log of " + name(stored.failure()));
      try {
        Explained explained = logs.explain(
            stored.failure(),
            signature -> bySignature.containsKey(key(stored, signature))
                || incidents.isOpen(repository(stored), signature));
        String key = key(stored, explained.signature());
        Preview known = bySignature.get(key);
        bySignature.put(
            key,
            known == null
                ? new Preview(
                    stored.failure(),
                    1,
                    explained,
                    diagnosing.preview(stored.failure(), explained, scope.isOffline()))
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

  private static String name(Failure failure) {
    return FailureLogs.name(failure);
  }
}
