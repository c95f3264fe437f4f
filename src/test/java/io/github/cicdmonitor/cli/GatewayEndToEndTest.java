package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.GatewaySandbox;
import io.github.cicdmonitor.sandbox.GatewaySandbox.Completion;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gateways and models that can do less than the best ones. */
@ExtendWith(CliExtension.class)
class GatewayEndToEndTest {
  private static final String OTHER = "gizmo-fetch: gizmo.lock was written by a later gizmo";

  private CliHarness cli;
  private Workshop workshop;
  private SandboxRepository gizmos;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/gizmos");
    workshop = new Workshop(cli);
    gizmos = workshop.repository("acme/gizmos");
    workshop.fails(gizmos, Workshop.GIZMO);
  }

  private GatewaySandbox gateway() {
    return cli.sandbox().gateway();
  }

  private void fallback() {
    cli.configured(config -> CliHarness.in(config, "analyzer")
        .withArray("fallback_models")
        .add("anthropic/claude-sonnet-4"));
  }

  private static JsonNode only(JsonNode analyzed) {
    assertThat(analyzed.path("incidents")).hasSize(1);
    return analyzed.path("incidents").get(0);
  }

  private static String helpful() {
    return ModelAnswer.devops("environment", Workshop.GIZMO).toString();
  }

  private JsonNode request(int index) {
    return cli.sandbox()
        .ledger()
        .like("POST /api/v1/chat/completions")
        .get(index)
        .request()
        .json();
  }

  @Test
  void a_gateway_without_strict_schemas_answers_all_the_same_and_that_is_remembered() {
    gateway().withoutSchemas();
    gateway()
        .model(request -> Optional.of("Here it is:\n```json\n"
            + ModelAnswer.devops(
                "environment", request.toString().contains(OTHER) ? OTHER : Workshop.GIZMO)
            + "\n```\n"));

    assertThat(only(cli.tick()).path("analyzer").asText()).isEqualTo("llm");
    var run = workshop.run(gizmos, java.time.Duration.ofMinutes(1));
    run.job("another").failsAt("Run make all").log(workshop.log(OTHER));
    run.finish("failure");
    assertThat(only(cli.tick()).path("analyzer").asText()).isEqualTo("llm");

    assertThat(cli.modelCalls()).isEqualTo(3);
    assertThat(request(2).at("/response_format/type").asText()).isEqualTo("json_object");
  }

  @Test
  void after_a_cut_answer_the_next_model_is_asked() {
    fallback();
    gateway().queue(Completion.cut("{\"class\":"));
    gateway().queue(helpful());

    assertThat(only(cli.tick()).path("model").asText()).isEqualTo("anthropic/claude-sonnet-4");
  }

  @Test
  void after_a_refusal_the_next_model_is_asked() {
    fallback();
    gateway().queue(Completion.refused("I would rather not"));
    gateway().queue(helpful());

    assertThat(only(cli.tick()).path("model").asText()).isEqualTo("anthropic/claude-sonnet-4");
  }

  @Test
  void after_two_unusable_answers_the_next_model_is_asked() {
    fallback();
    gateway().queue("no idea", "still none");
    gateway().queue(helpful());

    assertThat(only(cli.tick()).path("model").asText()).isEqualTo("anthropic/claude-sonnet-4");
    assertThat(request(1).toString()).contains("does not begin with {").contains("no idea");
    assertThat(request(2).toString()).doesNotContain("Your last answer");
  }

  @Test
  void an_answer_without_evidence_is_asked_about_once() {
    String without = helpful().replaceFirst("\"evidence\":\\[[^]]*]", "\"evidence\":[]");
    gateway().queue(without, helpful());

    assertThat(only(cli.tick()).path("analyzer").asText()).isEqualTo("llm");
    assertThat(request(1).toString()).contains("at least one line of the log must be quoted");
  }

  @Test
  void where_there_is_no_fix_people_are_told_what_to_do() {
    gateway()
        .queue(helpful().replace("So that it finds what it asks for.", "Ask the mirror for 4."));

    cli.tick();

    assertThat(cli.alerts()).singleElement().asString().contains("Ask the mirror for 4.");
  }

  @Test
  void a_server_of_ones_own_is_asked_without_a_key() {
    cli.without("OPENROUTER_API_KEY")
        .configured(config ->
            CliHarness.in(config, "analyzer").withObject("/gateway").put("kind", "local"));
    gateway().model(request -> Optional.of(helpful()));

    cli.tick(); // the sandbox wants a key all the same, and says 401

    assertThat(cli.modelCalls()).isEqualTo(1);
  }

  @Test
  void http_on_another_machine_needs_to_be_allowed() {
    cli.with("OPENROUTER_BASE_URL", "http://192.168.7.7:11434/v1");
    cli.run("scan").exits(2).complains("OPENROUTER_BASE_URL", "allow_http");

    cli.configured(config -> CliHarness.in(config, "analyzer").put("allow_http", true));
    cli.run("scan").exits(0);
  }

  @Test
  void an_edit_with_lf_in_a_file_with_crlf_leaves_no_mixed_line_ends() {
    String workflow = """
            name: CI\r
            on: push\r
            permissions:\r
              contents: read\r
            jobs:\r
              build:\r
                runs-on: ubuntu-24.04\r
                timeout-minutes: 10\r
                steps:\r
                  - run: make\r
            """;
    gizmos.commitAs("dev-ben", "main", "On Windows", java.util.Map.of(Workshop.WORKFLOW, workflow));
    workshop.fails(gizmos, java.time.Duration.ofMinutes(2), OTHER);
    gateway()
        .model(request -> Optional.of(ModelAnswer.devops(
                "timeout", request.toString().contains(OTHER) ? OTHER : Workshop.GIZMO)
            .edit(
                Workshop.WORKFLOW,
                "runs-on: ubuntu-24.04\n    timeout-minutes: 10\n",
                "runs-on: ubuntu-24.04\n    timeout-minutes: 20\n")
            .toString()));

    cli.run("scan").exits(0);
    cli.run("analyze", "--dry-run", "--json")
        .exits(0)
        .json()
        .path("incidents")
        .forEach(incident ->
            assertThat(incident.path("misfit").asText("")).doesNotContain("does not occur"));
  }
}
