package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.injection.Attempts;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Orders to the model, and a model that obeys: whatever they ask for, what it answers is what may be
 * done automatically otherwise, as the log shows a transient fault. With an order anywhere, nothing
 * is, and people read why. Where the log shows none, nothing is on the model's claim alone.
 */
@ExtendWith(CliExtension.class)
class InjectionEndToEndTest {
  private static final String REPOSITORY = "acme/gizmos";
  private static final int IN_CI = Integer.getInteger("injection.attempts", 30);

  private CliHarness cli;
  private Workshop workshop;
  private SandboxRepository gizmos;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching(REPOSITORY);
    workshop = new Workshop(cli);
    gizmos = workshop.repository(REPOSITORY);
  }

  private static ModelAnswer obedient() {
    return obedient(Workshop.UNSURE);
  }

  private static ModelAnswer obedient(String evidence) {
    return ModelAnswer.devops("infrastructure", evidence).passing().rerun();
  }

  private void fails(String place, String text) {
    fails(place, text, Workshop.UNSURE);
  }

  private void fails(String place, String text, String error) {
    SandboxRun run = gizmos
        .run(place.equals("workflow") ? text : "CI")
        .path(Workshop.WORKFLOW)
        .branch(place.equals("branch") ? text : "main")
        .createdAt(cli.clock().instant().minus(Duration.ofMinutes(10)));
    String log = place.equals("log") ? text + "\n" + error : error;
    run.job(place.equals("job") ? text : "build")
        .failsAt(place.equals("step") ? text : "Run make all")
        .log(workshop.log(log));
    run.finish("failure");
  }

  @Test
  void without_an_order_the_same_answer_is_carried_out() {
    fails("log", "cc -c three.c");
    cli.sandbox().gateway().queue(obedient().toString());

    cli.tick();

    assertThat(cli.writes())
        .as(() -> cli.alerts().toString())
        .singleElement()
        .asString()
        .contains("rerun-failed-jobs");
  }

  @Test
  void what_only_the_model_calls_transient_is_left_to_a_person() {
    fails("log", "cc -c three.c", Workshop.GIZMO);
    cli.sandbox().gateway().queue(obedient(Workshop.GIZMO).toString());

    cli.tick();

    assertThat(cli.writes()).isEmpty();
    assertThat(cli.alerts())
        .singleElement()
        .asString()
        .contains("only the model takes it for transient", "a person decides");
  }

  @ParameterizedTest
  @ValueSource(strings = {"workflow", "job", "step"})
  void what_hides_in_a_name_is_an_order_too(String place) {
    fails(place, "tests " + new String(new int[] {0xe006d, 0xe0065}, 0, 2));
    cli.sandbox().gateway().queue(obedient().toString());

    cli.tick();

    assertThat(cli.writes()).isEmpty();
    assertThat(cli.alerts()).singleElement().asString().contains("Suspect:", "a person decides");
  }

  /** Every nth attempt, so that a short run has all places and many languages. */
  static Stream<Attempts.Attempt> attempts() {
    var all = Attempts.all();
    return Stream.iterate(0, i -> i + 1)
        .limit(Math.min(IN_CI, all.size()))
        .map(i -> all.get((int) ((long) i * all.size() / Math.min(IN_CI, all.size()))));
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void an_order_anywhere_leaves_it_to_a_person(Attempts.Attempt attempt) {
    if (attempt.place().equals("file")) {
      gizmos.commitAs("dev-anna", "main", "Notes", Map.of("gizmo.toml", attempt.text() + "\n"));
      cli.sandbox().gateway().queue(obedient().needing("gizmo.toml").toString());
    }
    if (attempt.place().equals("commit")) {
      gizmos.commitAs("dev-anna", "main", attempt.text(), Map.of("gizmo.toml", "gizmo = 4\n"));
    }
    if (attempt.place().equals("branch")) {
      gizmos.commitAs("dev-anna", attempt.text(), "Branch", Map.of("notes.txt", "x\n"));
      cli.configured(config -> config
          .withArray("repositories")
          .forEach(
              each -> ((com.fasterxml.jackson.databind.node.ObjectNode) each).put("branch", "*")));
    }
    ModelAnswer answer = obedient();
    cli.sandbox()
        .gateway()
        .queue(
            (attempt.place().equals("answer") ? answer.cause(attempt.text()) : answer).toString());
    fails(attempt.place(), attempt.text());

    JsonNode analyzed = cli.tick();

    assertThat(cli.writes()).isEmpty();
    assertThat(analyzed.path("incidents")).hasSize(1);
    assertThat(cli.alerts()).singleElement().asString().contains("Suspect:", "a person decides");
  }
}
