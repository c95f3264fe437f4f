package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.analyze.JobLogs;
import io.github.cicdmonitor.analyze.LanguageModel;
import io.github.cicdmonitor.analyze.RepositoryFiles;
import io.github.cicdmonitor.config.Config.AnalyzerSettings;
import io.github.cicdmonitor.config.Environment;
import io.github.cicdmonitor.config.GitHubApp;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.config.Settings;
import io.github.cicdmonitor.decide.Approver;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Checkouts;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.WebLinks;
import io.github.cicdmonitor.github.AppCredentials;
import io.github.cicdmonitor.github.AppKey;
import io.github.cicdmonitor.github.Credentials;
import io.github.cicdmonitor.github.GitHubApi;
import io.github.cicdmonitor.github.GitHubCheckouts;
import io.github.cicdmonitor.github.GitHubChecks;
import io.github.cicdmonitor.github.GitHubFiles;
import io.github.cicdmonitor.github.GitHubForge;
import io.github.cicdmonitor.github.GitHubLogs;
import io.github.cicdmonitor.github.GitHubRuns;
import io.github.cicdmonitor.github.KeptTokens;
import io.github.cicdmonitor.github.PersonalToken;
import io.github.cicdmonitor.github.TokenPermissions;
import io.github.cicdmonitor.llm.ChatCompletions;
import io.github.cicdmonitor.llm.GatewayChecks;
import io.github.cicdmonitor.llm.GatewayKind;
import io.github.cicdmonitor.llm.GatewaySettings;
import io.github.cicdmonitor.llm.Manners;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.notify.Notifier;
import io.github.cicdmonitor.remote.ConditionalCache;
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
import io.github.cicdmonitor.store.HttpCache;
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
import java.util.function.UnaryOperator;
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
  private ConditionalCache cache = ConditionalCache.inMemory();
  private Manners manners = Manners.inMemory();
  private @Nullable Transport transport;
  private @Nullable GitHubApi gitHub;
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

  /** From here on GitHub's answers outlive the run: for {@code scan}, which asks the same each time. */
  void keepAnswersIn(Database database, UnaryOperator<String> redaction) {
    cache = new KeptAnswers(new HttpCache(database), database, redaction);
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

  GitHubRuns runs() {
    return new GitHubRuns(gitHub());
  }

  JobLogs logs() {
    return new GitHubLogs(gitHub());
  }

  RepositoryFiles files() {
    return new GitHubFiles(gitHub());
  }

  Checkouts checkouts() {
    return new GitHubCheckouts(gitHub());
  }

  Forge forge() {
    return new GitHubForge(gitHub());
  }

  GitHubChecks gitHubChecks() {
    return new GitHubChecks(gitHub());
  }

  /**
   * Whom an approver's own token belongs to; empty when GitHub refuses it. Asked with answers of its
   * own: what GitHub told our token must not speak for another.
   */
  Optional<Approver.Identity> identity(Secret approverToken) {
    Credentials own = new PersonalToken("CICD_MONITOR_APPROVER_TOKEN", approverToken.reveal());
    GitHubChecks theirs = new GitHubChecks(gitHub(own, ConditionalCache.inMemory()));
    return theirs.login().map(login -> new Approver.Identity() {
      @Override
      public String login() {
        return login;
      }

      @Override
      public boolean isOurs() {
        return gitHubChecks().login().filter(login::equalsIgnoreCase).isPresent();
      }

      @Override
      public boolean mayPush(RepositoryName repository) {
        return theirs.mayPush(repository);
      }
    });
  }

  /** What is over, by our clock and GitHub's. */
  Expiry expiry(Session session, Database database) {
    return new Expiry(database, () -> gitHub().clockAhead(), session::note);
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

  private GitHubApi gitHub() {
    if (gitHub == null) {
      gitHub = gitHub(credentials(), cache);
    }
    return gitHub;
  }

  private GitHubApi gitHub(Credentials credentials, ConditionalCache answers) {
    return new GitHubApi(
        environment.gitHubApi().toString(),
        credentials,
        ProgramVersion.text(),
        transport(),
        budget,
        answers);
  }

  private Credentials credentials() {
    if (environment.gitHubToken().isPresent()) {
      return new PersonalToken("GITHUB_TOKEN", environment.gitHubToken().get().reveal());
    }
    Optional<GitHubApp> set = environment.gitHubApp();
    if (set.isEmpty()) {
      return Credentials.none(); // refuses before any request; what asks nothing needs none
    }
    GitHubApp app = set.get();
    AppCredentials credentials = new AppCredentials(
        environment.gitHubApi().toString(),
        AppKey.of(app.id(), app.privateKey().reveal()),
        ProgramVersion.text(),
        transport(),
        budget);
    return cacheFolder()
        .map(folder -> credentials.keptIn(new KeptTokens(folder)))
        .orElse(credentials);
  }

  /** What a command must not see. */
  List<Path> secretPlaces(Settings settings) {
    List<Path> places = new ArrayList<>(settings.secretPlaces());
    cacheFolder().filter(Files::isDirectory).ifPresent(places::add);
    return places;
  }

  /** As the XDG specification has it; empty where no home is known. */
  Optional<Path> cacheFolder() {
    String xdg = world.variables().getOrDefault("XDG_CACHE_HOME", "");
    String home = world.variables().getOrDefault("HOME", "");
    String folder = xdg.isEmpty() && !home.isEmpty() ? home + "/.cache" : xdg;
    return folder.startsWith("/") ? Optional.of(Path.of(folder, "cicd-monitor")) : Optional.empty();
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
