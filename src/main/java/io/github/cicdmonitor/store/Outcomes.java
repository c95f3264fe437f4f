package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code scan} saw become of an incident; {@code analyze} draws the consequences. */
public final class Outcomes {
  private final Database database;

  public Outcomes(Database database) {
    this.database = database;
  }

  /** What can become of an incident. */
  public enum Kind {
    /** The branch is green again by other means. */
    RECOVERED,
    /** Our re-run passed. */
    RERUN_RECOVERED,
    /** Our re-run failed, or its run is gone. */
    RERUN_FAILED,
    PULL_REQUEST_MERGED,
    PULL_REQUEST_CLOSED,
    /** Somebody else pushed to our branch. */
    PULL_REQUEST_EDITED,
    /** What was merged is not only what we proposed: somebody had pushed to it since the last scan. */
    EDITED_BEFORE_MERGE,
    /** A commit on the branch takes our merged fix back. */
    REVERTED,
    /** A commit on the branch takes that commit back. */
    REVERT_UNDONE,
    CHECKS_GREEN,
    CHECKS_RED,
    CHECKS_WAIT_FOR_PERSON,
    /** A quarter of an hour after it was opened, nothing checks our pull request. */
    CHECKS_DID_NOT_START,
    APPROVED,
    REJECTED;

    /** Whether it is a person's decision on a request. */
    public boolean isByPerson() {
      return this == APPROVED || this == REJECTED;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** @param detail what makes it one of a kind: a commit, a run and attempt, a person's id */
  public record Outcome(long id, long incident, Kind kind, String detail, Instant at) {
    /** The run that passed or failed again; of the re-runs and of RECOVERED only. */
    public RunAttempt run() {
      return RunAttempt.read(detail);
    }

    /** The decision in Slack; of APPROVED and REJECTED only. */
    public Reaction reaction() {
      return Reaction.read(detail);
    }
  }

  /** An attempt of a run, kept as {@code run 17 attempt 1}. */
  public record RunAttempt(long runId, int attempt) {
    public String write() {
      return "run " + runId + " attempt " + attempt;
    }

    static RunAttempt read(String detail) {
      String[] parts = detail.split(" ", -1);
      return new RunAttempt(Long.parseLong(parts[1]), Integer.parseInt(parts[3]));
    }
  }

  /**
   * @param request name of the message that asked
   * @param who actor as in the audit trail, {@code slack:U…}
   */
  public record Reaction(String request, String who) {
    public String write() {
      return request + " " + who;
    }

    public static Reaction read(String detail) {
      String[] parts = detail.split(" ", 2);
      return new Reaction(parts[0], parts[1]);
    }
  }

  /**
   * What was seen of an incident.
   *
   * @param detail as in {@link Outcome}
   */
  public record Observation(long incident, RepositoryName repository, Kind kind, String detail) {}

  /** Whether it is new. */
  public boolean add(Transaction in, Observation seen) {
    int added = in.sql().update("""
                INSERT INTO outcome (incident, kind, detail, at) VALUES (?, ?, ?, ?)
                ON CONFLICT (incident, kind, detail) DO NOTHING""", seen.incident(), seen.kind().word(), seen.detail(), in.now());
    if (added == 1) {
      in.audit(
          "outcome." + seen.kind().word(),
          AuditContext.of(seen.incident(), seen.repository()),
          Map.of("detail", seen.detail()));
    }
    return added == 1;
  }

  /** The same, where nothing follows from it: it is known, and that is all. */
  public void note(Transaction in, Observation seen) {
    if (add(in, seen)) {
      in.sql()
          .update(
              "UPDATE outcome SET handled_at = ? WHERE incident = ? AND kind = ? AND detail = ?",
              in.now(),
              seen.incident(),
              seen.kind().word(),
              seen.detail());
    }
  }

  /** Not yet acted on, oldest first. */
  public List<Outcome> open() {
    return database
        .sql()
        .list(
            "SELECT id, incident, kind, detail, at FROM outcome WHERE handled_at IS NULL ORDER BY id",
            RecordReader.of(Outcome.class));
  }

  /** Whether something in the repository is known to have recovered, and nothing followed from it yet. */
  public boolean hasRecovery(RepositoryName repository) {
    return database.sql().number("""
                SELECT count(*) FROM outcome o JOIN incident i ON i.id = o.incident
                WHERE o.handled_at IS NULL AND o.kind IN ('recovered', 'rerun_recovered')
                  AND i.repository = ?""", repository.key()) > 0;
  }

  /** Whether nothing followed from it yet. */
  public boolean isOpen(long id) {
    return database
            .sql()
            .number("SELECT count(*) FROM outcome WHERE id = ? AND handled_at IS NULL", id)
        > 0;
  }

  public void handled(Transaction in, long id) {
    in.sql().update("UPDATE outcome SET handled_at = ? WHERE id = ?", in.now(), id);
  }
}
