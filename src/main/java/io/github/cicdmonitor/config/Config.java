package io.github.cicdmonitor.config;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
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
    int retentionDays,
    Optional<String> caFile) {
  public Config {
    protectedRepositories = List.copyOf(protectedRepositories);
    repositories = List.copyOf(repositories);
    mentions = Map.copyOf(mentions);
  }

  /** A Slack channel is its name with {@code #}, or its id; none is named where no Slack is set up. */
  public record Channels(Map<NoticeChannel, String> names) {
    public Channels {
      Map<NoticeChannel, String> inOrder = new EnumMap<>(NoticeChannel.class);
      inOrder.putAll(names);
      names = Collections.unmodifiableMap(inOrder);
    }

    /** Without Slack the notices are printed, under the channel's key. */
    public String of(NoticeChannel channel) {
      return names.getOrDefault(channel, channel.key());
    }
  }

  /** {@code branch} is a name or a glob; disabled ones are left out of every stage. */
  public record MonitoredRepository(RepositoryName name, BranchPattern branch, boolean enabled) {}

  /**
   * The {@code analyzer} block; {@code rulesFile} as written, relative to the working directory.
   *
   * @param allowHttp whether the gateway may be asked by http on a private address
   */
  public record AnalyzerSettings(
      String model,
      List<String> fallbackModels,
      double minConfidence,
      int maxInputTokens,
      double dailyBudgetUsd,
      Map<String, ModelPrice> prices,
      Optional<String> rulesFile,
      GatewayOptions gateway,
      boolean allowHttp) {
    public AnalyzerSettings {
      prices = Map.copyOf(prices);
      fallbackModels = List.copyOf(fallbackModels);
    }

    /** The same with one model and no other. */
    public AnalyzerSettings asking(String other) {
      return new AnalyzerSettings(
          other,
          List.of(),
          minConfidence,
          maxInputTokens,
          dailyBudgetUsd,
          prices,
          rulesFile,
          gateway,
          allowHttp);
    }
  }

  /**
   * How the gateway differs from others.
   *
   * @param kind openrouter, openai, azure, github, local or other; empty: by its host
   * @param apiVersion of Azure's dated interface
   * @param zeroDataRetention whether OpenRouter may use only providers that keep nothing
   */
  public record GatewayOptions(
      Optional<String> kind, Optional<String> apiVersion, boolean zeroDataRetention) {
    /** Whether it is asked without a key. */
    public boolean needsNoKey() {
      return kind.filter("local"::equals).isPresent();
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
        retentionDays,
        caFile);
  }

  public List<MonitoredRepository> enabledRepositories() {
    return repositories.stream().filter(MonitoredRepository::enabled).toList();
  }

  public boolean isProtected(RepositoryName repository) {
    return protectedRepositories.stream().anyMatch(pattern -> pattern.matches(repository));
  }
}
