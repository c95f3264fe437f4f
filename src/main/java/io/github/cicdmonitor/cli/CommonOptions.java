package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.config.ConfigSources.NamedDatabase;
import java.util.Optional;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** What every command takes. */
final class CommonOptions {
  private String config = "";
  private String envFile = "";
  private String database = "";
  boolean json;
  boolean verbose;
  boolean quiet;

  CommonOptions(Syntax syntax) {
    syntax
        .text(
            "--config FILE",
            "configuration file (default: $CONFIG_FILE, ./config.json, …)",
            given -> config = given)
        .text(
            "--env-file FILE",
            "environment file (default: .env beside the configuration)",
            given -> envFile = given)
        .text(
            "--database URL",
            "state, sqlite:///FILE or postgresql://… (default: $DATABASE_URL)",
            given -> database = given)
        .flag("--json", "print exactly one JSON document", given -> json = given)
        .flag("-v, --verbose", "log what is being done", given -> verbose = given)
        .flag("-q, --quiet", "print nothing where nothing happened", given -> quiet = given)
        .versionAndHelp()
        .flag("--no-color", "no colour, also on a terminal", given -> noColour(syntax.spec()));
  }

  private static void noColour(CommandSpec command) {
    command.root().commandLine().setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
  }

  Optional<String> config() {
    return given(config);
  }

  Optional<String> envFile() {
    return given(envFile);
  }

  Optional<NamedDatabase> database() {
    return given(database).map(url -> new NamedDatabase("--database", url));
  }

  private static Optional<String> given(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
