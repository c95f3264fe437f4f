package io.github.cicdmonitor.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the configuration may come from.
 *
 * @param workingDirectory what relative paths are relative to
 * @param variables the real environment
 * @param configFile {@code --config}
 * @param envFile {@code --env-file}
 * @param database named on the command line: wins over {@code DATABASE_URL}
 */
public record ConfigSources(
    Path workingDirectory,
    Map<String, String> variables,
    Optional<String> configFile,
    Optional<String> envFile,
    Optional<NamedDatabase> database) {
  public ConfigSources {
    variables = Map.copyOf(variables);
  }

  /**
   * An address of the state.
   *
   * @param by the option or argument that names it, as a mistake in it is told
   */
  public record NamedDatabase(String by, String url) {}

  /** Without options on the command line. */
  public static ConfigSources of(Path workingDirectory, Map<String, String> variables) {
    return new ConfigSources(
        workingDirectory, variables, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
