package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is open, and what happened to one of it. */
@ExtendWith(CliExtension.class)
class ReportEndToEndTest {
  private CliHarness cli;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api", "acme/web", "acme/shop");
  }

  private long incidentOf(String repository) {
    for (JsonNode incident : cli.run("report", "--json").exits(0).json().path("incident_list")) {
      if (incident.path("repository").asText().equals(repository)) {
        return incident.path("id").asLong();
      }
    }
    throw new AssertionError("no incident of " + repository);
  }

  @Test
  void every_format_lists_what_is_open_and_what_waits_for_a_person() {
    cli.tick();
    long web = incidentOf("acme/web");
    JsonNode json = cli.run("report", "--json").exits(0).json();

    assertThat(json.path("incident_list_total").asInt())
        .isEqualTo(json.path("incident_list").size())
        .isEqualTo(json.path("incidents").path("open").asInt());
    assertThat(json.path("waiting_approvals")).hasSize(1);
    assertThat(json.path("last_scan").asText()).startsWith("20");
    cli.run("report")
        .exits(0)
        .prints("Waiting for approval (1)", "cicd-monitor approve " + web + "-", "#" + web + " ");
    cli.run("report", "--format", "markdown").exits(0).prints("## Open incidents", "`acme/web`");
    cli.run("report", "--format", "html")
        .exits(0)
        .prints("1 fix waits for approval", "href=\"#i-" + web + "\"", "id=\"i-" + web + "\"");
    assertThat(cli.run("report", "--format", "prometheus").exits(0).out())
        .containsPattern("cicd_monitor_last_scan_timestamp_seconds [0-9]+\n")
        .containsPattern("cicd_monitor_last_analyze_timestamp_seconds [0-9]+\n");
  }

  @Test
  void a_state_of_an_earlier_program_is_brought_up_to_date_by_a_run_before_it_is_read()
      throws SQLException {
    cli.tick();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + cli.stateFile());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 6");
    }

    cli.run("report").exits(5).complains("(schema 6 of ", "cicd-monitor scan");
  }

  @Test
  void a_terminal_shows_states_in_colour_and_nothing_else_does() {
    cli.tick();
    cli.onATerminal();

    assertThat(cli.runWithColours("report").exits(0).out())
        .contains("\u001b[33mawaiting approval", "\u001b[36mpull request open");
    assertThat(cli.runWithColours("report", "--no-color").exits(0).out()).doesNotContain("\u001b");
    assertThat(cli.with("NO_COLOR", "1").runWithColours("report").exits(0).out())
        .doesNotContain("\u001b");
    assertThat(
            cli.without("NO_COLOR").runWithColours("report", "--json").exits(0).out())
        .doesNotContain("\u001b");
  }

  @Test
  void the_list_can_be_narrowed() {
    cli.tick();

    cli.run("report", "--repo", "ACME/web").exits(0).prints("Open incidents in ACME/web (1)");
    assertThat(cli.run("report", "--repo", "acme/web").exits(0).out())
        .doesNotContain("acme/api", "Median confidence");
    cli.run("report", "--state", "awaiting_approval,blocked", "--json").exits(0);
    assertThat(cli.run("report", "--state", "awaiting_approval").exits(0).out())
        .contains("Incidents that are awaiting approval (1)", "acme/web");
    assertThat(cli.run("report", "--limit", "1").exits(0).out())
        .contains("more: '--limit ", "lists all of them");
    assertThat(cli.run("report", "--limit", "1", "--json").exits(0).json().path("incident_list"))
        .hasSize(1);
  }

  @Test
  void what_is_over_is_listed_only_when_asked_for() {
    cli.watching("acme/web");
    cli.tick();
    cli.run("approve", "1", "--reject").exits(0);

    cli.run("report", "--repo", "acme/web").exits(0).prints("No open incidents in acme/web.");
    cli.run("report", "--all").exits(0).prints("Incidents, open and over (1)", "rejected");
    cli.run("report", "--state", "rejected").exits(0).prints("#1");
  }

  @Test
  void one_incident_reads_as_a_story_in_every_format() {
    cli.watching("acme/web");
    cli.tick();

    String story = cli.run("report", "#1").exits(0).out();
    assertThat(story)
        .containsPattern("  [0-9]{2}:[0-9]{2}  approval requested in #ci-cd-approvals\n")
        .doesNotContain("effect.sending", "Audit trail");
    cli.run("report", "1", "-v").exits(0).prints("Audit trail", "effect.sending");
    cli.run("report", "1", "--format", "html")
        .exits(0)
        .prints("<!DOCTYPE html>", "approval requested in #ci-cd-approvals");
    cli.run("report", "1", "--format", "markdown")
        .exits(0)
        .prints("# `Incident 1: acme/web`", "`approval requested in #ci-cd-approvals`");
    cli.run("report", "--audit", "--format", "html").exits(0).prints("<table>", "effect.sending");
    cli.run("report", "--audit", "--format", "markdown").exits(0).prints("| Entry | At |");
    assertThat(cli.run("report", "--audit", "--format", "json").exits(0).out())
        .isEqualTo(cli.run("report", "--audit", "--json").exits(0).out());
  }

  @Test
  void mistakes_are_told_with_what_is_accepted() {
    cli.run("report", "x7").exits(2).complains("such as 34 or #34");
    cli.run("report", "1", "--all").exits(2).complains("choose from the list of incidents");
    cli.run("report", "--audit", "--repo", "a/b").exits(2).complains("choose from the list");
    cli.run("report", "--limit", "0").exits(2).complains("--limit takes a number from 1");
    cli.run("report", "--state", "open").exits(2).complains("--state takes new, diagnosed");
    cli.run("report", "--repo", "web").exits(2).complains("--repo takes OWNER/NAME, not \"web\"");
    cli.run("report", "--repo", "acme/wbe")
        .exits(2)
        .complains("could not report on acme/wbe: it is not a configured repository");
    cli.run("report", "1", "--format", "prometheus").exits(2).complains("--format prometheus");
    cli.run("report", "--verify", "--format", "html").exits(2).complains("--verify goes with");
    cli.run("report", "99")
        .exits(1)
        .complains("there is no such incident", "'cicd-monitor report' lists the open ones");
  }

  @Test
  void analyze_takes_on_one_repository_and_leaves_the_others_for_later() {
    cli.run("scan").exits(0);

    JsonNode one = cli.run("analyze", "--repo", "acme/web", "--json").exits(0).json();
    assertThat(one.path("incidents"))
        .isNotEmpty()
        .allMatch(incident -> incident.path("repository").asText().equals("acme/web"));
    cli.clock().advance(Duration.ofMinutes(1));
    assertThat(cli.run("analyze", "--json").exits(0).json().path("incidents"))
        .isNotEmpty()
        .noneMatch(incident -> incident.path("repository").asText().equals("acme/web"));
    cli.run("analyze", "--repo", "acme/none")
        .exits(2)
        .complains("could not analyse acme/none: it is not a configured and enabled repository");
    cli.run("analyze", "--repo", "acme/web", "--id", "1")
        .exits(2)
        .complains("--repo goes with neither --id nor --log");
  }
}
