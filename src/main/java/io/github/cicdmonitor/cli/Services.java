package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.analyze.LanguageModel;
import io.github.cicdmonitor.config.Config.AnalyzerSettings;
import io.github.cicdmonitor.config.Environment;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.config.Settings;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.WebLinks;
import io.github.cicdmonitor.github.TokenPermissions;
import io.github.cicdmonitor.llm.ChatCompletions;
import io.github.cicdmonitor.llm.GatewayChecks;
import io.github.cicdmonitor.llm.GatewayKind;
import io.github.cicdmonitor.llm.GatewaySettings;
import io.github.cicdmonitor.llm.Manners;
import io.github.cicdmonitor.notify.Notifier;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import io.github.cicdmonitor.scan.ReactionSource;
import io.github.cicdmonitor.slack.PrintedNotices;
import io.github.cicdmonitor.slack.SlackCalls;
import io.github.cicdmonitor.slack.SlackChecks;
import io.github.cicdmonitor.slack.SlackNotifier;
import io.github.cicdmonitor.slack.SlackSettings;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Expiry;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The outside systems, each made when it is first asked for: no command needs what it does not use. */
final class Services implements AutoCloseable {
  private final World world;
  private final Environment environment;
  private final AnalyzerSettings analyzer;
  private final Optional<String> caFile;
  private final boolean json;
  private final Consumer<String> log;
  private final WaitBudget budget;
  private Manners manners = Manners.inMemory();
  private @Nullable Transport transport;
  private @Nullable GitHubServices gitHub;
  private @Nullable SlackCalls slackCalls;

  /** @param maxWait how long the whole run may sleep for the services' limits */
  Services(Session session, Duration maxWait) {
    this.world = session.world();
    this.environment = session.settings().environment();
    this.analyzer = session.settings().config().analyzer();
    this.caFile = session.settings().config().caFile();
    this.json = session.json();
    this.log = session::log;
    this.budget = new WaitBudget(maxWait, world.sleep()::sleep, world.clock());
  }

  /**
   * From here on it is remembered how each model takes a question, and nothing is changed outside for
   * work that another process has taken over.
   */
  void workWith(Database database) {
    manners = new KeptManners(database);
    transport().beforeEachChange(database::confirm);
  }

  boolean hasGitHub() {
    return environment.gitHubToken().isPresent() || environment.gitHubApp().isPresent();
  }

  boolean hasSlack() {
    return environment.slackToken().isPresent();
  }

  boolean hasModel() {
    return environment.openRouterKey().isPresent() || analyzer.gateway().needsNoKey();
  }

  GitHubServices gitHub() {
    if (gitHub == null) {
      gitHub = new GitHubServices(world, environment, transport(), budget);
    }
    return gitHub;
  }

  /** What is over, by our clock and GitHub's. */
  Expiry expiry(Session session, Database database) {
    return new Expiry(database, () -> gitHub().api().clockAhead(), session::note);
  }

  Notifier notifier() {
    if (hasSlack()) {
      return new SlackNotifier(slackCalls());
    }
    // With --json standard output holds one document; the notices are in it.
    return new PrintedNotices(
        json
            ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)
            : world.out());
  }

  Optional<ReactionSource> reactions() {
    return hasSlack() ? Optional.of(new SlackNotifier(slackCalls())) : Optional.empty();
  }

  SlackChecks slackChecks() {
    return new SlackChecks(slackCalls());
  }

  Optional<LanguageModel> model() {
    return hasModel()
        ? Optional.of(new ChatCompletions(gateway(), transport(), budget, manners))
        : Optional.empty();
  }

  GatewayChecks gatewayChecks() {
    return new GatewayChecks(gateway(), transport());
  }

  /** Where people look at what the API serves. */
  WebLinks links() {
    URI api = environment.gitHubApi();
    if (api.getHost().equals("api.github.com")) {
      return new WebLinks("https://github.com");
    }
    String port = api.getPort() < 0 ? "" : ":" + api.getPort();
    return new WebLinks(api.getScheme() + "://" + api.getHost() + port);
  }

  private GatewaySettings gateway() {
    String url = environment.openRouterApi().toString();
    return new GatewaySettings(
        environment.openRouterKey().map(Secret::reveal).orElse(""),
        url,
        analyzer
            .gateway()
            .kind()
            .flatMap(GatewayKind::ofWord)
            .orElseGet(() -> GatewayKind.ofHost(url)),
        analyzer.gateway().apiVersion().orElse(""),
        analyzer.gateway().zeroDataRetention());
  }

  /** What a command must not see. */
  List<Path> secretPlaces(Settings settings) {
    List<Path> places = new ArrayList<>(settings.secretPlaces());
    GitHubServices.cacheFolder(world).filter(Files::isDirectory).ifPresent(places::add);
    return places;
  }

  static MonitorException noGitHub() {
    return MonitorException.of(
        MonitorException.Kind.TOKEN,
        "could not ask GitHub",
        "neither GITHUB_TOKEN nor GITHUB_APP_ID is set",
        "Set GITHUB_TOKEN to a token with " + TokenPermissions.NEEDED);
  }

  private SlackCalls slackCalls() {
    if (slackCalls == null) {
      slackCalls = new SlackCalls(
          new SlackSettings(
              environment.slackToken().orElseThrow().reveal(),
              environment.slackApi().toString()),
          transport(),
          budget);
    }
    return slackCalls;
  }

  private Transport transport() {
    if (transport == null) {
      transport = new Transport(log, Routes.of(environment.network(), caFile, world));
    }
    return transport;
  }

  @Override
  public void close() {
    if (transport != null) {
      transport.close();
    }
  }
}
