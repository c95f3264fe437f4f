package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Section {@code services}: addresses and package archives that moved or were shut down. */
public final class ServiceFacts {
  private final FactTree tree;

  ServiceFacts(FactTree tree) {
    this.tree = tree;
  }

  /** Starts of addresses and image names that no longer work. */
  public List<Replacement> moved() {
    List<Replacement> moved = new ArrayList<>();
    for (JsonNode entry : tree.table(FactsSection.SERVICES, "moved")) {
      moved.add(new Replacement(
          entry.path("from").asText(),
          entry.path("to").asText(),
          FactTree.day(entry, "since").orElseThrow(),
          entry.path("mechanical").booleanValue()));
    }
    return List.copyOf(moved);
  }

  /** A release that the regular mirrors no longer carry, by codename such as {@code buster}. */
  public Optional<RetiredSuite> retiredSuite(String codename) {
    JsonNode suite = tree.table(FactsSection.SERVICES, "suites").path(codename);
    return FactTree.day(suite, "since")
        .map(since -> new RetiredSuite(
            codename,
            suite.path("distribution").asText(),
            suite.path("version").asText(),
            suite.path("archive").asText(),
            since));
  }

  /** The codenames for which {@link #retiredSuite} has an answer. */
  public List<String> retiredSuites() {
    return FactTree.keys(tree.table(FactsSection.SERVICES, "suites"));
  }
}
