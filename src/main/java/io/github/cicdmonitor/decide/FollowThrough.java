package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.effects.Withdrawal;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.StatusLine;
import io.github.cicdmonitor.store.Approvals;
import io.github.cicdmonitor.store.Approvals.Approval;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncident;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Expiry;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.Outcomes.Outcome;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.PullRequests.PullRequest;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.SentNotices;
import io.github.cicdmonitor.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws the consequences of what {@code scan} saw: states move on, people hear how it ended. */
public final class FollowThrough {
  private final Database database;
  private final NoticeWriter writer;
  private final Function<Incident, Optional<DiagnosedIncident>> cases;
  private final Reactions reactions;
  private final Expiry expiry;
  private final int mostReruns;
  private final Incidents incidents;
  private final Approvals approvals;
  private final PullRequests pullRequests;
  private final Outcomes outcomes;
  private final IncidentThread story;

  /**
   * A listed person's word by reaction, carried out like one given on the command line. {@code
   * request} is the name of the message that it was given on ({@link SentNotices.Request}).
   */
  public interface Reactions {
    void carryOut(Incident incident, boolean approved, String request, String who, Instant at);
  }

  public FollowThrough(
      Database database,
      NoticeWriter writer,
      Function<Incident, Optional<DiagnosedIncident>> cases,
      Reactions reactions,
      Expiry expiry,
      int mostReruns) {
    this.expiry = expiry;
    this.database = database;
    this.writer = writer;
    this.cases = cases;
    this.reactions = reactions;
    this.mostReruns = mostReruns;
    this.incidents = new Incidents(database);
    this.approvals = new Approvals(database);
    this.pullRequests = new PullRequests(database);
    this.outcomes = new Outcomes(database);
    this.story = new IncidentThread(database, writer);
  }

  /** The incidents whose story went on, and what could not be followed now. */
  public record Result(Set<Long> incidents, List<MonitorException> problems) {}

  public Result run() {
    Set<Long> touched = new TreeSet<>();
    List<MonitorException> problems = new ArrayList<>();
    List<Outcome> open = new ArrayList<>(outcomes.open());
    // Where both stand, no wins, whichever was seen first.
    // So it is with our re-run, which has a word of its own, and a later run that passes too.
    open.sort(Comparator.comparing(outcome -> outcome.kind() != Outcomes.Kind.REJECTED
        && outcome.kind() != Outcomes.Kind.RERUN_RECOVERED));
    for (Outcome outcome : open) {
      Optional<Incident> incident = incidents.find(outcome.incident());
      if (incident.isEmpty()) {
        continue;
      }
      try {
        apply(incident.get(), outcome);
        touched.add(incident.get().id());
      } catch (MonitorException e) {
        if (e.kind() == MonitorException.Kind.STATE) {
          throw e;
        }
        problems.add(e); // stays open; the others go on
      }
    }
    touched.addAll(expire());
    return new Result(touched, problems);
  }

  private void apply(Incident incident, Outcome outcome) {
    if (outcome.kind() == Outcomes.Kind.APPROVED || outcome.kind() == Outcomes.Kind.REJECTED) {
      String[] parts = outcome.detail().split(" ", 2);
      reactions.carryOut(
          incident, outcome.kind() == Outcomes.Kind.APPROVED, parts[0], parts[1], outcome.at());
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
        say(in, incident, IncidentThread.RERUN_OVER, IncidentThread.RECOVERED);
      }
      case RERUN_FAILED -> {
        if (incident.state() != IncidentState.RERUN_REQUESTED) {
          return; // analysed anew meanwhile: what was decided then counts
        }
        int reruns = new Reruns(database).ofRun(incident.repository(), runIn(outcome));
        if (reruns < mostReruns) {
          incidents.decideAgain(in, incident); // the failure of the next attempt has its own word
          return;
        }
        incidents.move(in, incident, IncidentState.NOTIFIED);
        cases
            .apply(incident)
            .ifPresent(c -> story.tell(
                in, Optional.of(incident), writer.failure(c, Decider.failedAgain(reruns))));
      }
      case RECOVERED -> {
        boolean undecided = incident.state() == IncidentState.NEW
            || (incident.state() == IncidentState.DIAGNOSED && incident.action().isEmpty());
        if (undecided && !story.isBegun(incident)) {
          return; // told of by its decision, which is still to be made
        }
        boolean merged = incident.state() == IncidentState.MERGED;
        boolean awaited = incident.state() == IncidentState.RERUN_REQUESTED;
        recovered(in, incident);
        if (awaited && !story.isBegun(incident)) {
          say(in, incident, IncidentThread.RERUN_OVER, IncidentThread.PASSES_AGAIN);
        }
        story.stands(
            in,
            incident,
            new StatusLine(
                "✅",
                (merged
                        ? "Resolved: the fix was merged and " + incident.branch() + " is green."
                        : "Resolved: " + incident.branch() + " passes again.")
                    + " It took " + took(incident, in.now()) + "."));
      }
      case PULL_REQUEST_MERGED -> {
        incidents.move(in, incident, IncidentState.MERGED);
        String then = " is merged; waiting for " + incident.branch() + " to pass.";
        story.stands(in, incident, new StatusLine("🟣", pull(incident) + then));
      }
      case PULL_REQUEST_CLOSED -> {
        incidents.move(in, incident, IncidentState.CLOSED);
        String then = " was closed without merging, which is a no: no other one will be opened.";
        story.stands(in, incident, new StatusLine("⏹", pull(incident) + then));
      }
      case PULL_REQUEST_EDITED -> {
        incidents.move(in, incident, IncidentState.HANDED_OVER);
        String then = " is in a person's hands now: somebody pushed to it.";
        story.stands(in, incident, new StatusLine("🤝", pull(incident) + then));
      }
      case CHECKS_RED -> {
        incidents.move(in, incident, IncidentState.FIX_FAILED);
        String failed = " failed: this fix does not help. It is not tried again.";
        StatusLine standing = new StatusLine("❌", "The checks of " + pull(incident) + failed);
        sayAndShow(in, incident, "fix_failed", standing);
      }
      case CHECKS_GREEN ->
        story.stands(
            in,
            incident,
            new StatusLine("🟢", pull(incident) + " passes its checks and can be merged."));
      case CHECKS_WAIT_FOR_PERSON -> {
        String waits = " have not begun: a person has to approve the workflow run there. With a"
            + " token of a GitHub App or a person they would start by themselves.";
        StatusLine standing = new StatusLine("🙋", "The checks of " + pull(incident) + waits);
        sayAndShow(in, incident, "checks_wait", standing);
      }
      case CHECKS_DID_NOT_START -> {
        String none = " has started: pull requests made with the token in use start none, or no"
            + " workflow runs on pull requests. With a token of a GitHub App or a person they would"
            + " start by themselves.";
        StatusLine standing = new StatusLine("🙋", "No check of " + pull(incident) + none);
        sayAndShow(in, incident, "checks_none", standing);
      }
      case APPROVED, REJECTED -> throw new IllegalStateException("handled before");
    }
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

  /** Of a detail that reads {@code run 17 attempt 1}. */
  private static long runIn(Outcome outcome) {
    return Long.parseLong(outcome.detail().split(" ", -1)[1]);
  }

  /** Whether a run other than the one we had re-run belongs to the incident by now. */
  private boolean failedSince(Incident incident, Outcome outcome) {
    return cases
        .apply(incident)
        .map(c -> !outcome.detail().startsWith("run " + c.newest().key().runId() + " "))
        .orElse(false);
  }

  /** Resolved: whatever was under way for it is not needed any more. */
  static void close(Transaction in, Database database, Incident incident) {
    Incidents incidents = new Incidents(database);
    new PullRequests(database)
        .of(incident.id())
        .filter(pull -> pull.state() == PullRequests.State.OPEN)
        .ifPresent(pull -> Withdrawal.begin(in, database, incident, pull));
    incidents.cancelWork(in, incident, "the branch recovered");
    incidents.move(in, incident, IncidentState.RESOLVED);
  }

  private void recovered(Transaction in, Incident incident) {
    close(in, database, incident);
    if (incident.state() == IncidentState.OUTAGE) {
      story.outOfOutage(in, incident, incidents.outage(incident));
    }
  }

  private Set<Long> expire() {
    Set<Long> expired = new TreeSet<>();
    // A word given in time counts, also when it cannot be carried out just now.
    SentNotices sent = new SentNotices(database);
    Set<String> words = outcomes.open().stream()
        .filter(outcome ->
            outcome.kind() == Outcomes.Kind.APPROVED || outcome.kind() == Outcomes.Kind.REJECTED)
        .map(outcome -> outcome.detail().split(" ", 2)[0])
        .collect(Collectors.toSet());
    for (Approval approval : approvals.waiting()) {
      Optional<Incident> incident = incidents.find(approval.incident());
      if (incident.isEmpty()
          || words.contains(sent.ofApproval(approval).name())
          || !expiry.isOver(approval.expiresAt())) {
        continue;
      }
      database.change(in -> {
        approvals.decide(
            in, incident.get(), approval, Approvals.State.EXPIRED, AuditLog.SELF, Optional.empty());
        if (incident.get().state() != IncidentState.AWAITING_APPROVAL) {
          return;
        }
        incidents.move(in, incident.get(), IncidentState.EXPIRED);
        StatusLine lapsed = new StatusLine(
            "⌛",
            "Nobody decided on the proposed fix in time; the request has expired and nothing was"
                + " changed.");
        String purpose = "expired:" + approval.digest().substring(0, 8);
        cases
            .apply(incident.get())
            .ifPresent(c -> story.goOn(in, c, purpose, writer.critical(), lapsed));
        story.decided(in, incident.get(), approval.digest(), lapsed);
      });
      expired.add(approval.incident());
    }
    return expired;
  }

  private void sayAndShow(Transaction in, Incident incident, String purpose, StatusLine standing) {
    say(in, incident, purpose, standing);
    story.stands(in, incident, standing);
  }

  private void say(Transaction in, Incident incident, String purpose, StatusLine standing) {
    cases.apply(incident).ifPresent(c -> story.goOn(in, c, purpose, writer.alerts(), standing));
  }
}
