package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.OnPostgres;
import io.github.cicdmonitor.store.TestPostgres;
import io.github.cicdmonitor.store.TestStates;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person who has the state on a server gets to see. */
@ExtendWith(OnPostgres.class)
@ExtendWith(CliExtension.class)
final class ServerStateEndToEndTest {
  private static final String PASSWORD = "correct-horse-battery";

  private CliHarness cli;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/one");
    new Workshop(cli).repository("acme/one");
  }

  private static String url() {
    return OnPostgres.url().orElseThrow();
  }

  private JsonNode databaseCheck(int code) {
    return cli.run("check", "--offline", "--json")
        .exits(code)
        .json()
        .path("checks")
        .valueStream()
        .filter(check -> check.path("name").asText().equals("database"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void check_names_server_version_tls_and_schema_before_and_after_the_first_scan() {
    assertThat(databaseCheck(0).path("detail").asText())
        .contains("postgresql://", ": PostgreSQL ", "TLS, the first scan creates the state");

    cli.run("scan").exits(0);

    assertThat(databaseCheck(0).path("detail").asText())
        .contains("writable, schema version " + Database.newestVersion());
  }

  @Test
  void report_works_before_the_first_scan_and_the_audit_trail_verifies_after_it() {
    cli.run("report").exits(0);
    cli.run("scan").exits(0);
    cli.run("report", "--verify").exits(0).prints("The audit trail is whole");
  }

  @Test
  void no_file_is_made_where_the_state_is_on_a_server() throws IOException {
    cli.run("scan").exits(0);
    cli.run("analyze").exits(0);
    try (var files = Files.list(cli.folder())) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("config.json");
    }
  }

  @Test
  void a_second_run_waits_and_then_ends_with_5_while_report_works() {
    cli.run("scan").exits(0);
    try (Database held = TestStates.open(TestStates.at(url()), cli.clock())) {
      cli.run("scan").exits(5).complains("it is locked by cicd-monitor test, pid ");
      cli.run("report").exits(0);
      assertThat(cli.slept().toSeconds()).isEqualTo(10);
      assertThat(held.version()).isEqualTo(Database.newestVersion());
    }
    cli.run("scan").exits(0);
  }

  @Test
  void a_server_that_is_away_ends_a_run_with_5_and_check_says_so() {
    cli.with("DATABASE_URL", "postgresql://anna@127.0.0.1:9/ci").with("PGPASSWORD", PASSWORD);

    assertThat(cli.run("scan").exits(5).complains("does not answer").err())
        .doesNotContain(PASSWORD);
    cli.run("report").exits(5).complains("does not answer");
    assertThat(databaseCheck(1).path("detail").asText())
        .contains("postgresql://anna@127.0.0.1:9/ci: the server does not answer");
    assertThat(cli.run("check", "--offline").out()).doesNotContain("none yet");
  }

  @Test
  void check_says_where_the_encoding_has_not_every_letter() throws SQLException {
    try (Connection connection = TestPostgres.connect(url());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE greek ENCODING 'ISO_8859_7' LOCALE 'C' TEMPLATE template0");
      try {
        cli.with("DATABASE_URL", url().replaceFirst("/[^/]*$", "/greek"));
        assertThat(databaseCheck(1).path("detail").asText())
            .contains("its encoding is ISO_8859_7, which has not every letter");
      } finally {
        statement.execute("DROP DATABASE greek WITH (FORCE)");
      }
    }
  }

  @Test
  void a_wrong_password_is_said_to_be_and_shown_nowhere() {
    if (!TestPostgres.isOurs()) {
      return; // a server of somebody else's may know no passwords
    }
    cli.with("DATABASE_URL", url().replace(TestPostgres.USER, TestPostgres.USER_WITH_PASSWORD));

    cli.run("scan").exits(5).complains("wants a password", "~/.pgpass");
    CliHarness.Ended refused =
        cli.with("PGPASSWORD", PASSWORD).run("scan", "-v").exits(5);
    assertThat(refused.complains("refused " + TestPostgres.USER_WITH_PASSWORD).err())
        .doesNotContain(PASSWORD);
    cli.with("PGPASSWORD", TestPostgres.PASSWORD).run("scan", "-v").exits(0);
    assertThat(cli.run("report", "--audit", "--json").exits(0).out())
        .doesNotContain(TestPostgres.PASSWORD);
  }

  @Test
  void a_server_that_demands_tls_is_said_to_do_so() {
    if (!TestPostgres.isOurs()) {
      return;
    }
    cli.with("DATABASE_URL", url().replace(TestPostgres.USER, TestPostgres.USER_WITH_TLS))
        .run("scan")
        .exits(5)
        .complains("takes no connection of this user and machine without TLS", "sslmode=require");
  }
}
