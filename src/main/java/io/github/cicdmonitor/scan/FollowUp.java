package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.PullRequestSource.Checks;
import io.github.cicdmonitor.scan.PullRequestSource.PullRequestFacts;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.Outcomes.Kind;
import io.github.cicdmonitor.store.Outcomes.Observation;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.PullRequests.PullRequest;
import io.github.cicdmonitor.store.Reruns;
import io.github.cicdmonitor.store.Reruns.Rerun;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What became of our own pull requests and re-runs in a repository. Reads, and writes outcomes. */
public final class FollowUp {
  /** GitHub starts checks within seconds; what has not begun by then waits for something else. */
  private static final Duration CHECKS_START = Duration.ofMinutes(15);

  private final PullRequestSource pullRequests;
  private final RunSource runs;
  private final Database database;
  private final Outcomes outcomes;
  private final PullRequests ours;
  private final Reruns reruns;
  private final ReactionReader reactions;
  private final RevertReader reverts;

  public FollowUp(
      PullRequestSource pullRequests, RunSource runs, ReactionReader reactions, Database database) {
    this.pullRequests = pullRequests;
    this.runs = runs;
    this.reactions = reactions;
    this.reverts = new RevertReader(pullRequests, database);
    this.database = database;
    this.outcomes = new Outcomes(database);
    this.ours = new PullRequests(database);
    this.reruns = new Reruns(database);
  }

  void follow(RepositoryName repository, ScanFindings findings) {
    for (PullRequest pullRequest : ours.toFollow(repository)) {
      follow(pullRequest);
    }
    Map<Long, Optional<WorkflowRun>> now = new HashMap<>(); // several incidents can wait for one
    for (Rerun rerun : reruns.pending(repository)) {
      follow(rerun, now.computeIfAbsent(rerun.runId(), id -> runs.run(repository, id)), findings);
    }
    reverts.read(repository);
    reactions.read(repository, findings);
  }

  private void follow(PullRequest known) {
    Optional<PullRequestFacts> now = pullRequests.pullRequest(known.repository(), known.number());
    if (now.isEmpty()) {
      save(known, PullRequests.State.CLOSED, Kind.PULL_REQUEST_CLOSED, "gone");
      return;
    }
    PullRequestFacts facts = now.get();
    if (facts.merged()) {
      if (!facts.headSha().equals(known.headSha())) {
        database.change(
            in -> outcomes.note(in, seen(known, Kind.EDITED_BEFORE_MERGE, facts.headSha())));
      }
      save(known, PullRequests.State.MERGED, Kind.PULL_REQUEST_MERGED, facts.mergeCommit());
    } else if (!facts.open()) {
      save(known, PullRequests.State.CLOSED, Kind.PULL_REQUEST_CLOSED, "closed");
    } else if (!facts.headSha().equals(known.headSha())) {
      save(known, PullRequests.State.HANDED_OVER, Kind.PULL_REQUEST_EDITED, facts.headSha());
    } else {
      checks(known, pullRequests.checks(known.repository(), known.headSha()));
    }
  }

  private void checks(PullRequest known, Checks checks) {
    String word =
        checks == Checks.WAITING_FOR_PERSON ? "waiting" : checks.name().toLowerCase(Locale.ROOT);
    boolean late = !database.clock().instant().isBefore(known.openedAt().plus(CHECKS_START));
    if (checks == Checks.NONE && late) {
      database.write(
          in -> outcomes.add(in, seen(known, Kind.CHECKS_DID_NOT_START, known.headSha())));
    }
    if (word.equals(known.checks())) {
      return;
    }
    Optional<Kind> kind = switch (checks) {
      case RED -> Optional.of(Kind.CHECKS_RED);
      case GREEN -> Optional.of(Kind.CHECKS_GREEN);
      case WAITING_FOR_PERSON -> Optional.of(Kind.CHECKS_WAIT_FOR_PERSON);
      case NONE, PENDING -> Optional.empty();
    };
    database.change(in -> {
      ours.change(in, known, known.state(), word);
      kind.ifPresent(k -> outcomes.add(in, seen(known, k, known.headSha())));
    });
  }

  private void save(PullRequest known, PullRequests.State state, Kind kind, String detail) {
    database.write(in -> {
      ours.change(in, known, state, known.checks());
      return outcomes.add(in, seen(known, kind, detail));
    });
  }

  private static Observation seen(PullRequest known, Kind kind, String detail) {
    return new Observation(known.incident(), known.repository(), kind, detail);
  }

  private void follow(Rerun rerun, Optional<WorkflowRun> now, ScanFindings findings) {
    if (now.isPresent() && (now.get().attempt() <= rerun.attempt() || !now.get().isComplete())) {
      return;
    }
    boolean recovered = now.map(run -> run.conclusion().equals("success")).orElse(false);
    String outcome = now.isEmpty() ? "gone" : recovered ? "recovered" : "failed";
    database.change(in -> {
      reruns.settle(in, rerun, outcome);
      Kind kind = recovered ? Kind.RERUN_RECOVERED : Kind.RERUN_FAILED;
      String attempt = new Outcomes.RunAttempt(rerun.runId(), rerun.attempt()).write();
      if (outcomes.add(in, new Observation(rerun.incident(), rerun.repository(), kind, attempt))
          && recovered
          && !findings.recovered.contains(rerun.incident())) {
        findings.recovered.add(rerun.incident());
      }
    });
  }
}
