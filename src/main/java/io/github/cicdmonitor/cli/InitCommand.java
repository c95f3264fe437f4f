package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.config.NewConfiguration;
import io.github.cicdmonitor.model.RepositoryName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The files to begin with. Asks for the repository only, and only a person at a terminal. */
final class InitCommand implements Callable<Integer> {
  private static final String MANIFEST = "slack-app.json";

  private final World world;
  private final Syntax syntax;
  private final CommonOptions common;
  private List<String> repositories = new ArrayList<>();
  private String branch = "main";
  private int interval = 5;

  InitCommand(World world, Syntax syntax) {
    this.world = world;
    this.syntax = syntax;
    syntax
        .header("Write a first config.json and .env, and print the manifest of the Slack app.")
        .texts(
            "--repo OWNER/NAME",
            "watch this repository; may be repeated",
            given -> repositories = given)
        .text(
            "--branch NAME",
            "main",
            "the branch to watch, or a glob (default: ${DEFAULT-VALUE})",
            given -> branch = given)
        .number(
            "--interval MINUTES",
            5,
            "how often it will run (default: ${DEFAULT-VALUE})",
            given -> interval = given);
    common = new CommonOptions(syntax);
  }

  @Override
  public Integer call() {
    if (interval < 1 || interval > 10_080) {
      throw syntax.mistake("--interval takes minutes from 1 to 10080");
    }
    if (!NewConfiguration.isBranch(branch)) {
      throw syntax.mistake("--branch takes a branch name or a glob such as release/*");
    }
    NewConfiguration configuration = new NewConfiguration(names(), branch, interval);
    Path config = world.workingDirectory().resolve(common.config().orElse("config.json"));
    Path secrets = common
        .envFile()
        .map(world.workingDirectory()::resolve)
        .orElseGet(() -> config.resolveSibling(".env"));
    configuration.write(config, JsonOutput.document(configuration.json()));
    NewConfiguration.Outcome outcome = NewConfiguration.writeSecrets(secrets, world.variables());
    tell(config, secrets, outcome);
    return ExitCode.DONE.code();
  }

  private void tell(Path config, Path secrets, NewConfiguration.Outcome outcome) {
    if (common.json) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      root.put("config", config.toString()).put("env_file", secrets.toString());
      root.set("slack_app", json(manifest()));
      world.out().print(JsonOutput.document(root));
      return;
    }
    world.out().println("Wrote " + shown(config) + ".");
    if (outcome == NewConfiguration.Outcome.KEPT) {
      world.out().println("Kept " + shown(secrets) + " as it is.");
    } else {
      List<String> taken = NewConfiguration.SECRETS.stream()
          .filter(name -> !world.variables().getOrDefault(name, "").isBlank())
          .toList();
      world
          .out()
          .println("Wrote " + shown(secrets)
              + (taken.isEmpty()
                  ? ": put GITHUB_TOKEN into it."
                  : " with " + String.join(", ", taken) + " of the environment."));
    }
    if (!common.quiet) {
      world.out().println("""

          For messages in Slack: make an app from this manifest (api.slack.com/apps, "From a manifest"),
          install it, put its bot token into SLACK_BOT_TOKEN, and invite the bot to the three channels.
          """);
      world.out().print(manifest());
      world.out().println("\nNext: cicd-monitor check");
    }
  }

  private List<RepositoryName> names() {
    List<String> given = repositories.isEmpty() ? List.of(asked()) : repositories;
    List<RepositoryName> names = new ArrayList<>();
    for (String each : given) {
      names.add(RepositoryName.parse(each)
          .orElseThrow(() -> syntax.mistake("a repository is OWNER/NAME, not \"" + each + "\"")));
    }
    return names;
  }

  private String asked() {
    Optional<String> answer = Optional.empty();
    if (world.terminal()) {
      world.err().print("Repository to watch (OWNER/NAME): ");
      world.err().flush();
      try {
        answer = Optional.ofNullable(
            new BufferedReader(new InputStreamReader(world.in(), StandardCharsets.UTF_8))
                .readLine());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return answer
        .map(String::strip)
        .orElseThrow(() -> syntax.mistake("say which repository to watch: --repo OWNER/NAME"));
  }

  private String shown(Path file) {
    Path folder = world.workingDirectory();
    return (file.startsWith(folder) ? folder.relativize(file) : file).toString();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String manifest() {
    try (InputStream in = InitCommand.class.getResourceAsStream(MANIFEST)) {
      if (in == null) {
        throw new IllegalStateException("no " + MANIFEST + " in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
