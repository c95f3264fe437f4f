package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Cursors.Cursor;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person's word that a name means another repository now. What is known of the one before stands
 * under a key of its own from then on, {@code owner/name#id}, where reports find it and nothing that
 * is decided does: a fix that a person refused there, or that failed there, says nothing here. What
 * was under way for it is over. The next scan is a first one.
 */
public final class NewIdentity {
  private static final String WHY = "another repository has its name";

  /** All that is kept by the key of a repository, but pages, which only a scan needs. */
  private static final List<String> TABLES = List.of(
      "run",
      "last_success",
      "incident",
      "failure",
      "pull_request",
      "rerun",
      "mute",
      "green_log",
      "preview");

  private final Database database;
  private final Cursors cursors;
  private final Incidents incidents;
  private final Effects effects;

  public NewIdentity(Database database) {
    this.database = database;
    this.cursors = new Cursors(database);
    this.incidents = new Incidents(database);
    this.effects = new Effects(database);
  }

  /**
   * @param id of the repository that has the name now
   * @param who as the audit trail will say it
   * @return the id before; empty where the name was never scanned, or nothing has changed
   */
  public Optional<Long> accept(RepositoryName name, long id, String who) {
    return database.write(in -> cursors
        .find(name)
        .map(Cursor::githubId)
        .filter(before -> before != id)
        .map(before -> {
          end(in, name);
          move(in.sql(), name, before);
          in.audit(
              "repository.accepted",
              AuditContext.of(name).by(who),
              Map.of("github_id", id, "before", before));
          return before;
        }));
  }

  private void end(Transaction in, RepositoryName name) {
    incidents.open(name).forEach(incident -> end(in, incident));
    effects.open().stream()
        .filter(effect -> effect.repository().filter(name::equals).isPresent())
        .filter(effect -> effect.state() == Effect.State.PLANNED)
        .forEach(effect -> effects.refused(in, effect, WHY));
    in.sql().update("DELETE FROM failure WHERE repository = ? AND incident IS NULL", name.key());
    in.sql()
        .update(
            "UPDATE rerun SET outcome = 'gone', settled_at = ? WHERE repository = ? AND outcome IS NULL",
            in.now(),
            name.key());
  }

  private void end(Transaction in, Incident incident) {
    incidents.cancelWork(in, incident, WHY);
    in.sql().update("UPDATE incident SET over = 1 WHERE id = ?", incident.id());
    in.sql()
        .update(
            "UPDATE outcome SET handled_at = ? WHERE incident = ? AND handled_at IS NULL",
            in.now(),
            incident.id());
  }

  private static void move(Sql sql, RepositoryName name, long before) {
    String key = name.key() + "#" + before;
    sql.update("""
        INSERT INTO repository (key, name, github_id, default_branch, filter, window_start, scanned_at)
        SELECT ?, name, github_id, default_branch, filter, window_start, scanned_at
        FROM repository WHERE key = ? ON CONFLICT (key) DO NOTHING""", key, name.key());
    for (String table : TABLES) {
      sql.update("UPDATE " + table + " SET repository = ? WHERE repository = ?", key, name.key());
    }
    sql.update("DELETE FROM run_page WHERE repository = ?", name.key());
    sql.update("DELETE FROM repository WHERE key = ?", name.key());
  }
}
