package io.github.cicdmonitor.workflow;

import io.github.cicdmonitor.model.FileChange;
import java.util.Optional;

/**
 * A changed file for all who look into it: the texts before and after are parsed when the first one
 * asks, and once. For one thread.
 */
public final class ParsedChange {
  private final FileChange change;
  private Optional<ParsedYaml> before = Optional.empty();
  private Optional<ParsedYaml> after = Optional.empty();

  public ParsedChange(FileChange change) {
    this.change = change;
  }

  public FileChange change() {
    return change;
  }

  public String path() {
    return change.path();
  }

  /** The text before; one that is not there reads as an empty one. */
  public ParsedYaml before() {
    if (before.isEmpty()) {
      before = Optional.of(ParsedYaml.of(change.before().orElse("")));
    }
    return before.get();
  }

  /** The text after; one that is not there reads as an empty one. */
  public ParsedYaml after() {
    if (after.isEmpty()) {
      after = Optional.of(ParsedYaml.of(change.after().orElse("")));
    }
    return after.get();
  }
}
