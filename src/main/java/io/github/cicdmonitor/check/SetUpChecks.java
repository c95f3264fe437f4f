package io.github.cicdmonitor.check;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.config.Settings;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Troubles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which checks there are, in the order in which a person puts things right. */
public final class SetUpChecks {
  private SetUpChecks() {}

  /** All checks of a configuration that could be read. */
  public static CheckReport check(
      Settings settings, StateFacts state, CheckedServices services, Instant now) {
    Config config = settings.config();
    List<RepositoryName> repositories = repositories(settings);
    List<SetUpCheck> checks = new ArrayList<>(ofConfiguration(settings, services));
    checks.add(new DatabaseCheck(state));
    checks.add(new GitHubCheck(services));
    if (services.setUp().gitHub() && services.reach() == NetworkUse.ONLINE) {
      checks.add(new ClockCheck(services));
      repositories.forEach(name -> checks.add(new RepositoryCheck(services, name)));
    }
    checks.add(new LanguageModelCheck(services));
    checks.add(new SlackCheck(services));
    if (services.setUp().slack() && services.reach() == NetworkUse.ONLINE) {
      config.channels().names().values().stream()
          .distinct()
          .forEach(channel -> checks.add(new ChannelCheck(services, channel)));
    }
    List<List<String>> commands = config.remediation().commands();
    if (!commands.isEmpty()) {
      checks.add(new CommandsCheck(services, commands));
    }
    Optional<StateFacts.Contents> contents = state.contents();
    contents.map(StateFacts.Contents::troubles).orElse(List.of()).stream()
        .filter(trouble -> trouble.isOfModel() || isWatched(trouble, repositories))
        .forEach(trouble -> checks.add(new TroubleCheck(trouble)));
    Duration interval = config.pollingInterval();
    if (state.refusal().isEmpty()) { // else nobody knows
      checks.add(
          new LastRunCheck("scan", contents.flatMap(StateFacts.Contents::lastScan), interval, now));
      checks.add(new LastRunCheck(
          "analyze", contents.flatMap(StateFacts.Contents::lastAnalyze), interval, now));
    }
    return new CheckReport(checks.stream().map(SetUpCheck::answer).toList());
  }

  /** Those of the configuration and the environment alone: {@code --config-only}. */
  public static CheckReport configuration(Settings settings, CheckedServices services) {
    return new CheckReport(
        ofConfiguration(settings, services).stream().map(SetUpCheck::answer).toList());
  }

  private static List<SetUpCheck> ofConfiguration(Settings settings, CheckedServices services) {
    return List.of(
        new ConfigFileCheck(settings.file().toString(), repositories(settings).size(), List.of()),
        new EnvironmentCheck(services.setUp(), settings.envFile(), settings.notes()));
  }

  private static List<RepositoryName> repositories(Settings settings) {
    return Stream.concat(
            settings.config().enabledRepositories().stream().map(MonitoredRepository::name),
            settings.environment().repositories().stream())
        .distinct()
        .toList();
  }

  private static boolean isWatched(Troubles.Trouble trouble, List<RepositoryName> repositories) {
    return repositories.stream().anyMatch(name -> name.toString().equals(trouble.subject()));
  }

  /** The one check that can be made of a configuration that was refused; exit code 2. */
  public static CheckReport refused(String file, List<String> mistakes) {
    return new CheckReport(List.of(new ConfigFileCheck(file, 0, mistakes).answer()));
  }
}
