package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.cicdmonitor.sandbox.Sandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every exit code with its words. */
@ExtendWith(CliExtension.class)
class ExitCodesEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/gizmos");
    workshop = new Workshop(cli);
    workshop.repository("acme/gizmos");
  }

  private void nothingWasTouched() {
    assertThat(cli.sandbox().ledger().entries()).isEmpty();
    assertThat(cli.stateFile()).doesNotExist();
  }

  private void refusesTheState(String... why) {
    for (String command : List.of("scan", "analyze", "approve", "report")) {
      CliHarness.Ended ended = cli.run(command).exits(5).complains(why);
      assertThat(ended.err().lines()).hasSize(1);
      assertThat(ended.out()).isEmpty();
    }
    assertThat(cli.run("check").code()).isEqualTo(1);
  }

  @Test
  void every_mistake_of_a_bad_config_is_a_line() {
    CliHarness.write(cli.folder().resolve("config.json"), """
        {
          "risk_threshold": 11,
          "protected_repositories": "acme/payments",
          "nonsense": true,
          "slack_channels": { "alerts": "#a", "approvals": "#b", "critical": 7 },
          "approval_timeout_hours": 0,
          "polling_interval_minutes": 5,
          "repositories": [ { "owner": "acme", "name": "a b", "branch": "main", "enabled": "yes" } ]
        }
        """);

    for (String command : List.of("scan", "analyze", "approve", "report", "check")) {
      CliHarness.Ended ended = cli.runWithConfigAsIs(command)
          .exits(2)
          .complains(
              "config.json",
              "risk_threshold",
              "protected_repositories",
              "nonsense",
              "critical",
              "approval_timeout_hours",
              "enabled");
      assertThat(ended.err().lines()).hasSizeGreaterThanOrEqualTo(7);
    }
    nothingWasTouched();
  }

  @Test
  void a_config_that_is_no_json_or_not_there_is_refused() {
    CliHarness.write(cli.folder().resolve("config.json"), "{ \"risk_threshold\": 5,, }");
    cli.runWithConfigAsIs("scan").exits(2).complains("config.json");
    cli.runWithConfigAsIs("scan", "--config", "nowhere.json").exits(2).complains("nowhere.json");
    nothingWasTouched();
  }

  @Test
  void a_service_url_without_https_is_refused() {
    cli.with("GITHUB_API_URL", "http://github.example/api/v3");

    cli.run("scan").exits(2).complains("GITHUB_API_URL");

    nothingWasTouched();
  }

  @Test
  void what_is_mistyped_is_answered_with_what_was_meant() {
    cli.run("scna").exits(2).complains("scna", "scan");
    cli.run("scan", "--jsno").exits(2).complains("--jsno", "--json");
    assertThat(cli.run().exits(2).err()).contains("Usage: cicd-monitor");
    for (String[] wrong : new String[][] {
      {"scan", "--since", "yesterday"},
      {"scan", "--max-wait", "-1s"},
      {"analyze", "--limit", "0"},
      {"analyze", "--limit", "many"},
      {"analyze", "--explain"},
      {"approve", "--show"},
      {"approve", "1", "--reason", "no"},
      {"report", "--format", "pdf"},
      {"report", "x"},
      {"scan", "extra"},
      {"analyze", "--log", "/nowhere/job.log"}
    }) {
      CliHarness.Ended ended = cli.run(wrong).exits(2);
      assertThat(ended.out()).as(String.join(" ", wrong)).isEmpty();
      assertThat(ended.err().lines()).as(String.join(" ", wrong)).hasSize(1);
    }
    nothingWasTouched();
  }

  @Test
  void help_and_version_need_nothing() {
    cli.runWithConfigAsIs("--help")
        .exits(0)
        .prints("scan", "analyze", "approve", "report", "check");
    cli.runWithConfigAsIs("--version").exits(0).prints("cicd-monitor ");
    for (String command : List.of("scan", "analyze", "approve", "report", "check")) {
      cli.runWithConfigAsIs(command, "--help").exits(0).prints("--config", "--json");
    }
    nothingWasTouched();
  }

  @Test
  void help_and_version_have_the_usual_short_forms() {
    String help = cli.runWithConfigAsIs("--help").exits(0).out();
    assertThat(cli.runWithConfigAsIs("-h").exits(0).out()).isEqualTo(help);
    assertThat(cli.runWithConfigAsIs("help").exits(0).out()).isEqualTo(help);
    assertThat(cli.runWithConfigAsIs("help", "scan").exits(0).out())
        .isEqualTo(cli.runWithConfigAsIs("scan", "-h").exits(0).out());
    cli.runWithConfigAsIs("help", "sacn").exits(2).complains("no such command", "scan");
    String version = cli.runWithConfigAsIs("--version").exits(0).out();
    assertThat(cli.runWithConfigAsIs("-V").exits(0).out()).isEqualTo(version);
    assertThat(cli.runWithConfigAsIs("version").exits(0).out()).isEqualTo(version);
    nothingWasTouched();
  }

  @Test
  void colours_of_the_help_can_be_switched_off() {
    cli.onATerminal();
    assertThat(cli.runWithColours("--help").out()).contains("\u001b[");
    assertThat(cli.runWithColours("--help", "--no-color").out()).doesNotContain("\u001b");
    assertThat(cli.runWithColours("scan", "--no-color", "--help").out()).doesNotContain("\u001b");
  }

  @Test
  void a_number_that_is_none_is_called_that() {
    cli.run("analyze", "--limit", "many").exits(2).complains("\"many\" is not a number");
    cli.run("analyze", "--limit", "99999999999").exits(2).complains("too large");
    cli.run("analyze", "--id", "x34").exits(2).complains("\"x34\" is not a number");
  }

  @Test
  void the_number_of_an_incident_can_be_copied_from_a_message() {
    cli.run("scan").exits(0);
    cli.run("analyze", "--id", "#34").exits(1).complains("incident 34");
    cli.run("approve", "#34").exits(1).complains("34");
  }

  @Test
  void mistakes_in_the_arguments_are_told_before_those_in_the_configuration() {
    cli.runWithConfigAsIs("scan", "--since", "yesterday", "--config", "nowhere.json")
        .exits(2)
        .complains("--since");
    cli.runWithConfigAsIs("report", "--since", "tomorrow", "--config", "nowhere.json")
        .exits(2)
        .complains("--since");
    cli.runWithConfigAsIs("scan", "--repo", "shop", "--config", "nowhere.json")
        .exits(2)
        .complains("--repo takes OWNER/NAME");
  }

  @Test
  void a_state_file_that_is_none_is_refused() {
    CliHarness.write(cli.stateFile(), "this is no database, whatever its name says\n".repeat(50));

    refusesTheState("state.db");

    assertThat(cli.sandbox().ledger().writes()).isEmpty();
  }

  @Test
  void an_empty_state_file_is_refused_rather_than_taken_for_a_new_one() {
    CliHarness.write(cli.stateFile(), "");

    refusesTheState("state.db");
  }

  @Test
  void a_damaged_state_file_is_refused() throws IOException {
    workshop.fails(cli.sandbox().github().repository("acme/gizmos"), Workshop.PASSING);
    cli.tick();
    byte[] bytes = Files.readAllBytes(cli.stateFile());
    for (int i = 100; i < bytes.length; i++) {
      bytes[i] = (byte) (bytes[i] ^ 0x5a);
    }
    Files.write(cli.stateFile(), bytes);
    cli.sandbox().ledger().clear();

    cli.run("scan").exits(5).complains("state.db");
    cli.run("analyze").exits(5).complains("state.db");

    assertThat(cli.writes()).isEmpty();
  }

  @Test
  @DisplayName("R-16: a state file of a newer program is refused with exit 5 and stays as it is")
  void a_state_file_of_a_newer_program_is_refused() throws IOException, SQLException {
    cli.run("scan").exits(0);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + cli.stateFile());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 4711");
    }
    byte[] before = Files.readAllBytes(cli.stateFile());

    refusesTheState("newer", "4711");

    assertThat(cli.stateFile()).hasBinaryContent(before);
  }

  @Test
  void a_state_file_that_may_not_be_written_is_refused() throws IOException {
    cli.run("scan").exits(0);
    Files.setPosixFilePermissions(cli.stateFile(), PosixFilePermissions.fromString("r--------"));
    assumeThat(Files.isWritable(cli.stateFile())).as("root writes everywhere").isFalse();

    cli.run("scan").exits(5).complains("state.db");
    cli.run("report").exits(0);
  }

  @Test
  void a_place_where_no_state_file_can_be_is_refused() {
    cli.run("scan", "--database", "sqlite:///" + cli.folder().resolve("config.json/state.db"))
        .exits(5);
    cli.run("scan", "--database", "sqlite:///" + cli.folder()).exits(5);
  }

  @Test
  void a_state_file_that_others_may_read_is_mended_with_a_line() throws IOException {
    cli.run("scan").exits(0);
    Files.setPosixFilePermissions(cli.stateFile(), PosixFilePermissions.fromString("rw-r--r--"));

    cli.run("scan", "-q").exits(0).complains("state.db", "rw-r--r--", "0600");

    assertThat(Files.getPosixFilePermissions(cli.stateFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(cli.run("scan", "-q").exits(0).err()).isEmpty();
  }

  @Test
  void a_result_that_could_not_be_written_is_no_success() {
    cli.run("scan").exits(0);
    cli.printingTo(new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("No space left on device");
      }
    });

    for (String[] each :
        new String[][] {{"report"}, {"scan"}, {"--help"}, {"check", "--offline"}}) {
      cli.run(each).exits(5).complains("standard output is full or was closed");
    }
    cli.run("report", "99").exits(1);
  }

  @Test
  void report_and_check_work_before_the_first_scan() {
    cli.run("report").exits(0);
    JsonNode report = cli.run("report", "--format", "json").exits(0).json();
    for (String field : List.of(
        "since",
        "failures",
        "incidents",
        "pull_requests",
        "reruns",
        "approvals",
        "llm",
        "times_seconds",
        "flaky_jobs")) {
      assertThat(report.has(field)).as(field).isTrue();
    }
    assertThat(report.path("failures").path("total").asInt()).isZero();
    cli.run("report", "--verify").exits(0);
    cli.run("report", "--audit").exits(0);
    cli.run("report", "1").exits(1).complains("1");
    JsonNode checks = cli.run("check", "--json").exits(0).json().path("checks");
    assertThat(checks).isNotEmpty().allSatisfy(check -> {
      assertThat(check.path("ok").asBoolean()).isTrue();
      assertThat(check.path("name").asText()).isNotEmpty();
      assertThat(check.has("detail")).isTrue();
      assertThat(check.has("hint")).isTrue();
    });
    assertThat(cli.writes()).isEmpty();
  }

  @Test
  void an_unknown_incident_is_a_no() {
    cli.run("scan").exits(0);

    cli.run("analyze", "--id", "99").exits(1).complains("99");
    cli.run("report", "99").exits(1).complains("99");
    cli.run("approve", "99").exits(1).complains("99");
  }

  @Test
  void check_says_what_is_wrong_and_what_to_do() {
    cli.sandbox().github().revoke(Sandbox.GITHUB_TOKEN);
    cli.sandbox().slack().refuse("channels:history");

    JsonNode checks = cli.run("check", "--json").exits(1).json().path("checks");

    assertThat(checks).anySatisfy(check -> {
      assertThat(check.path("ok").asBoolean()).isFalse();
      assertThat(check.toString()).contains("GITHUB_TOKEN");
      assertThat(check.path("hint").asText()).isNotEmpty();
    });
    assertThat(checks.toString()).contains("channels:history");
  }

  private JsonNode checkOfCommands(int code, String... program) {
    cli.configured(config -> {
      var commands = CliHarness.in(config, "remediation").putArray("commands");
      for (String each : program) {
        commands.addArray().add(each).add("*");
      }
    });
    return cli.run("check", "--json")
        .exits(code)
        .json()
        .path("checks")
        .valueStream()
        .filter(check -> check.path("name").asText().equals("commands"))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  @Test
  void check_says_which_programs_of_commands_are_there_and_what_they_could_see() {
    assertThat(checkOfCommands(0).isMissingNode()).isTrue();
    JsonNode there = checkOfCommands(0, "true", "env", "true");
    assertThat(there.path("ok").asBoolean()).isTrue();
    assertThat(there.path("detail").asText())
        .startsWith("true, env are there; ")
        .containsAnyOf("isolated by bubblewrap", "not isolated: commands can read our tokens");
    assertThat(there.path("warning").asBoolean())
        .isEqualTo(there.path("detail").asText().contains("not isolated"));
    JsonNode missing = checkOfCommands(1, "env", "no-such-tool");
    assertThat(missing.path("ok").asBoolean()).isFalse();
    assertThat(missing.path("detail").asText()).isEqualTo("no-such-tool is not installed");
    assertThat(missing.path("hint").asText()).contains("remediation.commands");
  }
}
