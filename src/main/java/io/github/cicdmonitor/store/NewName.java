package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository that is scanned under another name from now on: all that is known of it, asked for it
 * and under way for it goes on under that name, since its number is the same.
 *
 * <p>What a digest binds stays as it was shown: {@link Proposals} reads a proposal with the name that
 * its incident has now. So do messages, addresses and the audit trail, which say what was so then, and
 * what only saves a question: answers by their address, a model's by what it was asked.
 */
public final class NewName {
  /** Keys that name the repository: what was done once is known to be done under the new name. */
  private static final Pattern KEY_WITH_NAME =
      Pattern.compile("(rerun|pull_request|withdraw|command):([^:]+):(.+)");

  private final Database database;
  private final Cursors cursors;

  public NewName(Database database) {
    this.database = database;
    this.cursors = new Cursors(database);
  }

  /**
   * All of it or nothing. Where others share the state, the incidents of both names have to be held,
   * and who has read those of the name before is kept from working on them.
   *
   * @param to a name that nothing is known under
   */
  public void move(RepositoryName from, RepositoryName to, long id) {
    database.change(in -> {
      Sql sql = in.sql();
      RepositoryRows.move(sql, from.key(), to.key(), to.toString());
      moveEffects(sql, from, to);
      sql.update("""
          UPDATE trouble SET subject = ? WHERE lower(subject) = ?
            AND NOT EXISTS (SELECT 1 FROM trouble t WHERE t.subject = ?)""", to.toString(), from.key(), to.toString());
      cursors.forgetName(in, from);
      new Leases(database).end(in, Leases.Piece.incidentsOf(from));
      in.audit(
          "repository.renamed",
          AuditContext.of(to),
          Map.of("github_id", id, "before", from.toString()));
    });
  }

  /** By their incidents: another repository may have had the name before. */
  private static void moveEffects(Sql sql, RepositoryName from, RepositoryName to) {
    sql.update("""
        UPDATE effect SET repository = ? WHERE repository IS NOT NULL
          AND incident IN (SELECT id FROM incident WHERE repository = ?)""", to.toString(), to.key());
    List<Row> rows = sql.list("""
        SELECT id, key, payload, digest FROM effect
        WHERE incident IN (SELECT id FROM incident WHERE repository = ?) ORDER BY id""", RecordReader.of(Row.class), to.key());
    for (Row row : rows) {
      row.keyAfter(from, to)
          .ifPresent(key -> sql.update("""
          UPDATE effect SET key = ?, digest = ? WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM effect e WHERE e.key = ?)""", key, row.digestUnder(key), row.id(), key));
    }
  }

  private record Row(long id, String key, String payload, String digest) {
    Optional<String> keyAfter(RepositoryName from, RepositoryName to) {
      return Optional.of(KEY_WITH_NAME.matcher(key))
          .filter(parts -> parts.matches() && parts.group(2).equals(from.key()))
          .map(parts -> parts.group(1) + ":" + to.key() + ":" + parts.group(3));
    }

    /** What was damaged before is not made whole by it. */
    String digestUnder(String newKey) {
      return Digests.sha256(key + "\n" + payload).equals(digest)
          ? Digests.sha256(newKey + "\n" + payload)
          : digest;
    }
  }
}
