package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.RepositorySource.Repository;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.Leases.Piece;
import io.github.cicdmonitor.store.NewIdentity;
import java.util.List;
import java.util.Optional;

/**
 * {@code check --accept-identity}: a repository that was deleted and created anew under its name is not
 * the one that is known, which only a person can say is meant. It stands with {@code check} because it
 * is an answer to what that finds wrong, and is given once.
 */
final class IdentityAcceptance {
  private final Session session;
  private final Services services;

  IdentityAcceptance(Session session, Services services) {
    this.session = session;
    this.services = services;
  }

  ExitCode accept(List<String> names) {
    List<MonitoredRepository> chosen = Repositories.chosen(session, names, "accept");
    if (!services.hasGitHub()) {
      throw Services.noGitHub();
    }
    ArrayNode accepted = JsonNodeFactory.instance.arrayNode();
    try (Database database = session.openForSharing("check")) {
      for (MonitoredRepository repository : chosen) {
        accept(database, repository.name()).ifPresent(accepted::add);
      }
    }
    if (session.json()) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.set("accepted", accepted);
      session.printJson(document);
    }
    return ExitCode.DONE;
  }

  private Optional<ObjectNode> accept(Database database, RepositoryName name) {
    Repository now = services.gitHub().runs().repository(name);
    if (!now.fullName().equalsIgnoreCase(name.toString())) {
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "could not accept " + name,
          "it is called " + now.fullName() + " now",
          "Correct repositories in the configuration");
    }
    Leases leases = new Leases(database);
    Optional<Long> before = leases.whenFree(
        Piece.scanOf(name),
        () -> leases.whenFree(
            Piece.incidentsOf(name),
            () -> new NewIdentity(database).accept(name, now.id(), who())));
    tell(before
        .map(id -> name + ": accepted with the id " + now.id() + " instead of " + id
            + "; the next scan is a first one")
        .orElse(name + ": nothing to accept, its id is " + now.id()));
    return before.map(id -> JsonNodeFactory.instance
        .objectNode()
        .put("repository", name.toString())
        .put("id", now.id())
        .put("before", id));
  }

  private String who() {
    return "os:" + session.show(System.getProperty("user.name", "unknown"));
  }

  private void tell(String line) {
    if (!session.json() && !session.quiet()) {
      session.print(session.show(line));
    }
  }
}
