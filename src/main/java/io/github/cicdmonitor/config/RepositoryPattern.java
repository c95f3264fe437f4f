package io.github.cicdmonitor.config;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.Locale;
import java.util.Optional;

/** {@code owner/name} or {@code owner/*}, compared without case. */
public record RepositoryPattern(String owner, String name) {
  /** The one repository that it names; empty where it names all of an owner. */
  public Optional<RepositoryName> single() {
    return name.equals("*") ? Optional.empty() : Optional.of(new RepositoryName(owner, name));
  }

  public boolean matches(RepositoryName repository) {
    return owner.equalsIgnoreCase(repository.owner())
        && (name.equals("*")
            || name.toLowerCase(Locale.ROOT).equals(repository.name().toLowerCase(Locale.ROOT)));
  }
}
