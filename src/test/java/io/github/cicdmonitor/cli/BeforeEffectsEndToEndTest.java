package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command between an intent and its effect. */
@ExtendWith(CliExtension.class)
class BeforeEffectsEndToEndTest {
  /** Keeps the state file as it stands before each effect: copy-0, copy-1, and so on. */
  private static final String COPY = "cp \"$CICD_MONITOR_STATE_FILE\" copy-$(ls | grep -c copy-)";

  private CliHarness cli;
  private SandboxRepository shop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/shop");
    Workshop workshop = new Workshop(cli);
    shop = workshop.repository("acme/shop");
    cli.sandbox().gateway().model(request -> Optional.of(Workshop.moreTime()));
    workshop.fails(shop, Workshop.GIZMO);
    cli.run("scan").exits(0);
  }

  @Test
  void the_intent_is_in_the_state_file_before_the_effect() throws IOException {
    cli.run("analyze", "--before-effects", COPY).exits(0);

    assertThat(shop.pulls()).hasSize(1);
    assertThat(cli.alerts()).hasSize(1);
    Path first = cli.folder().resolve("copy-0");
    Path second = cli.folder().resolve("copy-1");
    // The machine dies with the effect done and the copy the last that is known: nothing is
    // doubled.
    for (Path copy : new Path[] {first, second}) {
      Files.copy(copy, cli.stateFile(), StandardCopyOption.REPLACE_EXISTING);
      cli.clock().advance(Duration.ofMinutes(2));
      cli.run("analyze").exits(0);
      assertThat(shop.pulls()).hasSize(1);
      assertThat(cli.alerts()).hasSize(1);
    }
  }

  @Test
  void where_the_command_fails_nothing_is_sent_and_the_next_run_goes_on() {
    cli.run("analyze", "--before-effects", "exit 75")
        .exits(5)
        .complains("sent nothing more", "it ended with exit code 75", "Nothing is lost");

    assertThat(shop.pulls()).isEmpty();
    assertThat(cli.alerts()).isEmpty();

    cli.run("analyze", "--before-effects", "true").exits(0);
    assertThat(shop.pulls()).hasSize(1);
    assertThat(cli.alerts()).hasSize(1);
  }

  @Test
  void what_the_command_prints_is_no_part_of_the_result() {
    cli.run("analyze", "--json", "--before-effects", "echo copied").exits(0).json();
  }

  @Test
  void an_approval_is_kept_before_its_pull_request() {
    cli.configured(config -> config.withArray("protected_repositories").add("acme/shop"));
    cli.run("analyze").exits(0);

    cli.run("approve", "1", "--before-effects", "false").exits(5);
    assertThat(shop.pulls()).isEmpty();

    // The decision stands; what it leads to is sent by whoever runs next.
    cli.run("analyze", "--before-effects", COPY).exits(0);
    assertThat(shop.pulls()).hasSize(1);
    assertThat(cli.folder().resolve("copy-0")).exists();
  }
}
