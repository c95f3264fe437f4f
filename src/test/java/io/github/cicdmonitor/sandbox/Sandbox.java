package io.github.cicdmonitor.sandbox;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * GitHub, Slack and the gateway together, each on a port of its own on 127.0.0.1. Closing it fails when a request came that should not have
 * been made.
 */
public final class Sandbox implements AutoCloseable {
  /** Of the form of a classic token; good for everything. */
  public static final String GITHUB_TOKEN = "ghp_" + "S4ndb0xS4ndb0xS4ndb0xS4ndb0x00Kq7Xz2";

  public static final String SLACK_BOT_TOKEN =
      "xoxb-" + "1029384756102-5647382910564-" + "S4ndb0xS4ndb0xS4ndb0xS4n";

  public static final String OPENROUTER_API_KEY =
      "sk-or-v1-" + "5a9db0c5a9db0c5a9db0c5a9db0c5a9db0c5a9db0c5a9db0c5a9db0c5a9db0c5";

  /** Whom the token stands for. */
  public static final String BOT_LOGIN = "acme-cicd-bot";

  private static final String[] SLACK_SCOPES = {
    "chat:write", "channels:read", "channels:history", "reactions:read"
  };

  private final Ledger ledger = new Ledger();
  private final GitHubSandbox github;
  private final SlackSandbox slack;
  private final GatewaySandbox gateway;

  private Sandbox(Clock clock) {
    github = new GitHubSandbox(ledger, clock);
    github.accept(GITHUB_TOKEN, BOT_LOGIN);
    slack = new SlackSandbox(ledger, clock);
    slack.accept(SLACK_BOT_TOKEN, SLACK_SCOPES);
    List.of("ci-cd-alerts", "ci-cd-approvals", "critical-alerts").forEach(slack::channel);
    gateway = new GatewaySandbox(ledger, clock);
    gateway.accept(OPENROUTER_API_KEY);
  }

  /** An empty world in real time. */
  public static Sandbox start() {
    return start(Clock.systemUTC());
  }

  /** An empty world whose commits, runs and messages carry this clock's time. */
  public static Sandbox start(Clock clock) {
    return new Sandbox(clock);
  }

  public GitHubSandbox github() {
    return github;
  }

  public SlackSandbox slack() {
    return slack;
  }

  public GatewaySandbox gateway() {
    return gateway;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** From now on this one sees every request to every stand-in. */
  public void watch(Watch watch) {
    ledger.watch(watch);
  }

  /** The variables that lead a program here. */
  public Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("GITHUB_TOKEN", GITHUB_TOKEN);
    environment.put("GITHUB_API_URL", github.url());
    environment.put("SLACK_BOT_TOKEN", SLACK_BOT_TOKEN);
    environment.put("SLACK_API_URL", slack.url());
    environment.put("OPENROUTER_API_KEY", OPENROUTER_API_KEY);
    environment.put("OPENROUTER_BASE_URL", gateway.url());
    return environment;
  }

  /** Throws an {@link AssertionError} naming the requests that should not have been made. */
  public void verify() {
    List<Ledger.Entry> unexpected = ledger.unexpected();
    if (!unexpected.isEmpty()) {
      throw new AssertionError(unexpected.stream()
          .map(Ledger.Entry::toString)
          .collect(Collectors.joining("\n  ", "requests that should not have been made:\n  ", "")));
    }
  }

  /** Stops the services, then {@link #verify}. */
  @Override
  public void close() {
    stop();
    verify();
  }

  /** Stops the services without looking at what was asked: for tests of wrong requests. */
  public void stop() {
    github.close();
    slack.close();
    gateway.close();
  }
}
