package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads together what is known of an incident; empty while it has no diagnosis. */
public final class DiagnosedIncidents implements Function<Incident, Optional<DiagnosedIncident>> {
  private final Failures failures;
  private final Diagnoses diagnoses;
  private final Excerpts excerpts;

  public DiagnosedIncidents(Database database) {
    this.failures = new Failures(database);
    this.diagnoses = new Diagnoses(database);
    this.excerpts = new Excerpts(database);
  }

  @Override
  public Optional<DiagnosedIncident> apply(Incident incident) {
    Optional<Diagnosis> diagnosis = diagnoses.newest(incident.id());
    List<Failures.Stored> of = failures.of(incident.id());
    if (diagnosis.isEmpty() || of.isEmpty()) {
      return Optional.empty();
    }
    Excerpts.Kept kept = excerpts.of(incident.id());
    Failure explained = of.stream()
        .filter(stored -> stored.id() == kept.failure())
        .findFirst()
        .orElse(of.get(0))
        .failure();
    return Optional.of(new DiagnosedIncident(
        incident,
        diagnosis.get(),
        of.stream().map(Failures.Stored::failure).toList(),
        explained,
        kept.excerpt()));
  }
}
