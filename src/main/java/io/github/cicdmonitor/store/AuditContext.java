package io.github.cicdmonitor.store;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Incidents.Incident;
import java.util.Optional;

/**
 * Who did something, and what it is about.
 *
 * @param actor who caused it: {@code cicd-monitor}, {@code os:login}, {@code github:login}, {@code
 *     slack:U…}
 */
public record AuditContext(String actor, Optional<Long> incident, Optional<String> repository) {
  /** The program itself, about no repository. */
  static final AuditContext PROGRAM =
      new AuditContext(AuditLog.SELF, Optional.empty(), Optional.empty());

  public static AuditContext of(Incident incident) {
    return of(incident.id(), incident.repository());
  }

  static AuditContext of(long incident, RepositoryName repository) {
    return new AuditContext(
        AuditLog.SELF, Optional.of(incident), Optional.of(repository.toString()));
  }

  static AuditContext of(RepositoryName repository) {
    return new AuditContext(AuditLog.SELF, Optional.empty(), Optional.of(repository.toString()));
  }

  /** The same, caused by somebody. */
  public AuditContext by(String somebody) {
    return new AuditContext(somebody, incident, repository);
  }
}
