package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Ledger;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trust is earned by what became of earlier fixes, and shown. */
@ExtendWith(CliExtension.class)
class TrustEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/one", "acme/two", "acme/three");
    workshop = new Workshop(cli);
    for (String name : new String[] {"acme/one", "acme/two", "acme/three"}) {
      workshop.repository(name);
    }
    cli.sandbox().gateway().model(request -> Optional.of(Workshop.moreTime()));
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

  private SandboxPull merged(String name) {
    SandboxPull pull = fixed(name).merge("dev-ben");
    tickLater();
    assertThat(trustInModel().path("reverted").asInt()).isZero();
    return pull;
  }

  /** An hour later, when the commits are looked at again. */
  private void commitAndLook(String name, String message) {
    commitAndLook(name, message, Map.of("note", message));
  }

  private void commitAndLook(String name, String message, Map<String, String> files) {
    repository(name).commitAs("dev-ben", "main", message, files);
    cli.clock().advance(Duration.ofHours(1));
    cli.tick();
  }

  /** The answers to who asked for the commits since a day. */
  private List<Integer> listings() {
    return cli.sandbox().ledger().like("GET /repos/acme/one/commits").stream()
        .filter(entry -> entry.request().parameter("since").isPresent())
        .map(Ledger.Entry::status)
        .toList();
  }

  @Test
  void a_fix_that_a_person_took_back_is_known_and_not_offered_again() {
    merged("acme/one");
    String merge = repository("acme/one").head("main");
    commitAndLook("acme/one", "Make the gizmo blue");
    assertThat(trustInModel().path("merged").asInt()).isEqualTo(1);

    commitAndLook(
        "acme/one",
        "Back to before\n\nThis reverts commit " + merge + ", reversing\nchanges",
        Map.of(Workshop.WORKFLOW, Workshop.YAML));

    assertThat(trustInModel().path("reverted").asInt()).isEqualTo(1);
    assertThat(trustInModel().path("merged").asInt()).isZero();
    cli.run("report", "1").exits(0).prints("the merged fix was reverted on the branch");
    String revert = repository("acme/one").head("main");
    workshop.fails(repository("acme/one"), Workshop.GIZMO);
    cli.tick();
    assertThat(repository("acme/one").pulls()).hasSize(1);
    assertThat(cli.alerts()).last().asString().contains("closed without merging or reverted");

    commitAndLook("acme/one", "Reapply it\n\nThis reverts commit " + revert + ".");

    assertThat(trustInModel().path("reverted").asInt()).isZero();
    cli.run("report", "1").exits(0).prints("the revert was undone on the branch");
  }

  @Test
  void the_commits_are_listed_once_an_hour_and_only_while_there_is_a_merged_fix() {
    fixed("acme/one");
    cli.clock().advance(Duration.ofHours(2));
    cli.tick();
    assertThat(listings()).isEmpty();
    repository("acme/one").pulls().get(0).merge("dev-ben");
    cli.tick();
    cli.clock().advance(Duration.ofHours(1));
    cli.tick();
    assertThat(listings()).containsExactly(200);

    for (int i = 0; i < 12; i++) {
      tickLater();
    }

    assertThat(listings()).containsExactly(200, 304);
    cli.clock().advance(Duration.ofDays(31));
    cli.tick();
    assertThat(listings()).hasSize(2);
  }

  @Test
  void what_only_protection_held_back_is_shown_without_asking_anybody() {
    cli.configured(config -> config.withArray("protected_repositories").add("acme/*"));
    workshop.fails(repository("acme/one"), Workshop.GIZMO);
    cli.tick();
    cli.run("approve", "1").exits(0);
    repository("acme/one").pulls().get(0).merge("dev-ben");
    tickLater();
    workshop.fails(repository("acme/two"), Workshop.GIZMO);
    cli.run("scan").exits(0);
    cli.run("analyze", "--dry-run").exits(0);
    cli.run("analyze", "--dry-run").exits(0);
    int requests = cli.sandbox().ledger().entries().size();
    int asked = cli.modelCalls();

    JsonNode shadow = cli.run("report", "--shadow", "30d", "--json").exits(0).json();

    assertThat(shadow.at("/would/pull_request").asInt()).isEqualTo(2);
    assertThat(shadow.path("decisions"))
        .extracting(node -> node.path("dry_run").asBoolean() + " "
            + node.path("decision").asText() + " " + node.path("would").asText())
        .containsExactlyInAnyOrder("true approval pull_request", "false approval pull_request");
    assertThat(shadow.path("threshold").asInt()).isEqualTo(5);
    cli.run("report", "--shadow", "30d")
        .exits(0)
        .prints(
            "#1  acme/one", "approved, then merged", "dry run  acme/two", "let through 1 of the 1");
    cli.run("report", "--shadow", "1d", "--format", "html").exits(0).prints("<h2>Would have been");
    assertThat(cli.sandbox().ledger().entries()).hasSize(requests);
    assertThat(cli.modelCalls()).isEqualTo(asked);

    cli.run("analyze").exits(0); // in earnest: counts once, not twice
    assertThat(cli.run("report", "--shadow", "30d", "--json").json().path("decisions"))
        .hasSize(2);
    cli.run("report", "--shadow", "soon").exits(2);
    cli.run("report", "--shadow", "1d", "--rules").exits(2);
    cli.run("report", "--shadow", "1d", "--format", "prometheus").exits(2);
    cli.run("report", "--rules", "--format", "html").exits(2);
  }

  /** Fails and passes again so often. */
  private void comesAndGoes(String name, String line, int times) {
    for (int i = 0; i < times; i++) {
      workshop.fails(repository(name), line);
      cli.tick();
      cli.clock().advance(Duration.ofHours(1));
      workshop.run(repository(name), Duration.ofMinutes(5)).finish("success");
      cli.tick();
      cli.clock().advance(Duration.ofHours(1));
    }
  }

  @Test
  void an_answer_that_proved_right_three_times_is_offered_as_a_rule() {
    String other = "gizmo-fetch: the moon is full";
    cli.sandbox()
        .gateway()
        .model(request -> Optional.of((request.toString().contains(other)
                ? ModelAnswer.devops("infrastructure", other)
                : ModelAnswer.developer("code_bug", Workshop.GIZMO))
            .toString()));
    comesAndGoes("acme/two", other, 1);
    comesAndGoes("acme/one", Workshop.GIZMO, 2);
    assertThat(cli.run("report", "--rules").exits(0).json().path("rules")).isEmpty();
    comesAndGoes("acme/one", Workshop.GIZMO, 1);
    int asked = cli.modelCalls();

    var offered = cli.run("report", "--rules", "--output", "learned.json")
        .exits(0)
        .complains("code_bug, confirmed 3 times", "catches all 3 excerpts and none of 1 others");

    assertThat(offered.out()).isEmpty();
    JsonNode rule = cli.run("report", "--rules").json().path("rules").get(0);
    assertThat(rule.path("category").asText()).isEqualTo("code_bug");
    assertThat(rule.path("matches").toString()).contains(Workshop.GIZMO);
    assertThat(rule.path("misses").toString()).contains(other);
    cli.configured(config -> CliHarness.in(config, "analyzer")
        .put("rules_file", cli.folder().resolve("learned.json").toString()));
    workshop.fails(repository("acme/three"), Workshop.GIZMO.replace("gizmo 3", "gizmo 77"));
    JsonNode analyzed = cli.tick();
    assertThat(analyzed.at("/incidents/0/analyzer").asText()).isEqualTo("rules");
    assertThat(analyzed.at("/incidents/0/category").asText()).isEqualTo("code_bug");
    assertThat(cli.modelCalls()).isEqualTo(asked);
  }
}
