package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.command.AllowedCommands;
import io.github.cicdmonitor.command.CommandRunner;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.CommandRuns;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.DiagnosedIncidents;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.SignatureHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Decides on every diagnosed incident that has no decision yet, also on those of earlier runs. */
public final class DecideStage {
  private final Database database;
  private final Decider decider;
  private final Decisions decisions;
  private final CommandRunner commands;
  private final DiagnosedIncidents diagnosed;
  private final Incidents incidents;
  private final Leases leases;
  private final Consumer<String> log;
  private final Consumer<String> progress;

  /**
   * @param log takes what was decided and why, a line for each incident
   * @param progress takes what is about to take long
   */
  public DecideStage(
      Database database,
      Decider decider,
      Decisions decisions,
      CommandRunner commands,
      Consumer<String> log,
      Consumer<String> progress) {
    this.database = database;
    this.decider = decider;
    this.decisions = decisions;
    this.commands = commands;
    this.diagnosed = new DiagnosedIncidents(database);
    this.incidents = new Incidents(database);
    this.leases = new Leases(database);
    this.log = log;
    this.progress = progress;
  }

  /**
   * @param incidents those that were looked at
   * @param asBefore those of them that wait for what they waited for before
   * @param waiting a sentence for each that waits
   */
  public record Result(
      Set<Long> incidents, Set<Long> asBefore, List<String> waiting, List<Problem> problems) {}

  /** An incident that could not be decided on now. */
  public record Problem(long incident, MonitorException error) {}

  public Result run(Predicate<RepositoryName> scope) {
    Result result =
        new Result(new TreeSet<>(), new TreeSet<>(), new ArrayList<>(), new ArrayList<>());
    leases.each(
        incidents.in(IncidentState.DIAGNOSED),
        incident -> Leases.Piece.incidentsOf(incident.repository()),
        incident -> incident.action().isEmpty()
            && scope.test(incident.repository())
            && still(incident).isPresent(),
        incident -> still(incident).ifPresent(now -> decide(now, result)));
    return result;
  }

  /** As it is by now; empty where another process has decided on it since it was read. */
  private Optional<Incident> still(Incident read) {
    return leases.areShared()
        ? incidents
            .find(read.id())
            .filter(now -> now.state() == IncidentState.DIAGNOSED)
            .filter(now -> now.action().isEmpty())
        : Optional.of(read);
  }

  private void decide(Incident incident, Result result) {
    try {
      Optional<DiagnosedIncident> c = diagnosed.apply(incident);
      if (c.isEmpty()) {
        database.change(in -> decisions.reopen(in, incident)); // its diagnosis was damaged
      } else {
        decide(c.get(), result);
        result.incidents().add(incident.id());
      }
    } catch (MonitorException e) {
      if (e.endsTheRun()) {
        throw e;
      }
      result.problems().add(new Problem(incident.id(), e));
    }
  }

  private void decide(DiagnosedIncident c, Result result) {
    long id = c.incident().id();
    Decider.Verdict verdict;
    boolean holds;
    do {
      List<String> outage = decider.outage(c);
      Decider.Verdict now = decider.decide(c, known -> run(known, result.problems()));
      verdict = now;
      // The rest of what it rests on is of its repository, where nobody else is at work.
      holds = now.decision()
          .map(decision -> decisions.save(c, decision, () -> decider.outage(c).equals(outage)))
          .orElse(true);
    } while (!holds);
    log.accept(reasons(c.incident(), verdict));
    Decider.Verdict last = verdict;
    if (last.decision().isEmpty()) {
      result.waiting().add("incident " + id + " waits for " + last.waitingFor());
      if (!database.write(in -> incidents.waitFor(in, id, last.waitingFor()))) {
        result.asBefore().add(id);
      }
    }
  }

  private CommandRunner.Outcome run(DiagnosedIncident c, List<Problem> problems) {
    progress.accept(
        "running " + AllowedCommands.shown(c.diagnosis().remediation().command()));
    CommandRunner.Outcome outcome = commands.run(c);
    outcome.problem().ifPresent(e -> problems.add(new Problem(c.incident().id(), e)));
    return outcome;
  }

  /** What was decided and why, on one line of the log. */
  private static String reasons(Incident incident, Decider.Verdict verdict) {
    String of = "incident " + incident.id() + " in " + incident.repository() + ": ";
    return of
        + verdict
            .decision()
            .map(decision -> decision.action().word()
                + (decision.note().isEmpty() ? "" : ", " + decision.note())
                + decision
                    .judged()
                    .map(judged -> ", "
                        + RiskTable.text(judged.decision()).strip().replaceAll("\\s*\\R\\s*", "; "))
                    .orElse(""))
            .orElse("waits for " + verdict.waitingFor());
  }

  /** A person wants an incident analysed again. False when there is no such incident. */
  public boolean analyseAgain(long id) {
    Optional<Incident> incident = incidents.find(id);
    if (incident.filter(new SignatureHistory(database)::isFollowed).isPresent()) {
      throw no(id, "a newer incident for this failure is still open", "Use its number");
    }
    Optional<PullRequests.PullRequest> open = incident
        .filter(this::isOffered)
        .flatMap(found -> new PullRequests(database).of(found.id()));
    if (open.isPresent()) {
      throw no(
          id,
          "pull request #" + open.get().number() + " is open for it",
          "Merge or close it first: " + open.get().url());
    }
    incident.ifPresent(found -> database.change(in -> {
      decisions.reopen(in, found);
      new CommandRuns(database).allowAgain(in, found);
    }));
    return incident.isPresent();
  }

  /** Its pull request waits to be merged, and nothing was seen since that changes that. */
  private boolean isOffered(Incident incident) {
    return incident.state() == IncidentState.PULL_REQUEST_OPEN
        && new Outcomes(database)
            .open().stream().noneMatch(outcome -> outcome.incident() == incident.id());
  }

  private static MonitorException no(long id, String why, String next) {
    return MonitorException.of(
        MonitorException.Kind.NO, "could not analyse incident " + id + " again", why, next);
  }
}
