package io.github.cicdmonitor.store;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What keeps the loop from working on something, from when on and why: a repository that cannot be
 * scanned, a model's gateway that does not answer. The row goes as soon as it works again.
 */
public final class Troubles {
  /** Subject of the model's gateway; a repository's is its key. */
  public static final String MODEL = "model";

  /** From then on people are told who do not look at the machine. */
  public static final Duration LONG = Duration.ofDays(1);

  /** What passes by itself is no news before that. */
  private static final Duration PASSING = Duration.ofHours(1);

  private static final String COLUMNS =
      "subject, since, last_at, lasting, why, next, printed_at, told_at";
  private static final int FIRST_VERSION = 3;

  private final Database database;

  public Troubles(Database database) {
    this.database = database;
  }

  /**
   * @param subject {@link #MODEL} or a repository as {@code owner/name}
   * @param lasting whether it stays until somebody does something about it
   * @param why in our words, with what to do next
   * @param printedAt when a quiet run said it
   * @param toldAt when the critical channel was told
   */
  public record Trouble(
      String subject,
      Instant since,
      Instant lastAt,
      boolean lasting,
      String why,
      String next,
      Optional<Instant> printedAt,
      Optional<Instant> toldAt) {
    public boolean isOfModel() {
      return subject.equals(MODEL);
    }

    /** Whether a quiet run has something new to say of it. */
    public boolean isNews(Instant now) {
      return printedAt.isEmpty() && (lasting || !now.isBefore(since.plus(PASSING)));
    }
  }

  /** It goes on, or begins, until somebody does something; another reason is news again. */
  public void met(Transaction in, String subject, Explanation explanation) {
    met(in, subject, 1, explanation);
  }

  /** The same of what passes by itself. */
  public void metForNow(Transaction in, String subject, Explanation explanation) {
    met(in, subject, 0, explanation);
  }

  private static void met(Transaction in, String subject, int lasting, Explanation explanation) {
    in.sql()
        .update("""
            INSERT INTO trouble (subject, since, last_at, lasting, why, next)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (subject) DO UPDATE SET
              last_at = excluded.last_at, lasting = excluded.lasting,
              printed_at = CASE WHEN excluded.lasting = 1 AND trouble.why <> excluded.why
                THEN NULL ELSE trouble.printed_at END,
              why = excluded.why, next = excluded.next""", subject, in.now(), in.now(), lasting, explanation.why(), explanation.next());
  }

  public void over(Transaction in, String subject) {
    in.sql().update("DELETE FROM trouble WHERE subject = ?", subject);
  }

  /** Forgets the repositories that are not watched any more. */
  public void keepOnly(Transaction in, List<RepositoryName> watched) {
    List<String> names = watched.stream().map(RepositoryName::toString).toList();
    for (Trouble trouble : all()) {
      if (!trouble.isOfModel() && !names.contains(trouble.subject())) {
        over(in, trouble.subject());
      }
    }
  }

  public void printed(Transaction in, Trouble trouble) {
    in.sql()
        .update("UPDATE trouble SET printed_at = ? WHERE subject = ?", in.now(), trouble.subject());
  }

  public void told(Transaction in, Trouble trouble) {
    in.sql()
        .update("UPDATE trouble SET told_at = ? WHERE subject = ?", in.now(), trouble.subject());
  }

  public Optional<Trouble> find(String subject) {
    return database
        .sql()
        .first(
            "SELECT " + COLUMNS + " FROM trouble WHERE subject = ?",
            RecordReader.of(Trouble.class),
            subject);
  }

  /** The oldest first; none in a state that an earlier version wrote. */
  public List<Trouble> all() {
    return database.version() < FIRST_VERSION
        ? List.of()
        : database
            .sql()
            .list(
                "SELECT " + COLUMNS + " FROM trouble ORDER BY since, subject",
                RecordReader.of(Trouble.class));
  }
}
