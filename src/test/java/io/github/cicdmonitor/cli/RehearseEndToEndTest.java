package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What prepare-start runs: the commands over failures that never were. */
@ExtendWith(CliExtension.class)
final class RehearseEndToEndTest {
  private CliHarness cli;

  @BeforeEach
  void aConfiguration(CliHarness fresh) {
    cli = fresh.watching("acme/r1");
    cli.with("DATABASE_URL", "sqlite:///" + cli.stateFile());
  }

  @Test
  void a_state_is_made_once_and_the_commands_run_over_it() {
    String state = cli.stateFile().toString();
    CliHarness.Ended first = cli.run(
            "rehearse", state, "400", "report --all --json", "report --audit")
        .exits(0);
    assertThat(first.out()).contains("\"total\" : 400", "the audit trail has no entry");

    cli.run("rehearse", state, "900", "report --all").exits(0).prints("acme/r1");
    assertThat(cli.run("report", "--json").exits(0).json().at("/failures/total").asInt())
        .isEqualTo(400);
  }

  @Test
  void a_command_that_fails_does_not_end_the_others() {
    String state = cli.stateFile().toString();
    cli.run("rehearse", state, "40", "report 999", "approve 1 2 3", "version")
        .exits(0)
        .prints("cicd-monitor ");
  }
}
