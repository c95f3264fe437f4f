package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing is kept for ever: incidents end, their rows go, the file shrinks. */
@ExtendWith(CliExtension.class)
class RetentionEndToEndTest {
  private static final String OF_DEVELOPERS =
      "src/app.js(3,1): error TS2322: Type is not assignable";

  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh.watching("acme/one");
    workshop = new Workshop(cli);
    workshop.repository("acme/one");
  }

  private void laterTick(Duration wait) {
    cli.clock().advance(wait);
    cli.tick();
  }

  private JsonNode incidents() {
    return cli.run("report", "--since", "1000d", "--format", "json")
        .exits(0)
        .json()
        .path("incidents");
  }

  @Test
  void what_was_told_and_is_not_heard_of_for_two_weeks_is_open_no_more() {
    workshop.fails(cli.sandbox().github().repository("acme/one"), OF_DEVELOPERS);
    cli.tick();
    laterTick(Duration.ofDays(13));
    assertThat(incidents().path("open").asInt()).isEqualTo(1);

    laterTick(Duration.ofDays(2));

    assertThat(incidents().path("open").asInt()).isZero();
    assertThat(incidents().path("total").asInt()).isEqualTo(1);
    assertThat(cli.run("report", "--audit").exits(0).out()).contains("incident.over");
  }

  @Test
  void its_rows_go_when_it_has_been_over_for_as_long_as_they_are_kept() {
    cli.configured(config -> config.put("retention_days", 30));
    workshop.fails(cli.sandbox().github().repository("acme/one"), OF_DEVELOPERS);
    cli.tick();
    laterTick(Duration.ofDays(15));
    laterTick(Duration.ofDays(29));
    cli.run("report", "1").exits(0);

    laterTick(Duration.ofDays(2));

    cli.run("report", "1").exits(1);
    assertThat(incidents().path("total").asInt()).isZero();
    cli.run("report", "--verify").exits(0);
  }

  @Test
  void a_rejected_one_is_open_no_more_and_is_not_asked_about_again() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api").configured(config -> config.put("risk_threshold", 0));
    cli.tick();
    assertThat(incidents().path("open").asInt()).isEqualTo(1);

    cli.run("approve", "1", "--reject").exits(0);

    assertThat(incidents().path("open").asInt()).isZero();
    laterTick(Duration.ofMinutes(5));
    assertThat(cli.approvals()).hasSize(1);
  }

  @Test
  void a_failure_that_could_never_be_read_is_not_kept_for_ever() {
    cli.configured(config -> config.put("retention_days", 30));
    workshop.fails(cli.sandbox().github().repository("acme/one"), OF_DEVELOPERS);
    cli.run("scan").exits(0);
    cli.sandbox().github().refuse(Sandbox.GITHUB_TOKEN, "actions=read");
    cli.run("analyze");
    cli.clock().advance(Duration.ofDays(31));
    cli.run("analyze");

    JsonNode report =
        cli.run("report", "--since", "1000d", "--format", "json").exits(0).json();
    assertThat(report.path("failures").path("total").asInt()).isZero();
  }

  @Test
  void the_file_shrinks_when_much_was_deleted() throws IOException {
    cli.configured(config -> config.put("retention_days", 30));
    cli.tick();
    cli.changeState("""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
        INSERT INTO answer (url, etag, body, at) SELECT 'u' || i, 'e', hex(randomblob(500)), 0 FROM n""");
    long large = Files.size(cli.stateFile());

    laterTick(Duration.ofDays(31));

    assertThat(large).isGreaterThan(3_000_000);
    assertThat(Files.size(cli.stateFile())).isLessThan(large / 4);
    cli.run("report", "--verify").exits(0);
  }

  @Test
  void a_file_of_an_earlier_version_learns_to_shrink() throws IOException {
    cli.tick();
    cli.maintainState("PRAGMA auto_vacuum = NONE", "VACUUM");
    cli.configured(config -> config.put("retention_days", 30));
    the_file_shrinks_when_much_was_deleted();
  }
}
