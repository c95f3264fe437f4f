package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Cursors.Cursor;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.Map;
import java.util.Optional;

/**
 * A person's word that a name means another repository now. What is known of the one before stands
 * under a key of its own from then on, {@code owner/name#id} or from the second time on {@code
 * owner/name#id.2}, where reports find it and nothing that
 * is decided does: a fix that a person refused there, or that failed there, says nothing here. What
 * was under way for it is over. The next scan is a first one.
 */
public final class NewIdentity {
  private static final String WHY = "another repository has its name";

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
          park(in.sql(), name, before);
          cursors.forgetName(in, name);
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

  /**
   * A name can go to another repository and come back. Each time is a story that a person has ended,
   * so that what stands of an earlier one stays where it is: brought back, it would say what was
   * refused or failed then.
   */
  private static void park(Sql sql, RepositoryName name, long before) {
    String first = name.key() + "#" + before;
    String key = first;
    for (int time = 2; isTaken(sql, key); time++) {
      key = first + "." + time;
    }
    RepositoryRows.move(sql, name.key(), key, name.toString());
  }

  private static boolean isTaken(Sql sql, String key) {
    return sql.number("SELECT count(*) FROM repository WHERE key = ?", key) > 0;
  }
}
