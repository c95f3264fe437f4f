package io.github.cicdmonitor.config;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code config.json} as cicd-monitor-config(5) describes it, checked and with the defaults filled in. */
public record Config(
    int riskThreshold,
    List<RepositoryPattern> protectedRepositories,
    Channels channels,
    Duration approvalTimeout,
    Duration pollingInterval,
    List<MonitoredRepository> repositories,
    AnalyzerSettings analyzer,
    RemediationSettings remediation,
    Approvers approvers,
    Map<String, String> mentions,
    int retentionDays) {
  public Config {
    protectedRepositories = List.copyOf(protectedRepositories);
    repositories = List.copyOf(repositories);
    mentions = Map.copyOf(mentions);
  }

  /** A Slack channel is its name with {@code #}, or its id; empty where no Slack is set up. */
  public record Channels(
      Optional<String> alerts, Optional<String> approvals, Optional<String> critical) {}

  /** {@code branch} is a name or a glob; disabled ones are left out of every stage. */
  public record MonitoredRepository(RepositoryName name, BranchPattern branch, boolean enabled) {}

  /** The {@code analyzer} block; {@code rulesFile} as written, relative to the working directory. */
  public record AnalyzerSettings(
      String model,
      List<String> fallbackModels,
      double minConfidence,
      int maxInputTokens,
      double dailyBudgetUsd,
      Map<String, ModelPrice> prices,
      Optional<String> rulesFile) {
    public AnalyzerSettings {
      prices = Map.copyOf(prices);
      fallbackModels = List.copyOf(fallbackModels);
    }
  }

  /** USD for a million tokens. */
  public record ModelPrice(double inputUsd, double outputUsd) {}

  /** The {@code remediation} block; {@code commands} are argv patterns, {@code *} is one argument. */
  public record RemediationSettings(
      int maxOpenPullRequestsPerRepository,
      int maxRerunsPerRun,
      String branchPrefix,
      List<String> labels,
      boolean draft,
      List<List<String>> commands,
      List<String> protectedPaths,
      int outageRepositories) {
    public RemediationSettings {
      labels = List.copyOf(labels);
      commands = commands.stream().map(List::copyOf).toList();
      protectedPaths = List.copyOf(protectedPaths);
    }
  }

  /** The {@code approvers} block. Reaction names come without colons. */
  public record Approvers(
      List<String> slackUserIds,
      String approveReaction,
      String rejectReaction,
      List<String> githubLogins,
      boolean requireIdentity) {
    public Approvers {
      slackUserIds = List.copyOf(slackUserIds);
      githubLogins = List.copyOf(githubLogins);
    }
  }

  /** The same with other repositories. */
  Config withRepositories(List<MonitoredRepository> others) {
    return new Config(
        riskThreshold,
        protectedRepositories,
        channels,
        approvalTimeout,
        pollingInterval,
        others,
        analyzer,
        remediation,
        approvers,
        mentions,
        retentionDays);
  }

  public List<MonitoredRepository> enabledRepositories() {
    return repositories.stream().filter(MonitoredRepository::enabled).toList();
  }

  public boolean isProtected(RepositoryName repository) {
    return protectedRepositories.stream().anyMatch(pattern -> pattern.matches(repository));
  }
}
