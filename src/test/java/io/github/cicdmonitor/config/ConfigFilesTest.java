package io.github.cicdmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where files are looked for, and files that are none. */
class ConfigFilesTest {
  @TempDir
  Path folder;

  @Test
  void the_file_is_taken_from_the_first_place_that_has_one() throws IOException {
    Map<String, String> variables = new HashMap<>();
    variables.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    Files.createDirectories(folder.resolve("xdg/cicd-monitor"));
    Sample.write(folder.resolve("xdg/cicd-monitor/config.json"), threshold(1));
    assertThat(thresholdOf(load(variables))).isEqualTo(1);

    Sample.write(folder.resolve("config.json"), threshold(2));
    assertThat(thresholdOf(load(variables))).isEqualTo(2);

    Sample.write(folder.resolve("by-variable.json"), threshold(3));
    variables.put("CONFIG_FILE", "by-variable.json");
    assertThat(thresholdOf(load(variables))).isEqualTo(3);

    Sample.write(folder.resolve("by-option.json"), threshold(4));
    assertThat(thresholdOf(load(sources(variables, Optional.of("by-option.json"), null))))
        .isEqualTo(4);
  }

  @Test
  void without_a_file_it_is_told_where_one_was_looked_for_and_how_to_make_one() {
    Map<String, String> variables = Map.of("XDG_CONFIG_HOME", folder + "/xdg");

    assertThat(refused(ConfigSources.of(folder, variables)))
        .containsExactly("cicd-monitor: no config file: looked for config.json, "
            + folder
            + "/xdg/cicd-monitor/config.json, /etc/cicd-monitor/config.json."
            + " Make one with 'cicd-monitor init', or use --config FILE");
  }

  @Test
  void a_file_that_was_asked_for_and_is_not_there_is_named() {
    assertThat(refused(sources(Map.of(), Optional.of("my.json"), null)))
        .containsExactly("cicd-monitor: my.json: no such file");
  }

  @Test
  void a_directory_a_pipe_a_huge_and_a_binary_file_are_refused_at_once() throws Exception {
    Files.createDirectory(folder.resolve("directory"));
    assertThat(new ProcessBuilder("mkfifo", folder + "/pipe").start().waitFor()).isZero();
    Files.write(folder.resolve("huge"), new byte[10_000_000]);
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Files.write(folder.resolve("empty"), new byte[0]);

    Map<String, String> expected = new HashMap<>();
    expected.put("directory", "is a directory: must be a file");
    expected.put("pipe", "is not a regular file");
    expected.put("huge", "is larger than 1 MiB: must be a small text file");
    expected.put("binary", "is not UTF-8 text");
    expected.put("empty", "is empty: must be a JSON object (see config.json.example)");
    expected.forEach((name, words) -> assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThat(refused(sources(Map.of(), Optional.of(name), null)))
            .containsExactly("cicd-monitor: " + name + ": " + words)));
  }

  @Test
  void the_env_file_beside_the_config_file_is_read_and_the_real_environment_wins() {
    Sample.write(folder.resolve("config.json"), Sample.MINIMAL);
    envFile("LOG_LEVEL=DEBUG\nREPOSITORIES=acme/one\n", "rw-r--r--");

    Environment environment = load(Map.of("LOG_LEVEL", "ERROR")).environment();

    assertThat(environment.logLevel()).isEqualTo(LogLevel.ERROR);
    assertThat(environment.repositories()).hasSize(1);
  }

  @Test
  void another_env_file_is_read_in_its_place() {
    Sample.write(folder.resolve("config.json"), Sample.MINIMAL);
    envFile("LOG_LEVEL=DEBUG\n", "rw-------");
    Sample.write(folder.resolve("other"), "LOG_LEVEL=TRACE");

    assertThat(load(sources(Map.of(), Optional.empty(), "other")).environment().logLevel())
        .isEqualTo(LogLevel.TRACE);
    assertThat(refused(sources(Map.of(), Optional.empty(), "missing")))
        .containsExactly("cicd-monitor: missing: no such file");
  }

  @Test
  void an_env_file_with_a_token_that_others_may_read_is_refused_with_the_command_to_run() {
    Sample.write(folder.resolve("config.json"), Sample.MINIMAL);
    envFile("GITHUB_TOKEN=token-1\n", "rw-r--r--");

    assertHeldTooOpenly();

    envFile("GITHUB_TOKEN=token-1\n", "rw-------");
    assertThat(load(Map.of()).environment().gitHubToken()).contains(new Secret("token-1"));
  }

  @Test
  void an_env_file_with_a_password_in_an_address_is_as_secret() {
    Sample.write(folder.resolve("config.json"), Sample.MINIMAL);
    envFile("DATABASE_URL=postgresql://anna:trombone-kettle@db.example/ci\n", "rw-r--r--");

    assertHeldTooOpenly();

    envFile("DATABASE_URL=postgresql://anna@db.example:5433/ci\n", "rw-r--r--");
    assertThat(load(Map.of()).environment().database().server()).isPresent();
  }

  private static String threshold(int number) {
    return Sample.with("risk_threshold", Integer.toString(number));
  }

  private static int thresholdOf(Settings settings) {
    return settings.config().riskThreshold();
  }

  private void envFile(String text, String mode) {
    Path file = folder.resolve(".env");
    Sample.write(file, text);
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Settings load(Map<String, String> variables) {
    return load(ConfigSources.of(folder, variables));
  }

  private static Settings load(ConfigSources sources) {
    return ConfigLoader.load(sources);
  }

  private ConfigSources sources(
      Map<String, String> variables, Optional<String> configFile, String envFile) {
    return new ConfigSources(
        folder, variables, configFile, Optional.ofNullable(envFile), Optional.empty());
  }

  private void assertHeldTooOpenly() {
    assertThat(refused(ConfigSources.of(folder, Map.of())))
        .containsExactly(
            "cicd-monitor: .env: holds a secret but others may read or change it (mode 0644)."
                + " Run: chmod 600 .env");
  }

  private static List<String> refused(ConfigSources sources) {
    return catchThrowableOfType(InvalidConfiguration.class, () -> ConfigLoader.load(sources))
        .lines();
  }
}
