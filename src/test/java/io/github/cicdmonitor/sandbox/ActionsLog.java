package io.github.cicdmonitor.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a job's log as the Actions runner does: a time before each line, groups, commands, errors. Same calls, same bytes. */
public final class ActionsLog {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
          "uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private final StringBuilder text = new StringBuilder();
  private Instant now;
  private int lines;

  public ActionsLog(Instant start) {
    now = start;
  }

  /** Lines a few milliseconds apart; the text may have several. */
  public ActionsLog line(String manyLines) {
    manyLines.lines().forEach(this::one);
    return this;
  }

  private void one(String line) {
    lines++;
    now = now.plusNanos(3_141_500L + (lines * 7_919_300L) % 41_000_000L);
    text.append(TIME.format(now)).append(' ').append(line).append('\n');
  }

  public ActionsLog pause(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  public ActionsLog group(String title, String manyLines) {
    return line("##[group]" + title).line(manyLines).line("##[endgroup]");
  }

  public ActionsLog error(String message) {
    return line("##[error]" + message);
  }

  /** The step "Set up job". */
  public ActionsLog setUpJob(Map<String, String> permissions, List<String> actions) {
    line("Current runner version: '2.329.0'");
    group(
        "Runner Image Provisioner",
        "Hosted Compute Agent\nVersion: 20261016.441\nBuild Date: 2026-10-16T14:02:31Z");
    group("Operating System", "Ubuntu\n24.04.3\nLTS");
    group("Runner Image", """
        Image: ubuntu-24.04
        Version: 20261102.87.1
        Included Software: https://github.com/actions/runner-images/blob/ubuntu24/20261102.87/images/ubuntu/Ubuntu2404-Readme.md
        Image Release: https://github.com/actions/runner-images/releases/tag/ubuntu24%2F20261102.87""");
    StringBuilder granted = new StringBuilder();
    permissions.forEach(
        (scope, level) -> granted.append(scope).append(": ").append(level).append('\n'));
    group("GITHUB_TOKEN Permissions", granted.toString());
    line(
        "Secret source: Actions\nPrepare workflow directory\nPrepare all required actions\nGetting action download info");
    for (String action : actions) {
      int hash = Math.floorMod(action.hashCode(), 0xFFFFFFF);
      line(String.format(
          Locale.ROOT,
          "Download action repository '%s' (SHA:%08x5d0c2e41b7a96f83%016x)",
          action,
          hash,
          (long) hash * 7));
    }
    return this;
  }

  public ActionsLog completeJobName(String job) {
    return line("Complete job name: " + job);
  }

  /** The step that checks the repository out. */
  public ActionsLog checkout(String repository, String sha) {
    String folder = "/home/runner/work/" + repository.substring(repository.indexOf('/') + 1);
    group("Run actions/checkout@v4", """
        with:
          repository: %s
          token: ***
          ssh-strict: true
          persist-credentials: true
          clean: true
          fetch-depth: 1
          fetch-tags: false
          show-progress: true
          lfs: false
          submodules: false""".formatted(repository));
    line("Syncing repository: " + repository);
    group(
        "Getting Git version info",
        "Working directory is '%s'\n[command]/usr/bin/git version\ngit version 2.51.0"
            .formatted(folder));
    line(
        "Temporarily overriding HOME='/home/runner/work/_temp/5f1c' before making global git config changes");
    line("Adding repository directory to the temporary git global config as a safe directory");
    line("[command]/usr/bin/git config --global --add safe.directory " + folder);
    group(
        "Initializing the repository",
        "[command]/usr/bin/git init %s\nInitialized empty Git repository in %s/.git/"
            .formatted(folder, folder));
    group("Fetching the repository", """
        [command]/usr/bin/git -c protocol.version=2 fetch --no-tags --prune --no-recurse-submodules --depth=1 origin +%s:refs/remotes/origin/main
        From https://github.com/%s
         * [new ref]         %s -> origin/main""".formatted(sha, repository, sha));
    group(
        "Checking out the ref",
        "[command]/usr/bin/git checkout --progress --force -B main refs/remotes/origin/main\nbranch 'main' set up to track 'origin/main'.");
    return line("[command]/usr/bin/git log -1 --format=%H\n" + sha);
  }

  /** The step that installs Node. */
  public ActionsLog setupNode(String version) {
    group("Run actions/setup-node@v4", """
        with:
          node-version: %s
          cache: npm
          always-auth: false
          check-latest: false
          token: ***""".formatted(version));
    line("Found in cache @ /opt/hostedtoolcache/node/20.19.5/x64");
    group("Environment details", "node: v20.19.5\nnpm: 10.8.2\nyarn: 1.22.22");
    line(
        "[command]/opt/hostedtoolcache/node/20.19.5/x64/bin/npm config get cache\n/home/runner/.npm");
    return line(
        "Cache hit for: node-cache-Linux-x64-npm-7be0d1c4\nReceived 31457280 of 48213377 (65.2%), 30.0 MBs/sec\nReceived 48213377 of 48213377 (100.0%), 29.4 MBs/sec\nCache Size: ~46 MB (48213377 B)\nCache restored successfully");
  }

  /** The head of a step that runs a command. */
  public ActionsLog run(String command) {
    return group(
        "Run " + command, "\u001B[36;1m" + command + "\u001B[0m\nshell: /usr/bin/bash -e {0}");
  }

  /** The end of a job that failed. */
  public ActionsLog failed(int exitCode) {
    return error("Process completed with exit code " + exitCode + ".").cleanUp();
  }

  public ActionsLog cleanUp() {
    line("Post job cleanup.");
    line("[command]/usr/bin/git version\ngit version 2.51.0");
    line("[command]/usr/bin/git config --local --name-only --get-regexp core\\.sshCommand");
    line(
        "[command]/usr/bin/git config --local --name-only --get-regexp http\\.https\\:\\/\\/github\\.com\\/\\.extraheader\nhttp.https://github.com/.extraheader");
    line("[command]/usr/bin/git config --local --unset-all http.https://github.com/.extraheader");
    return line("Cleaning up orphan processes");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
