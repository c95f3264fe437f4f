package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.notify.IncidentThread;
import io.github.cicdmonitor.notify.NoticeWriter;
import io.github.cicdmonitor.notify.Wording;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.DiagnosedIncidents;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Transaction;
import java.util.Optional;

/** What was decided cannot be done: the incident is reported to people instead. */
final class NotDone {
  private final Incidents incidents;
  private final DiagnosedIncidents diagnosed;
  private final NoticeWriter writer;
  private final IncidentThread thread;

  NotDone(Database database, NoticeWriter writer) {
    this.incidents = new Incidents(database);
    this.diagnosed = new DiagnosedIncidents(database);
    this.writer = writer;
    this.thread = new IncidentThread(database, writer);
  }

  /** Nothing where it is resolved meanwhile. */
  void report(Transaction in, long id, String why) {
    Optional<Incident> incident =
        incidents.find(id).filter(found -> found.state() != IncidentState.RESOLVED);
    incident.ifPresent(found -> {
      incidents.move(in, found, IncidentState.NOTIFIED);
      diagnosed
          .apply(found)
          .ifPresent(c -> thread.tell(in, incident, writer.failure(c, Wording.notDone(why))));
    });
  }
}
