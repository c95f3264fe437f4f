package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.ArrayList;
import java.util.List;

/** The repositories that {@code --repo} names. */
final class Repositories {
  private Repositories() {}

  /**
   * Empty when none is named. Throws USAGE for one that is not configured and enabled.
   *
   * @param verb what was to be done with it, such as {@code analyse}
   */
  static List<MonitoredRepository> chosen(Session session, List<String> names, String verb) {
    List<MonitoredRepository> enabled = session.settings().config().enabledRepositories();
    List<MonitoredRepository> chosen = new ArrayList<>();
    for (String name : names) {
      MonitoredRepository found = RepositoryName.parse(name)
          .flatMap(
              wanted -> enabled.stream().filter(r -> r.name().equals(wanted)).findFirst())
          .orElseThrow(() -> MonitorException.of(
              MonitorException.Kind.USAGE,
              "could not " + verb + " " + name,
              "it is not a configured and enabled repository",
              "Add it to repositories in " + session.settings().file()));
      if (!chosen.contains(found)) {
        chosen.add(found);
      }
    }
    return chosen;
  }
}
