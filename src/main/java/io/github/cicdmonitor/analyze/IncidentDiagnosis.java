package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.analyze.LogExplainer.Explained;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Diagnoses;
import io.github.cicdmonitor.store.Excerpts;
import io.github.cicdmonitor.store.Failures;
import io.github.cicdmonitor.store.Failures.Stored;
import io.github.cicdmonitor.store.Incidents;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.List;
import java.util.function.Consumer;

/** The diagnosis of an incident: what the diagnostician answers, and what earlier re-runs showed. */
final class IncidentDiagnosis {
  private final LogExplainer explainer;
  private final Diagnostician diagnostician;
  private final EarlierReruns earlierReruns;
  private final Database database;
  private final Failures failures;
  private final Incidents incidents;
  private final Excerpts excerpts;
  private final Diagnoses diagnoses;
  private final Consumer<String> progress;

  IncidentDiagnosis(
      LogExplainer explainer,
      Diagnostician diagnostician,
      Database database,
      Consumer<String> progress) {
    this.explainer = explainer;
    this.diagnostician = diagnostician;
    this.earlierReruns = new EarlierReruns(database);
    this.database = database;
    this.failures = new Failures(database);
    this.incidents = new Incidents(database);
    this.excerpts = new Excerpts(database);
    this.diagnoses = new Diagnoses(database);
    this.progress = progress;
  }

  /** False when it waits for the model, which is asked again at the next two runs. */
  boolean diagnose(Incident incident, boolean offline) {
    database.change(in -> {
      incidents.countAttempt(in, incident.id());
    });
    progress.accept("diagnosing incident " + incident.id());
    Failure failure = newest(incident);
    Excerpt excerpt = excerpts.of(incident.id()).excerpt();
    Diagnosis diagnosis = diagnosed(
        failure,
        new Diagnostician.Asked(
            incident.id(),
            failure,
            excerpt,
            incident.signature(),
            explainer.byRules(excerpt),
            offline,
            diagnoses.newest(incident.id()).isPresent()));
    boolean patient = incident.attempts() + 1 < Failures.MAX_ATTEMPTS;
    if (diagnostician.isWithoutGateway() && patient) {
      database.change(in -> {
        incidents.waitFor(in, incident.id(), "the language model");
      });
      return false;
    }
    database.change(in -> {
      diagnoses.add(in, incident, diagnosis);
      incidents.move(in, incident, IncidentState.DIAGNOSED);
    });
    return true;
  }

  private Failure newest(Incident incident) {
    List<Stored> of = failures.of(incident.id());
    return of.get(of.size() - 1).failure();
  }

  /** Of a failure that is no incident yet, for a dry run. */
  Diagnosis preview(Failure failure, Explained explained, boolean offline) {
    return diagnosed(
        failure,
        new Diagnostician.Asked(
            0,
            failure,
            explained.excerpt(),
            explained.signature(),
            explainer.byRules(explained.excerpt()),
            offline,
            false));
  }

  /** What an earlier re-run showed counts, whoever answered. */
  private Diagnosis diagnosed(Failure failure, Diagnostician.Asked asked) {
    return earlierReruns.weigh(diagnostician.diagnose(asked), failure, asked.signature());
  }
}
