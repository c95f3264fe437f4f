package io.github.cicdmonitor.config;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.Locale;

/** {@code owner/name} or {@code owner/*}, compared without case. */
public record RepositoryPattern(String owner, String name) {
  public boolean matches(RepositoryName repository) {
    return owner.equalsIgnoreCase(repository.owner())
        && (name.equals("*")
            || name.toLowerCase(Locale.ROOT).equals(repository.name().toLowerCase(Locale.ROOT)));
  }
}
