package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust is earned by what became of earlier fixes, and shown. */
class TrustEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(@TempDir Path folder) {
    cli = new CliHarness(folder).watching("acme/one", "acme/two", "acme/three");
    workshop = new Workshop(cli);
    for (String name : new String[] {"acme/one", "acme/two", "acme/three"}) {
      workshop.repository(name);
    }
    cli.sandbox().gateway().model(request -> Optional.of(Workshop.moreTime()));
  }

  @AfterEach
  void nothingUnexpectedWasAsked() {
    cli.close();
  }

  private SandboxRepository repository(String name) {
    return cli.sandbox().github().repository(name);
  }

  private SandboxPull fixed(String name) {
    workshop.fails(repository(name), Workshop.GIZMO);
    cli.tick();
    return repository(name).pulls().get(0);
  }

  private void tickLater() {
    cli.clock().advance(Duration.ofMinutes(5));
    cli.tick();
  }

  private JsonNode trustInModel() {
    return cli.run("report", "--json").exits(0).json().path("trust").get(0);
  }

  @Test
  void a_model_whose_fixes_were_closed_twice_asks_from_then_on() {
    fixed("acme/one").close("dev-ben");
    tickLater();
    assertThat(trustInModel().path("asks").asBoolean(true)).isFalse();
    fixed("acme/two").close("dev-ben");
    tickLater();

    workshop.fails(repository("acme/three"), Workshop.GIZMO);
    JsonNode analyzed = cli.tick();

    assertThat(analyzed.at("/incidents/0/decision").asText()).isEqualTo("approval");
    assertThat(repository("acme/three").pulls()).isEmpty();
    assertThat(cli.approvals())
        .singleElement()
        .asString()
        .contains("asks  2 of the last 2 fixes of the model", "=> risk", "a person decides");
    assertThat(trustInModel().path("closed").asInt()).isEqualTo(2);
    assertThat(trustInModel().path("asks").asBoolean()).isTrue();
    assertThat(trustInModel().at("/merged_share/high").asDouble()).isBetween(0.6, 0.7);
    cli.run("report").exits(0).prints("0 of 2, 0 % (0 to 66)", "a person decides on its fixes");
    cli.run("report", "3").exits(0).prints("decided to ask a person: 2 of the last 2 fixes");

    cli.run("approve", "3").exits(0);

    assertThat(repository("acme/three").pulls())
        .singleElement()
        .extracting(SandboxPull::body)
        .asString()
        .contains("a person decides");
  }

  @Test
  void what_was_changed_and_merged_between_two_scans_is_not_called_untouched() {
    SandboxPull pull = fixed("acme/one");
    repository("acme/one").commitAs("dev-ben", pull.branch(), "Better", Map.of("more", "x"));
    pull.merge("dev-ben");
    tickLater();

    assertThat(trustInModel().path("edited").asInt()).isEqualTo(1);
    assertThat(trustInModel().path("merged").asInt()).isZero();

    SandboxPull other = fixed("acme/two");
    other.merge("dev-ben");
    tickLater();

    assertThat(trustInModel().path("merged").asInt()).isEqualTo(1);
    assertThat(trustInModel().at("/merged_share/value").asDouble()).isEqualTo(0.5);
  }
}
