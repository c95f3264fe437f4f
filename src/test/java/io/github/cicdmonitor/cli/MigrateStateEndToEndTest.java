package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.SmallWorld;
import io.github.cicdmonitor.store.OnPostgres;
import io.github.cicdmonitor.store.TestPostgres;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A state that moves to a server and back, in the middle of its work. */
@ExtendWith(OnPostgres.class)
@ExtendWith(CliExtension.class)
final class MigrateStateEndToEndTest {
  private CliHarness cli;
  private SmallWorld world;
  private String file;
  private String server;

  @BeforeEach
  void aMorningInAFile(CliHarness fresh) {
    cli = fresh.watching(SmallWorld.REPOSITORIES.toArray(String[]::new));
    world = SmallWorld.build(cli.sandbox());
    server = OnPostgres.url().orElseThrow();
    file = "sqlite:///" + cli.stateFile();
    cli.with("DATABASE_URL", file);
  }

  private JsonNode report() {
    ObjectNode report =
        (ObjectNode) cli.run("report", "--all", "--json").exits(0).json();
    return report.without(List.of("since", "until", "audit_head"));
  }

  private String head() {
    return cli.run("report", "--verify")
        .exits(0)
        .out()
        .lines()
        .skip(1)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_work_goes_on_where_the_state_is_now_and_nothing_is_done_twice() throws Exception {
    cli.tick();
    JsonNode before = report();
    String head = head().substring("Head: ".length());
    int writes = cli.writes().size();
    int messages = cli.sandbox().slack().texts().size();

    cli.run("migrate-state", file, server)
        .exits(0)
        .prints("Copied ", "unbroken, head " + head, "Set DATABASE_URL");
    cli.with("DATABASE_URL", server);
    assertThat(report()).isEqualTo(before);
    assertThat(cli.run("report", "--audit").exits(0).out()).contains("state.copied");
    cli.tick();
    assertThat(cli.writes()).hasSize(writes);
    assertThat(cli.sandbox().slack().texts()).hasSize(messages);

    String back = "sqlite:///" + cli.folder().resolve("back.db");
    cli.run("migrate-state", server, back).exits(0);
    cli.with("DATABASE_URL", back);
    assertThat(report().path("incident_list")).isEqualTo(before.path("incident_list"));
    cli.clock().advance(Duration.ofMinutes(20));
    world.finishReruns();
    cli.tick();
    assertThat(cli.run("report", "--verify").exits(0).out()).contains("is whole");
    assertThat(Files.exists(cli.stateFile())).isTrue();
  }

  @Test
  void a_target_that_is_not_empty_and_a_source_that_is_not_there_are_refused() {
    cli.run("scan").exits(0);
    cli.with("DATABASE_URL", server).run("scan").exits(0);

    cli.run("migrate-state", file, server).exits(1).complains("is not empty: it has rows in");
    cli.run("migrate-state", server, file).exits(1).complains("is not empty: it has rows in");
    cli.run("migrate-state", "sqlite:///none.db", server)
        .exits(1)
        .complains("there is none at FROM");
    assertThat(cli.folder().resolve("none.db")).doesNotExist();
  }

  @Test
  void a_state_is_not_copied_onto_itself() throws Exception {
    cli.run("scan").exits(0);
    cli.with("DATABASE_URL", server).run("scan").exits(0);
    Files.createSymbolicLink(cli.folder().resolve("link.db"), cli.stateFile());

    cli.run("migrate-state", file, "sqlite:///link.db").exits(1).complains("are the same one");
    cli.run("migrate-state", server, server + "&sslmode=disable")
        .exits(1)
        .complains("are the same one");
    assertThat(cli.slept()).isZero();
  }

  @Test
  void a_broken_trail_is_copied_as_it_is_and_said_to_be_broken() {
    cli.run("scan").exits(0);
    cli.with("DATABASE_URL", file);
    cli.with("DATABASE_URL", server).run("migrate-state", file, server).exits(0);
    cli.changeState("UPDATE audit SET actor = 'x' WHERE seq = 2");

    String back = "sqlite:///" + cli.folder().resolve("back.db");
    cli.run("migrate-state", server, back).exits(1).prints("its content was changed");
    cli.with("DATABASE_URL", back).run("report", "--verify").exits(1);
  }

  @Test
  void a_number_that_was_given_once_is_not_given_again() {
    cli.run("scan").exits(0);
    cli.run("migrate-state", file, server).exits(0);
    cli.changeState("DELETE FROM failure");
    String back = "sqlite:///" + cli.folder().resolve("back.db");
    cli.run("migrate-state", server, back).exits(0);

    assertThat(TestPostgres.number(
            server, "SELECT pg_sequence_last_value(" + "pg_get_serial_sequence('failure', 'id'))"))
        .isEqualTo(8);
    cli.run("migrate-state", back, TestPostgres.freshUrl()).exits(0);
  }

  @Test
  void an_address_that_is_none_is_told_as_the_argument_it_is() {
    cli.run("migrate-state", "nonsense", server).exits(2).complains("FROM: ", "sqlite:///");
    cli.run("migrate-state", file, "postgresql://h:port/db").exits(2).complains("TO: ");
  }
}
