package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.FixFate;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was answered about each incident, from what, and whether it proved right. */
public final class ModelHistory {
  private final Database database;

  public ModelHistory(Database database) {
    this.database = database;
  }

  /** How an answer came out. */
  public enum Proof {
    /** Its fix was merged and held, or the incident was resolved without a fix of ours. */
    CONFIRMED,
    /** A person, the checks or the branch have said no. */
    REFUSED,
    OPEN
  }

  /** An incident with its newest diagnosis. */
  public record Answered(Incident incident, Diagnosis diagnosis, Excerpt excerpt, Proof proof) {}

  /** Of incidents opened since then, oldest first; without those whose diagnosis is damaged. */
  public List<Answered> since(Instant since) {
    Map<Long, FixFate> fates = new HashMap<>();
    new FixRecords(database).all().forEach(fix -> fates.putIfAbsent(fix.incident(), fix.fate()));
    Diagnoses diagnoses = new Diagnoses(database);
    Excerpts excerpts = new Excerpts(database);
    List<Answered> all = new ArrayList<>();
    for (Incident incident : new Incidents(database).openedSince(since)) {
      Optional<FixFate> fate = Optional.ofNullable(fates.get(incident.id()));
      diagnoses
          .newest(incident.id())
          .ifPresent(diagnosis -> all.add(new Answered(
              incident, diagnosis, excerpts.of(incident.id()).excerpt(), proof(incident, fate))));
    }
    return all;
  }

  private static Proof proof(Incident incident, Optional<FixFate> fate) {
    if (incident.state() == IncidentState.REJECTED
        || fate.filter(FixFate::isRefused).isPresent()) {
      return Proof.REFUSED;
    }
    boolean withdrawn = fate.filter(f -> f == FixFate.WITHDRAWN).isPresent();
    boolean resolved = incident.state() == IncidentState.RESOLVED && !withdrawn;
    boolean merged = fate.filter(f -> f == FixFate.MERGED).isPresent();
    return merged || (fate.isEmpty() && resolved) ? Proof.CONFIRMED : Proof.OPEN;
  }
}
