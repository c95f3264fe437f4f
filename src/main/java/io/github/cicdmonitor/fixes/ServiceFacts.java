package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Section {@code services}: package archives that moved. */
public final class ServiceFacts {
  private final FactTree tree;

  ServiceFacts(FactTree tree) {
    this.tree = tree;
  }

  /**
   * The host that still has the packages of a release that the regular mirrors no longer carry, by
   * its codename such as {@code buster}; they get no security updates.
   */
  public Optional<String> archive(String codename) {
    return FactTree.text(suites().path(codename), "archive");
  }

  /** The codenames for which {@link #archive} has an answer. */
  public List<String> retiredSuites() {
    return FactTree.keys(suites());
  }

  private JsonNode suites() {
    return tree.table(FactsSection.SERVICES, "suites");
  }
}
