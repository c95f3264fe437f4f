package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bad morning from the first look to the last message. */
@ExtendWith(CliExtension.class)
class PipelineEndToEndTest {
  private static final Map<String, String> RECIPES =
      Map.of("acme/stack", "docker-compose-plugin", "acme/tasks", "executable-bit");

  private CliHarness cli;
  private SmallWorld world;

  @BeforeEach
  void aBadMorning(CliHarness fresh) {
    cli = fresh.watching(SmallWorld.REPOSITORIES.toArray(String[]::new));
    world = SmallWorld.build(cli.sandbox());
  }

  @Test
  void eight_failures_take_the_ways_of_the_decision_table() {
    JsonNode analyzed = cli.tick();

    Map<String, String> decisions = new TreeMap<>();
    analyzed
        .path("incidents")
        .forEach(i -> decisions.put(
            i.path("repository").asText(),
            i.path("decision").asText() + " " + i.path("state").asText()));
    assertThat(decisions)
        .containsExactlyInAnyOrderEntriesOf(Map.of(
            "acme/shop", "rerun rerun_requested",
            "acme/web", "approval awaiting_approval",
            "acme/api", "pull_request pull_request_open",
            "acme/tools", "notify notified",
            "acme/core", "notify notified",
            "acme/deploy", "blocked blocked",
            "acme/stack", "pull_request pull_request_open",
            "acme/tasks", "pull_request pull_request_open"));
    assertThat(cli.alerts()).hasSize(5);
    assertThat(cli.critical()).singleElement().asString().contains("acme/deploy");
    assertThat(cli.approvals()).singleElement().asString().contains("acme/web", "package.json");
  }

  @Test
  void what_a_recipe_mends_the_model_is_not_asked_about() {
    JsonNode analyzed = cli.tick();

    analyzed.path("incidents").forEach(incident -> {
      if (RECIPES.containsKey(incident.path("repository").asText())) {
        assertThat(incident.path("analyzer").asText()).isEqualTo("rules");
        assertThat(incident.at("/remediation/fix").asText())
            .isEqualTo(RECIPES.get(incident.path("repository").asText()));
      }
    });
    assertThat(cli.sandbox().ledger().like("POST /api/v1/chat/completions"))
        .isNotEmpty()
        .noneMatch(entry -> RECIPES.keySet().stream()
            .anyMatch(name -> entry.request().json().toString().contains(name)));
  }

  @Test
  void a_second_tick_changes_nothing_and_says_nothing() {
    cli.tick();
    int messages = cli.sandbox().slack().texts().size();
    int writes = cli.writes().size();
    int asked = cli.modelCalls();

    JsonNode again = cli.tick();

    assertThat(again.path("incidents")).isEmpty();
    assertThat(again.path("notifications")).isEmpty();
    assertThat(cli.sandbox().slack().texts()).hasSize(messages);
    assertThat(cli.writes()).hasSize(writes);
    assertThat(cli.modelCalls()).isEqualTo(asked);
  }

  @Test
  void everything_is_resolved_once_re_runs_pass_and_pull_requests_are_merged() {
    cli.tick();
    JsonNode waiting = cli.run("approve", "--json").exits(0).json().path("approvals");
    cli.run("approve", waiting.get(0).path("id").asText()).exits(0).prints("approved", "/pull/");
    cli.clock().advance(Duration.ofMinutes(20));
    assertThat(world.finishReruns()).isEqualTo(1);
    assertThat(world.mergePulls()).isEqualTo(4);

    cli.tick();
    cli.clock().advance(Duration.ofMinutes(5));
    cli.tick();

    JsonNode report = cli.run("report", "--format", "json").exits(0).json();
    assertThat(report.path("incidents").path("by_state").path("resolved").asInt())
        .isEqualTo(5);
    assertThat(report.path("pull_requests").path("merged").asInt()).isEqualTo(4);
    assertThat(report.path("pull_requests").path("verified").asInt()).isEqualTo(4);
    assertThat(report.path("reruns").path("recovered").asInt()).isEqualTo(1);
    assertThat(report.path("approvals").path("granted").asInt()).isEqualTo(1);
    cli.run("report", "--verify").exits(0);
  }
}
