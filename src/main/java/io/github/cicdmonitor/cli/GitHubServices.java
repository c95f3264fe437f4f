package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.analyze.JobLogs;
import io.github.cicdmonitor.config.Environment;
import io.github.cicdmonitor.config.GitHubApp;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.decide.Approver;
import io.github.cicdmonitor.forge.Checkouts;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.github.AppCredentials;
import io.github.cicdmonitor.github.AppKey;
import io.github.cicdmonitor.github.Credentials;
import io.github.cicdmonitor.github.GitHubApi;
import io.github.cicdmonitor.github.GitHubCheckouts;
import io.github.cicdmonitor.github.GitHubChecks;
import io.github.cicdmonitor.github.GitHubForge;
import io.github.cicdmonitor.github.GitHubLogs;
import io.github.cicdmonitor.github.GitHubRuns;
import io.github.cicdmonitor.github.KeptTokens;
import io.github.cicdmonitor.github.PersonalToken;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.ConditionalCache;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.HttpCache;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** GitHub as the stages ask it: one API for all ports, made when it is first asked for. */
final class GitHubServices {
  private final World world;
  private final Environment environment;
  private final Transport transport;
  private final WaitBudget budget;
  private ConditionalCache cache = ConditionalCache.inMemory();
  private @Nullable GitHubApi api;

  GitHubServices(World world, Environment environment, Transport transport, WaitBudget budget) {
    this.world = world;
    this.environment = environment;
    this.transport = transport;
    this.budget = budget;
  }

  /** From here on GitHub's answers outlive the run: for {@code scan}, which asks the same each time. */
  void keepAnswersIn(Database database, UnaryOperator<String> redaction) {
    cache = new KeptAnswers(new HttpCache(database), database, redaction);
  }

  GitHubRuns runs() {
    return new GitHubRuns(api());
  }

  JobLogs logs() {
    return new GitHubLogs(api());
  }

  Checkouts checkouts() {
    return new GitHubCheckouts(api());
  }

  Forge forge() {
    return new GitHubForge(api());
  }

  GitHubChecks checks() {
    return new GitHubChecks(api());
  }

  /**
   * Whom an approver's own token belongs to; empty when GitHub refuses it. Asked with answers of its
   * own: what GitHub told our token must not speak for another.
   */
  Optional<Approver.Identity> identity(Secret approverToken) {
    Credentials own = new PersonalToken("CICD_MONITOR_APPROVER_TOKEN", approverToken.reveal());
    GitHubChecks theirs = new GitHubChecks(api(own, ConditionalCache.inMemory()));
    return theirs.login().map(login -> new Approver.Identity() {
      @Override
      public String login() {
        return login;
      }

      @Override
      public boolean isOurs() {
        return checks().login().filter(login::equalsIgnoreCase).isPresent();
      }

      @Override
      public boolean mayPush(RepositoryName repository) {
        return theirs.mayPush(repository);
      }
    });
  }

  GitHubApi api() {
    if (api == null) {
      api = api(credentials(), cache);
    }
    return api;
  }

  private GitHubApi api(Credentials credentials, ConditionalCache answers) {
    return new GitHubApi(
        environment.gitHubApi().toString(),
        credentials,
        ProgramVersion.text(),
        transport,
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
        transport,
        budget);
    return cacheFolder(world)
        .map(folder -> credentials.keptIn(new KeptTokens(folder)))
        .orElse(credentials);
  }

  /** As the XDG specification has it; empty where no home is known. */
  static Optional<Path> cacheFolder(World world) {
    String xdg = world.variables().getOrDefault("XDG_CACHE_HOME", "");
    String home = world.variables().getOrDefault("HOME", "");
    String folder = xdg.isEmpty() && !home.isEmpty() ? home + "/.cache" : xdg;
    return folder.startsWith("/") ? Optional.of(Path.of(folder, "cicd-monitor")) : Optional.empty();
  }
}
