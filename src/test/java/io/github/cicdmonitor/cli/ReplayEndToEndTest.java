package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A team tries a new model or rules file on its own history; nothing is done. */
@ExtendWith(CliExtension.class)
class ReplayEndToEndTest {
  private CliHarness cli;
  private SandboxRepository gizmos;
  private Workshop workshop;

  @BeforeEach
  void diagnosed(CliHarness fresh) {
    cli = fresh.watching("acme/gizmos");
    workshop = new Workshop(cli);
    gizmos = workshop.repository("acme/gizmos");
    workshop.fails(gizmos, Workshop.GIZMO);
    cli.sandbox()
        .gateway()
        .model(request ->
            Optional.of((request.path("model").asText().equals("anthropic/claude-sonnet-4")
                    ? ModelAnswer.developer("code_bug", Workshop.GIZMO)
                    : ModelAnswer.devops("environment", Workshop.GIZMO))
                .toString()));
    cli.tick();
  }

  private JsonNode replay(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "analyze";
    arguments[1] = "--replay";
    arguments[2] = "--json";
    System.arraycopy(more, 0, arguments, 3, more.length);
    return cli.run(arguments).exits(0).json();
  }

  @Test
  void another_models_word_is_compared_and_nothing_is_done() {
    int told = cli.alerts().size();

    JsonNode replayed = replay("--model", "anthropic/claude-sonnet-4");

    assertThat(replayed.path("replayed").asInt()).isEqualTo(1);
    JsonNode change = replayed.path("changed").get(0);
    assertThat(change.path("differences").toString())
        .contains("class: DEVOPS → DEVELOPER", "category: environment → code_bug");
    assertThat(change.path("after").path("model").asText()).isEqualTo("anthropic/claude-sonnet-4");
    assertThat(cli.alerts()).hasSize(told);
    assertThat(cli.writes()).isEmpty();
    assertThat(cli.incident(1).path("category").asText()).isEqualTo("environment");
  }

  @Test
  void the_same_model_would_change_nothing_and_is_not_asked_again() {
    JsonNode replayed = replay("--model", "openai/gpt-4o");

    assertThat(replayed.path("changed")).isEmpty();
    assertThat(cli.modelCalls()).isEqualTo(1);
  }

  @Test
  void without_a_model_its_word_stands_where_rules_do_not_do() {
    assertThat(replay().path("unsettled").asInt()).isEqualTo(1);
    cli.run("analyze", "--replay").exits(0).prints("1 replayed, 0 would change, 1 need a model");
  }

  @Test
  void a_rules_file_is_tried_on_what_happened() {
    Path rules = cli.folder().resolve("mine.json");
    CliHarness.write(rules, """
        {"rules":[{"id":"gizmo-mirror","category":"infrastructure","transient":true,
        "literals":["gizmo-fetch:"],"pattern":"gizmo-fetch: the mirror","cause":"The mirror is behind.",
        "advice":"Wait.","confidence":0.95,"remediation":"rerun",
        "matches":["gizmo-fetch: the mirror has"],"misses":["x"]}]}""");

    JsonNode replayed = replay("--rules", rules.toString());

    assertThat(replayed.path("changed").get(0).path("differences").toString())
        .contains("category: environment → infrastructure", "transient: false → true");
    cli.run("analyze", "--replay", "--rules", rules.toString())
        .exits(0)
        .prints("incident 1", "The mirror is behind.");
  }

  @Test
  void since_and_what_goes_together_are_checked() {
    cli.clock().advance(java.time.Duration.ofDays(40));
    assertThat(replay().path("replayed").asInt()).isZero();
    assertThat(replay("--since", "60d").path("replayed").asInt()).isEqualTo(1);
    cli.run("analyze", "--model", "x").exits(2);
    cli.run("analyze", "--replay", "--dry-run").exits(2);
    cli.run("analyze", "--replay", "--since", "soon").exits(2);
  }

  @Test
  void a_threshold_and_a_protected_path_are_tried_on_the_fixes_of_the_past() {
    cli.clock().advance(java.time.Duration.ofHours(3));
    cli.sandbox().gateway().model(request -> Optional.of(Workshop.moreTime()));
    workshop.fails(gizmos, "gizmo-fetch: the mirror is slow\n" + Workshop.GIZMO);
    cli.run("scan").exits(0);
    cli.run("analyze", "--id", "1").exits(0);
    cli.tick();
    assertThat(cli.incident(1).path("decision").asText()).isEqualTo("pull_request");
    int writes = cli.writes().size();
    JsonNode same = replay();
    assertThat(same.path("changed")).isEmpty();
    assertThat(same.at("/gate/then/auto").asInt())
        .isEqualTo(same.at("/gate/now/auto").asInt());
    assertThat(same.at("/gate/now/auto").asInt()).isPositive();

    cli.configured(config -> config.put("risk_threshold", 1));
    JsonNode strict = replay();

    assertThat(strict.path("changed").get(0).path("differences").toString())
        .contains("gate: pull request → approval")
        .doesNotContain("risk:");
    assertThat(strict.at("/gate/now/auto").asInt()).isZero();
    cli.run("analyze", "--replay")
        .exits(0)
        .prints("Fixes without a person: 1 of 1 then, 0 of 1 now.");
    cli.configured(config -> config.put("risk_threshold", 5));
    cli.configured(config ->
        CliHarness.in(config, "remediation").putArray("protected_paths").add(".github/**"));
    assertThat(replay().path("changed").get(0).path("differences").toString())
        .contains("gate: pull request → approval");
    assertThat(cli.writes()).hasSize(writes);
    assertThat(cli.incident(1).path("decision").asText()).isEqualTo("pull_request");
  }
}
