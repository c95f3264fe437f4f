package io.github.cicdmonitor.cli;

import java.util.Optional;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes. */
final class CommonOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration file (default: $CONFIG_FILE, ./config.json, …)")
  private String config = "";

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "environment file (default: .env beside the configuration)")
  private String envFile = "";

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "state, sqlite:///FILE or postgresql://… (default: $DATABASE_URL)")
  private String database = "";

  @Option(names = "--json", description = "print exactly one JSON document")
  boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "log what is being done")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "print nothing where nothing happened")
  boolean quiet;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "print the version")
  boolean version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this help")
  boolean help;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--no-color", description = "no colour, also on a terminal")
  void noColour(boolean given) {
    if (given) {
      command.root().commandLine().setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    }
  }

  Optional<String> config() {
    return given(config);
  }

  Optional<String> envFile() {
    return given(envFile);
  }

  Optional<String> database() {
    return given(database);
  }

  private static Optional<String> given(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
