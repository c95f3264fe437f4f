package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Section {@code runtimes}. A runtime is named by its setup action: {@code node}, {@code python},
 * {@code go}, {@code java}, {@code ruby}, {@code dotnet}, {@code php}, {@code rust}. A version has as
 * many numbers as the runtime uses for its lines: node and java one, the others two.
 */
public final class RuntimeFacts {
  private final FactTree tree;

  RuntimeFacts(FactTree tree) {
    this.tree = tree;
  }

  /** All runtimes in the table. */
  public List<String> known() {
    return FactTree.keys(tree.table(FactsSection.RUNTIMES, "runtimes"));
  }

  /** The versions worth moving to, lowest first. One whose {@link #end} has passed is none. */
  public List<String> offered(String runtime) {
    return FactTree.texts(entry(runtime).path("offered"));
  }

  /** The day on which support ends or ended. */
  public Optional<LocalDate> end(String runtime, String version) {
    return FactTree.day(entry(runtime).path("ends"), version);
  }

  /** The versions with a known end of support. */
  public List<String> versionsWithEnd(String runtime) {
    return FactTree.keys(entry(runtime).path("ends"));
  }

  /**
   * The versions that the setup action does not offer on a runner label. Empty if that is not known,
   * and for every runtime but python.
   */
  public List<String> notOffered(String runtime, String label) {
    return FactTree.texts(entry(runtime).path("not_offered").path(label));
  }

  private JsonNode entry(String runtime) {
    return tree.table(FactsSection.RUNTIMES, "runtimes").path(runtime);
  }
}
