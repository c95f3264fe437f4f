package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.store.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit trail lets a stranger judge each decision. */
@ExtendWith(CliExtension.class)
class DecisionRecordEndToEndTest {
  private static final String DIGEST = "[0-9a-f]{64}";

  private CliHarness cli;
  private Workshop workshop;
  private SandboxRepository gizmos;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/gizmos");
    workshop = new Workshop(cli);
    gizmos = workshop.repository("acme/gizmos");
  }

  private JsonNode last(String event) {
    JsonNode last = NullNode.getInstance();
    for (String line :
        cli.run("report", "--audit", "--json").exits(0).out().lines().toList()) {
      JsonNode row = read(line);
      last = row.path("event").asText().equals(event) ? row.path("detail") : last;
    }
    assertThat(last.isObject()).as(event).isTrue();
    return last;
  }

  private static JsonNode read(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fails(String answer) {
    workshop.fails(gizmos, Workshop.GIZMO);
    cli.sandbox().gateway().queue(answer);
    cli.tick();
  }

  @Test
  void a_decision_holds_what_it_was_made_of() {
    String answer = Workshop.moreTime();
    fails(answer);

    JsonNode decision = last("decision.pull_request");
    assertThat(decision.path("version").asText()).isNotEmpty();
    assertThat(decision.path("rules").asText()).matches(DIGEST);
    assertThat(decision.path("policy").asText()).matches(DIGEST);
    assertThat(decision.path("model").asText()).isEqualTo("openai/gpt-4o");
    assertThat(decision.path("cost_usd").asDouble()).isPositive();
    assertThat(decision.path("answer").asText()).isEqualTo(Digests.sha256(answer));
    assertThat(decision.path("prompt").asText())
        .matches(DIGEST)
        .isEqualTo(last("model.asked").path("prompt").asText());
    assertThat(decision.path("risk").asInt()).isEqualTo(3);
    assertThat(decision.path("terms"))
        .extracting(JsonNode::asText)
        .containsExactly("2 F3 workflow without privileges", "1 FIX recognised fix");
    assertThat(decision.path("asks").asInt()).isZero();
    assertThat(decision.path("blocks")).isEmpty();
  }

  @Test
  void what_stops_a_fix_is_named_and_the_policy_digest_is_of_the_policy() {
    fails(Workshop.moreTime());
    String policy = last("decision.pull_request").path("policy").asText();
    cli.configured(config -> config.put("risk_threshold", 2));
    SandboxRepository others = workshop.repository("acme/others");
    cli.watching("acme/gizmos", "acme/others");
    workshop.fails(others, Workshop.GIZMO);
    cli.sandbox().gateway().queue(Workshop.moreTime());
    cli.tick();

    JsonNode decision = last("decision.approval");
    assertThat(decision.path("policy").asText()).matches(DIGEST).isNotEqualTo(policy);
  }

  @Test
  void no_text_of_the_log_or_the_model_is_in_it() {
    fails(ModelAnswer.devops("timeout", Workshop.GIZMO)
        .cause("a cause told by nobody else")
        .toString());

    String rows = cli.run("report", "--audit", "--json").exits(0).out();
    assertThat(rows).doesNotContain("told by nobody else", "gizmo-fetch");
  }

  @Test
  void a_decision_without_a_model_names_none() {
    workshop.fails(gizmos, Workshop.PASSING);
    cli.tick();

    JsonNode decision = last("decision.rerun");
    assertThat(decision.path("policy").asText()).matches(DIGEST);
    assertThat(decision.has("prompt")).isFalse();
    assertThat(decision.has("model")).isFalse();
  }
}
