package io.github.cicdmonitor.check;

import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.config.Settings;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which checks there are, in the order in which a person puts things right. */
public final class SetUpChecks {
  private SetUpChecks() {}

  /**
   * All checks of a configuration that could be read.
   *
   * @param offline {@code --offline}: the gateway's key is looked at, not tried
   */
  public static CheckReport check(
      Settings settings, StateFacts state, Services services, Instant now, boolean offline) {
    Config config = settings.config();
    List<RepositoryName> repositories = Stream.concat(
            config.enabledRepositories().stream().map(MonitoredRepository::name),
            settings.environment().repositories().stream())
        .distinct()
        .toList();
    List<SetUpCheck> checks = new ArrayList<>(List.of(
        new ConfigFileCheck(settings.file().toString(), repositories.size(), List.of()),
        new EnvironmentCheck(services.setUp(), settings.notes()),
        new DatabaseCheck(state),
        new GitHubCheck(services)));
    if (services.setUp().gitHub()) {
      repositories.forEach(name -> checks.add(new RepositoryCheck(services, name)));
    }
    checks.add(new LanguageModelCheck(
        services, offline ? LanguageModelCheck.Reach.OFFLINE : LanguageModelCheck.Reach.ONLINE));
    checks.add(new SlackCheck(services));
    if (services.setUp().slack()) {
      Config.Channels channels = config.channels();
      Stream.of(channels.alerts(), channels.approvals(), channels.critical())
          .flatMap(Optional::stream)
          .distinct()
          .forEach(channel -> checks.add(new ChannelCheck(services, channel)));
    }
    List<List<String>> commands = config.remediation().commands();
    if (!commands.isEmpty()) {
      checks.add(new CommandsCheck(services, commands));
    }
    checks.add(new LastScanCheck(state.lastScan(), config.pollingInterval(), now));
    return new CheckReport(checks.stream().map(SetUpCheck::answer).toList());
  }

  /** The one check that can be made of a configuration that was refused; exit code 2. */
  public static CheckReport refused(String file, List<String> mistakes) {
    return new CheckReport(List.of(new ConfigFileCheck(file, 0, mistakes).answer()));
  }
}
