package io.github.cicdmonitor.config;

import io.github.cicdmonitor.model.RepositoryName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The environment variables that cicd-monitor(1) lists, checked. Service roots end in {@code /} for Slack and in
 * none for the others, so that a path can be appended.
 */
public record Environment(
    Optional<Secret> gitHubToken,
    Optional<GitHubApp> gitHubApp,
    URI gitHubApi,
    Optional<Secret> openRouterKey,
    URI openRouterApi,
    Optional<Secret> slackToken,
    URI slackApi,
    DatabaseLocation database,
    LogLevel logLevel,
    List<RepositoryName> repositories,
    Optional<Secret> approverToken,
    NetworkPath network) {
  public Environment {
    repositories = List.copyOf(repositories);
  }

  /** Every secret there is: what the redactor must know literally. */
  public List<Secret> secrets() {
    return Stream.of(
            gitHubToken,
            gitHubApp.map(GitHubApp::privateKey),
            openRouterKey,
            slackToken,
            approverToken,
            database.server().flatMap(ServerAddress::password).filter(Environment::isNoWord),
            network.proxy().flatMap(NetworkPath.HttpProxy::password))
        .flatMap(Optional::stream)
        .toList();
  }

  /** A shorter password is a word that stands everywhere, and is shown nowhere as it is. */
  private static boolean isNoWord(Secret password) {
    return password.reveal().length() >= ConfigLoader.SHORTEST_SECRET;
  }
}
