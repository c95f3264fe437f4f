package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pin is worth something only where the commit belongs to the repository it names. */
@ExtendWith(CliExtension.class)
class PinnedActionEndToEndTest {
  private CliHarness cli;
  private Workshop workshop;
  private SandboxRepository action;
  private SandboxRepository gizmos;
  private String old;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
    workshop = new Workshop(cli);
    action = cli.sandbox().github().create("tools/fetch");
    old = action.commit("main", "First", Map.of("action.yml", "name: fetch\n"));
    action.tag("v1.0.0", old);
    gizmos = workshop.repository("acme/gizmos");
    gizmos.commit("main", "Use fetch", Map.of(Workshop.WORKFLOW, workflow(old)));
    cli.watching("acme/gizmos");
    workshop.fails(gizmos, Workshop.GIZMO);
  }

  private static String workflow(String commit) {
    return """
        name: CI
        on: [push]
        permissions:
          contents: read
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: tools/fetch@%s
              - run: make all
        """.formatted(commit);
  }

  private String decisionOnBumpTo(String commit) {
    String answer = ModelAnswer.devops("ci_configuration", Workshop.GIZMO)
        .edit(Workshop.WORKFLOW, "tools/fetch@" + old, "tools/fetch@" + commit)
        .toString();
    cli.sandbox().gateway().model(request -> Optional.of(answer));
    return cli.tick().path("incidents").get(0).path("decision").asText();
  }

  private long asked() {
    return cli.sandbox().ledger().of("github").stream()
        .filter(entry -> entry.request().path().contains("/repos/tools/fetch/"))
        .count();
  }

  @Test
  void the_commit_of_a_tag_is_looked_up_once_and_a_person_decides() {
    String next = action.commit("main", "Second", Map.of("action.yml", "name: fetch 2\n"));
    action.tag("v1.0.1", next);

    // What a stranger's action does with a job is not known to the gate.
    assertThat(decisionOnBumpTo(next)).isEqualTo("approval");
    long before = asked();
    assertThat(before).isPositive();
    cli.changeState("UPDATE incident SET state = 'notified'");
    cli.run("analyze", "--id", "1").exits(0);
    assertThat(asked()).isEqualTo(before + 1); // its tags, which may have moved
  }

  @Test
  void a_commit_on_a_branch_without_a_tag_asks_a_person() {
    String next = action.commit("main", "Second", Map.of("action.yml", "name: fetch 2\n"));

    assertThat(decisionOnBumpTo(next)).isEqualTo("approval");
    assertThat(gizmos.pulls()).isEmpty();
  }

  @Test
  void a_commit_on_no_tag_or_branch_is_blocked() {
    assertThat(decisionOnBumpTo("f".repeat(40))).isEqualTo("blocked");
    assertThat(gizmos.pulls()).isEmpty();
    assertThat(cli.run("report", "1").exits(0).out()).contains("B-PIN");
  }
}
