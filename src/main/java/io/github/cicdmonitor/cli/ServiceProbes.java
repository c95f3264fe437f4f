package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.check.NetworkUse;
import io.github.cicdmonitor.command.CommandReadiness;
import io.github.cicdmonitor.config.Settings;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.List;

/** What {@code check} asks, handed on to the adapters. */
final class ServiceProbes implements io.github.cicdmonitor.check.CheckedServices {
  private final Services services;
  private final Settings settings;
  private final NetworkUse reach;

  ServiceProbes(Services services, Settings settings, NetworkUse reach) {
    this.reach = reach;
    this.services = services;
    this.settings = settings;
  }

  @Override
  public NetworkUse reach() {
    return reach;
  }

  @Override
  public SetUp setUp() {
    return new SetUp(services.hasGitHub(), services.hasModel(), services.hasSlack());
  }

  @Override
  public Finding gitHubToken() {
    return services.hasGitHub()
        ? services.gitHub().checks().token()
        : new Finding(false, "no token", "Set GITHUB_TOKEN, or GITHUB_APP_ID and its private key");
  }

  @Override
  public Finding repository(RepositoryName repository) {
    return services.gitHub().checks().repository(repository);
  }

  @Override
  public Finding languageModel() {
    return services.hasModel()
        ? services.gatewayChecks().key(reach)
        : new Finding(true, "no OPENROUTER_API_KEY: the built-in rules analyse alone", "");
  }

  @Override
  public Finding clock() {
    return services.gitHub().checks().clock();
  }

  @Override
  public Finding slack() {
    return services.hasSlack()
        ? services.slackChecks().token()
        : new Finding(true, "no SLACK_BOT_TOKEN: notices are printed", "");
  }

  @Override
  public Finding channel(String channel) {
    return services.slackChecks().channel(channel);
  }

  @Override
  public Finding commands(List<List<String>> commands) {
    CommandReadiness ready = CommandReadiness.of(commands, services.secretPlaces(settings));
    if (!ready.misfits().isEmpty()) {
      return new Finding(
          false,
          String.join("; ", ready.misfits()),
          "Install it for all users, or take it out of remediation.commands");
    }
    String there = String.join(", ", ready.programs())
        + (ready.programs().size() == 1 ? " is there; " : " are there; ");
    return ready.apart()
        ? new Finding(true, there + "isolated by bubblewrap", "")
        : new Finding(
            true,
            there + "not isolated: commands can read our tokens",
            "Install bubblewrap (bwrap), or allow it to make user namespaces here");
  }
}
