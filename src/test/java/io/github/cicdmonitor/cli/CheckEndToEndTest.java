package io.github.cicdmonitor.cli;

import static io.github.cicdmonitor.sandbox.Sandbox.GITHUB_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.cicdmonitor.sandbox.GitHubSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether {@code check} tells what is so. */
@ExtendWith(CliExtension.class)
class CheckEndToEndTest {
  private CliHarness cli;
  private GitHubSandbox github;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/one");
    github = cli.sandbox().github();
    new Workshop(cli).repository("acme/one");
  }

  private JsonNode check(String name, int code, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "check";
    arguments[1] = "--json";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return cli.run(arguments)
        .exits(code)
        .json()
        .path("checks")
        .valueStream()
        .filter(check -> check.path("name").asText().equals(name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  @Test
  void a_right_to_read_that_is_missing_is_named() {
    github.refuse(GITHUB_TOKEN, "contents=read");
    github.refuse(GITHUB_TOKEN, "pull_requests=read");

    JsonNode repository = check("GitHub acme/one", 1);

    assertThat(repository.path("detail").asText())
        .isEqualTo("the token lacks Contents: read, Pull requests: read");
    assertThat(repository.path("hint").asText()).contains("Workflows: write");
  }

  @Test
  void the_scopes_of_a_classic_token_are_told() {
    github.scopes(GITHUB_TOKEN, "read:org");
    assertThat(check("GitHub acme/one", 1).path("detail").asText()).contains("scope repo");

    github.scopes(GITHUB_TOKEN, "repo");
    JsonNode without = check("GitHub acme/one", 0);
    assertThat(without.path("warning").asBoolean()).isTrue();
    assertThat(without.path("detail").asText()).contains("without the scope workflow");

    github.scopes(GITHUB_TOKEN, "repo, workflow");
    assertThat(check("GitHub acme/one", 0).path("warning").asBoolean()).isFalse();
  }

  @Test
  void what_a_fine_grained_token_does_not_tell_is_said() {
    assertThat(check("GitHub acme/one", 0).path("detail").asText())
        .contains("is known only when it does");
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  void an_archived_channel_is_named_as_one() {
    cli.sandbox().slack().channel("ci-cd-alerts").archive();

    assertThat(check("Slack #ci-cd-alerts", 1).path("detail").asText()).contains("is archived");
  }

  @Test
  void a_clock_that_is_wrong_is_named() {
    assertThat(check("clock", 0).path("ok").asBoolean()).isTrue();
    github.clockAhead(Duration.ofMinutes(7));

    assertThat(check("clock", 1).path("detail").asText()).isEqualTo("7 minutes behind GitHub's");
  }

  @Test
  void which_env_file_was_read_is_told() throws IOException {
    assertThat(check("environment", 0).path("detail").asText()).contains("no .env file was read");
    Path file = cli.folder().resolve(".env");
    CliHarness.write(file, "LOG_LEVEL=INFO\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThat(check("environment", 0).path("detail").asText()).contains(file.toString());
  }

  @Test
  void offline_nobody_is_contacted() {
    CliHarness.Ended ended = cli.run("check", "--offline").exits(0);

    assertThat(ended.out())
        .contains("credentials are set (not asked)", "a token is set (not asked)");
    assertThat(cli.sandbox().ledger().entries()).isEmpty();
  }

  @Test
  void with_config_only_the_configuration_is_checked_and_nothing_else() {
    CliHarness.write(cli.stateFile(), "");

    CliHarness.Ended ended = cli.run("check", "--config-only").exits(0);

    assertThat(ended.out().lines()).hasSize(2).allMatch(line -> line.startsWith("✓"));
    assertThat(cli.sandbox().ledger().entries()).isEmpty();
    cli.configured(config -> config.put("risk_threshold", 11));
    cli.run("check", "--config-only").exits(2).complains("risk_threshold");
  }

  @Test
  void the_last_analyze_counts_as_well_as_the_last_scan() {
    cli.tick();
    cli.clock().advance(Duration.ofMinutes(20));
    cli.run("scan").exits(0);

    assertThat(check("last scan", 1).path("ok").asBoolean()).isTrue();
    assertThat(check("last analyze", 1).path("detail").asText()).contains("20 minutes ago");
  }
}
