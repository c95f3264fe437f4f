package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.config.NoticeChannel;
import io.github.cicdmonitor.effects.WithdrawalHandler;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.Reason;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.Sequel;
import io.github.cicdmonitor.notify.StatusLine;
import io.github.cicdmonitor.notify.Wording;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncidents;
import io.github.cicdmonitor.store.Expiry;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.Leases.Piece;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.Outcomes.Outcome;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.SignatureHistory;
import io.github.cicdmonitor.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Draws the consequences of what {@code scan} saw: states move on, and people hear how it ended. */
public final class FollowThrough {
  private final Database database;
  private final NoticeWriter writer;
  private final DiagnosedIncidents cases;
  private final ApprovalWorkflow workflow;
  private final Consumer<String> note;
  private final int mostReruns;
  private final Incidents incidents;
  private final SignatureHistory history;
  private final ExpiredRequests expired;
  private final PullRequests pullRequests;
  private final Outcomes outcomes;
  private final SentNotices sent;
  private final IncidentThread thread;
  private final Leases leases;

  /** @param note takes the line that says why a decision by reaction does not count */
  public FollowThrough(
      Database database,
      NoticeWriter writer,
      ApprovalWorkflow workflow,
      Consumer<String> note,
      Expiry expiry,
      int mostReruns) {
    this.database = database;
    this.writer = writer;
    this.cases = new DiagnosedIncidents(database);
    this.workflow = workflow;
    this.note = note;
    this.mostReruns = mostReruns;
    this.incidents = new Incidents(database);
    this.history = new SignatureHistory(database);
    this.expired = new ExpiredRequests(database, writer, expiry);
    this.pullRequests = new PullRequests(database);
    this.outcomes = new Outcomes(database);
    this.sent = new SentNotices(database);
    this.thread = new IncidentThread(database, writer);
    this.leases = new Leases(database);
  }

  /** The incidents whose story went on, and what could not be followed now. */
  public record Result(Set<Long> incidents, List<MonitorException> problems) {}

  public Result run() {
    Result result = new Result(new TreeSet<>(), new ArrayList<>());
    List<Outcome> open = new ArrayList<>(outcomes.open());
    // Where both an approval and a rejection exist, the rejection wins, whichever was seen first.
    // Our own re-run has its own report, so it goes before a later run that passes too.
    open.sort(Comparator.comparing(outcome -> outcome.kind() != Outcomes.Kind.REJECTED
        && outcome.kind() != Outcomes.Kind.RERUN_RECOVERED));
    Map<Outcome, Piece> pieces = new LinkedHashMap<>();
    for (Outcome outcome : open) {
      incidents
          .find(outcome.incident())
          .ifPresent(incident -> pieces.put(outcome, Piece.incidentsOf(incident.repository())));
    }
    leases.each(
        List.copyOf(pieces.keySet()),
        pieces::get,
        outcome -> true,
        outcome -> follow(outcome, result));
    result.incidents().addAll(expired.run());
    return result;
  }

  /** What recovered in one repository, for which its lease is held. */
  public void recoveries(RepositoryName repository) {
    Result result = new Result(new TreeSet<>(), new ArrayList<>());
    outcomes.open().stream()
        .filter(outcome -> outcome.kind() == Outcomes.Kind.RECOVERED
            || outcome.kind() == Outcomes.Kind.RERUN_RECOVERED)
        .filter(outcome -> incidents
            .find(outcome.incident())
            .filter(incident -> incident.repository().equals(repository))
            .isPresent())
        .forEach(outcome -> follow(outcome, result));
  }

  /** Unless another process has, since it was read. */
  private void follow(Outcome outcome, Result result) {
    Optional<Incident> incident =
        incidents.find(outcome.incident()).filter(now -> outcomes.isOpen(outcome.id()));
    if (incident.isEmpty()) {
      return;
    }
    try {
      apply(incident.get(), outcome);
      result.incidents().add(incident.get().id());
    } catch (MonitorException e) {
      if (e.kind() == MonitorException.Kind.STATE) {
        throw e;
      }
      result.problems().add(e); // stays open; the others go on
    }
  }

  private void apply(Incident incident, Outcome outcome) {
    if (outcome.kind().isByPerson()) {
      workflow.byReaction(incident, outcome, sent, note);
      database.change(in -> {
        outcomes.handled(in, outcome.id());
      });
      return;
    }
    database.change(in -> {
      boolean open = incident.state() != IncidentState.RESOLVED;
      if (open) {
        consequence(in, incident, outcome);
      }
      outcomes.handled(in, outcome.id());
    });
  }

  private void consequence(Transaction in, Incident incident, Outcome outcome) {
    switch (outcome.kind()) {
      case RERUN_RECOVERED -> {
        if (failedSince(incident, outcome)) {
          if (incident.state() == IncidentState.RERUN_REQUESTED) {
            incidents.decideAgain(in, incident); // another run has failed meanwhile
          }
          return;
        }
        recovered(in, incident);
        say(in, incident, IncidentThread.RERUN_OVER, Wording.RECOVERED);
      }
      case RERUN_FAILED -> {
        if (incident.state() != IncidentState.RERUN_REQUESTED) {
          return; // analysed anew meanwhile: what was decided then counts
        }
        int reruns =
            new Reruns(database).ofRun(incident.repository(), outcome.run().runId());
        if (reruns < mostReruns) {
          incidents.decideAgain(in, incident); // the failure of the next attempt has its own word
          return;
        }
        incidents.move(in, incident, IncidentState.NOTIFIED);
        cases
            .apply(incident)
            .ifPresent(c -> thread.tell(
                in,
                Optional.of(incident),
                writer.failure(c, Wording.of(Reason.RERUN_FAILED, Integer.toString(reruns)))));
      }
      case RECOVERED -> {
        boolean undecided = incident.state() == IncidentState.NEW
            || (incident.state() == IncidentState.DIAGNOSED && incident.action().isEmpty());
        if (undecided && !thread.isBegun(incident)) {
          return; // told of by its decision, which is still to be made
        }
        boolean merged = incident.state() == IncidentState.MERGED;
        boolean awaited = incident.state() == IncidentState.RERUN_REQUESTED;
        recovered(in, incident);
        if (awaited && !thread.isBegun(incident)) {
          say(in, incident, IncidentThread.RERUN_OVER, Wording.PASSES_AGAIN);
        }
        String took = took(incident, in.now());
        thread.stands(
            in,
            incident,
            merged
                ? Wording.resolvedByMerge(incident.branch(), took)
                : Wording.resolved(incident.branch(), took));
      }
      case PULL_REQUEST_MERGED -> moved(in, incident, IncidentState.MERGED, outcome);
      case PULL_REQUEST_CLOSED -> moved(in, incident, IncidentState.CLOSED, outcome);
      case PULL_REQUEST_EDITED -> moved(in, incident, IncidentState.HANDED_OVER, outcome);
      case CHECKS_RED -> {
        incidents.move(in, incident, IncidentState.FIX_FAILED);
        sayAndShow(in, incident, "fix_failed", outcome);
      }
      case CHECKS_GREEN -> thread.stands(in, incident, line(incident, outcome));
      case CHECKS_WAIT_FOR_PERSON -> sayAndShow(in, incident, "checks_wait", outcome);
      case CHECKS_DID_NOT_START -> sayAndShow(in, incident, "checks_none", outcome);
      case EDITED_BEFORE_MERGE, REVERTED, REVERT_UNDONE, APPROVED, REJECTED ->
        throw new IllegalStateException("handled before");
    }
  }

  private void moved(Transaction in, Incident incident, IncidentState to, Outcome outcome) {
    incidents.move(in, incident, to);
    thread.stands(in, incident, line(incident, outcome));
  }

  private StatusLine line(Incident incident, Outcome outcome) {
    return Wording.of(outcome.kind(), pull(incident), incident.branch());
  }

  private String pull(Incident incident) {
    return pullRequests
        .of(incident.id())
        .map(pull -> "pull request #" + pull.number())
        .orElse("the pull request");
  }

  /** From its first failure to now, in the two largest units. */
  private String took(Incident incident, Instant now) {
    Instant since =
        cases.apply(incident).map(c -> c.first().failedAt()).orElse(incident.openedAt());
    long minutes = Math.max(1, Duration.between(since, now).toMinutes());
    if (minutes < 60) {
      return minutes + " min";
    }
    return minutes < 24 * 60
        ? minutes / 60 + " h " + minutes % 60 + " min"
        : minutes / (24 * 60) + " d " + minutes / 60 % 24 + " h";
  }

  /** Whether a run other than the one we had re-run belongs to the incident by now. */
  private boolean failedSince(Incident incident, Outcome outcome) {
    return cases
        .apply(incident)
        .map(c -> outcome.run().runId() != c.newest().key().runId())
        .orElse(false);
  }

  /** Resolved: whatever was under way for it is not needed any more. */
  static void close(Transaction in, Database database, Incident incident) {
    Incidents incidents = new Incidents(database);
    new PullRequests(database)
        .of(incident.id())
        .filter(pull -> pull.state() == PullRequests.State.OPEN)
        .ifPresent(pull -> WithdrawalHandler.begin(in, database, incident, pull));
    incidents.cancelWork(in, incident, "the branch recovered");
    incidents.move(in, incident, IncidentState.RESOLVED);
  }

  private void recovered(Transaction in, Incident incident) {
    close(in, database, incident);
    if (incident.state() == IncidentState.OUTAGE) {
      thread.outOfOutage(in, incident, history.outage(incident));
    }
  }

  private void sayAndShow(Transaction in, Incident incident, String purpose, Outcome outcome) {
    StatusLine line = line(incident, outcome);
    say(in, incident, purpose, line);
    thread.stands(in, incident, line);
  }

  private void say(Transaction in, Incident incident, String purpose, StatusLine line) {
    Sequel sequel = new Sequel(purpose, writer.to(NoticeChannel.ALERTS), line);
    cases.apply(incident).ifPresent(c -> thread.goOn(in, c, sequel));
  }
}
