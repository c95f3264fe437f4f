package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.Set;

/**
 * What one run takes on.
 *
 * @param limit at most so many failures
 * @param only failures and incidents of these repositories; empty: of all
 */
public record Scope(int limit, Thinking thinking, Set<RepositoryName> only) {
  public Scope {
    only = Set.copyOf(only);
  }

  /** Who may be asked. */
  public enum Thinking {
    RULES_AND_MODEL,
    RULES
  }

  public boolean takes(RepositoryName repository) {
    return only.isEmpty() || only.contains(repository);
  }

  boolean isOffline() {
    return thinking == Thinking.RULES;
  }
}
