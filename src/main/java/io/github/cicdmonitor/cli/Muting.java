package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.decide.Ticket;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import io.github.cicdmonitor.store.Mutes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * {@code approve --mute} and {@code --unmute}. It stands with {@code approve} because it is a person's
 * word on one incident, kept with who said it and why; the configuration, the other place, knows no
 * incidents and forgets nobody's decision by itself. It needs no token: nothing outside is asked.
 */
final class Muting {
  private final Session session;
  private final String who;
  private final Optional<String> reason;

  /** @param who for the audit trail */
  Muting(Session session, String who, Optional<String> reason) {
    this.session = session;
    this.who = who;
    this.reason = reason;
  }

  ExitCode mute(Ticket ticket, Duration length) {
    try (Database database = session.openForSharing("approve")) {
      Incident incident = find(database, ticket);
      Instant until = database.clock().instant().plus(length).truncatedTo(ChronoUnit.SECONDS);
      database.change(
          in -> new Mutes(database).set(in, incident, new Mutes.Order(until, who, reason)));
      ObjectNode json = result(incident, "muted").put("until", until.toString());
      tell(
          json,
          "%d muted until %s: the failure %s of %s is not reported until then.\n"
                  .formatted(
                      incident.id(),
                      until,
                      session.show(incident.workflow() + " / " + incident.job()),
                      incident.repository())
              + "Approval requests, pull requests, blocked fixes and outages still are.");
      return ExitCode.DONE;
    }
  }

  ExitCode unmute(Ticket ticket) {
    try (Database database = session.openForSharing("approve")) {
      Incident incident = find(database, ticket);
      boolean lifted = database.write(in -> new Mutes(database).lift(in, incident, who));
      tell(
          result(incident, lifted ? "unmuted" : "already"),
          incident.id() + (lifted ? " unmuted" : " is not muted"));
      return ExitCode.DONE;
    }
  }

  private static Incident find(Database database, Ticket ticket) {
    return new Incidents(database)
        .find(ticket.incident())
        .orElseThrow(() -> MonitorException.of(
            MonitorException.Kind.NO,
            "could not mute " + ticket,
            "there is no such incident",
            "'cicd-monitor report' lists the open ones"));
  }

  private static ObjectNode result(Incident incident, String decision) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", incident.id())
        .put("repository", incident.repository().toString())
        .put("signature", incident.signature().value())
        .put("decision", decision);
  }

  private void tell(ObjectNode json, String text) {
    if (session.json()) {
      session.printJson(json);
    } else {
      text.lines().forEach(session::print);
    }
  }
}
