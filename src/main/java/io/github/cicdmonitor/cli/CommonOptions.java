package io.github.cicdmonitor.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

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
      description = "state file, sqlite:///FILE (default: $DATABASE_URL)")
  private String database = "";

  @Option(names = "--json", description = "print exactly one JSON document")
  boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "tell what is done while it is done")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "print the result and errors only")
  boolean quiet;

  @Option(names = "--version", versionHelp = true, description = "print the version")
  boolean version;

  @Option(names = "--help", usageHelp = true, description = "print this help")
  boolean help;

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
