package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.config.ConfigLoader;
import io.github.cicdmonitor.config.Settings;
import io.github.cicdmonitor.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first command of a new user. */
@ExtendWith(CliExtension.class)
class InitEndToEndTest {
  private CliHarness cli;
  private Path config;
  private Path secrets;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.without("CONFIG_FILE");
    config = cli.folder().resolve("config.json");
    secrets = cli.folder().resolve(".env");
  }

  private CliHarness.Ended init(String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "init";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return cli.runWithConfigAsIs(arguments);
  }

  @Test
  void the_files_it_writes_are_taken_by_the_program() throws IOException {
    init("--repo", "acme/shop", "--repo", "acme/web", "--branch", "release/*", "--interval", "15")
        .exits(0)
        .prints("Wrote config.json.", "with GITHUB_TOKEN, SLACK_BOT_TOKEN", "\"chat:write\"");

    Settings settings = ConfigLoader.load(config, Map.of("SLACK_BOT_TOKEN", "xoxb-1-a"));
    assertThat(settings.config().enabledRepositories()).hasSize(2);
    assertThat(settings.config().pollingInterval()).hasMinutes(15);
    assertThat(settings.environment().gitHubToken().orElseThrow().reveal())
        .isEqualTo(Sandbox.GITHUB_TOKEN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
        .isEqualTo("rw-------");
  }

  @Test
  void nothing_that_is_there_is_overwritten() throws IOException {
    Files.writeString(secrets, "GITHUB_TOKEN=mine\n");
    init("--repo", "acme/shop").exits(0).prints("Kept .env");
    String first = Files.readString(config);

    init("--repo", "acme/web").exits(1).complains("config.json is there already");

    assertThat(config).hasContent(first);
    assertThat(secrets).hasContent("GITHUB_TOKEN=mine\n");
  }

  @Test
  void bad_arguments_write_nothing() {
    init().exits(2).complains("--repo OWNER/NAME");
    init("--repo", "shop").exits(2).complains("OWNER/NAME, not \"shop\"");
    init("--repo", "acme/shop", "--branch", "refs/heads/main").exits(2).complains("--branch");
    init("--repo", "acme/shop", "--interval", "0").exits(2).complains("1 to 10080");

    assertThat(config).doesNotExist();
    assertThat(secrets).doesNotExist();
  }

  @Test
  void with_json_it_prints_one_document_with_the_manifest() throws IOException {
    JsonNode document = init("--repo", "acme/shop", "--json").exits(0).json();

    assertThat(document.at("/slack_app/oauth_config/scopes/bot/0").asText())
        .isEqualTo("chat:write");
    assertThat(document.path("config").asText()).isEqualTo(config.toString());
  }

  @Test
  void the_manifest_that_is_shipped_as_a_file_is_the_same() throws IOException {
    String printed = init("--repo", "acme/shop").exits(0).out();

    assertThat(printed).contains(Files.readString(Path.of("scripts/slack-app.json")));
  }
}
