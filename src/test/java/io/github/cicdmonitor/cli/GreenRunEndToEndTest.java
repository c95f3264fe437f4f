package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.ActionsLog;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.SandboxJob;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A failure is judged beside what its job printed when it last passed. */
@ExtendWith(CliExtension.class)
class GreenRunEndToEndTest {
  /** Harmless, and printed by each run; the rules are sure of it. */
  private static final String NOISE = "##[error]System.IO.IOException: No space left on device";

  private static final String REASON = "src/shop.ts(3,5): error TS2322: Type 'a' is no 'b'.";
  private static final String JOBS = "GET /repos/acme/shop/actions/runs/*/attempts/*/jobs";
  private static final String LOGS = "GET /repos/acme/shop/actions/jobs/*/logs";

  private CliHarness cli;
  private Workshop workshop;
  private SandboxRepository shop;
  private Path folder;

  @BeforeEach
  void start(CliHarness fresh) {
    folder = fresh.folder();
    cli = fresh.watching("acme/shop");
    workshop = new Workshop(cli);
    shop = workshop.repository("acme/shop");
  }

  private SandboxJob passes() {
    SandboxRun run = workshop.run(shop, Duration.ofHours(2));
    SandboxJob job = run.job("build").log(green());
    run.finish("success");
    return job;
  }

  private String green() {
    return new ActionsLog(cli.clock().instant().minus(Duration.ofHours(2)))
        .setUpJob(Map.of("Contents", "read"), List.of("actions/checkout@v4"))
        .completeJobName("build")
        .run("make all")
        .line("cc -c one.c\ncc -c two.c\n" + NOISE + "\nall is built")
        .cleanUp()
        .toString();
  }

  private int keptLogs() {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + cli.stateFile());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM green_log")) {
      return row.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private String category() {
    return cli.incident(1).path("category").asText();
  }

  private int asked(String request) {
    return cli.asked(request);
  }

  @Test
  void a_line_that_the_green_run_printed_too_is_not_the_reason() {
    passes();
    workshop.fails(shop, NOISE + "\n" + REASON);
    cli.run("scan").exits(0);
    int jobs = asked(JOBS);

    cli.run("analyze", "--offline").exits(0);

    assertThat(category()).isEqualTo("compilation");
    assertThat(asked(JOBS)).isEqualTo(jobs + 1);
    assertThat(asked(LOGS)).isEqualTo(2);
  }

  @Test
  void the_next_failure_asks_for_nothing_more() {
    passes();
    workshop.fails(shop, NOISE + "\n" + REASON);
    cli.run("scan").exits(0);
    cli.run("analyze", "--offline").exits(0);
    workshop.fails(shop, Duration.ofMinutes(5), NOISE + "\n" + Workshop.GIZMO);
    cli.run("scan").exits(0);
    int jobs = asked(JOBS);
    int logs = asked(LOGS);

    cli.run("analyze", "--offline").exits(0);

    assertThat(asked(JOBS)).isEqualTo(jobs);
    assertThat(asked(LOGS)).isEqualTo(logs + 1); // its own
    assertThat(cli.incident(2).path("root_cause").asText()).doesNotContain("No space left");
  }

  @Test
  void another_failure_of_the_same_incident_asks_for_nothing_more() {
    passes();
    workshop.fails(shop, REASON);
    cli.run("scan").exits(0);
    cli.run("analyze", "--offline").exits(0);
    cli.changeState("DELETE FROM green_log");
    workshop.fails(shop, Duration.ofMinutes(5), REASON);
    cli.run("scan").exits(0);
    int logs = asked(LOGS);

    cli.run("analyze", "--offline").exits(0);

    assertThat(cli.incident(1).path("occurrences").asInt()).isEqualTo(2);
    assertThat(asked(LOGS)).isEqualTo(logs + 1); // its own
  }

  @Test
  void a_green_log_that_is_gone_or_refused_is_not_missed() {
    SandboxJob job = passes();
    job.expireLog();
    workshop.fails(shop, NOISE);
    cli.run("scan").exits(0);

    cli.run("analyze", "--offline").exits(0).prints("1");

    assertThat(category()).isNotEqualTo("compilation");
  }

  @Test
  void a_refusal_of_the_green_log_is_not_missed() {
    SandboxJob job = passes();
    workshop.fails(shop, REASON);
    cli.run("scan").exits(0);
    cli.sandbox()
        .github()
        .faults()
        .always(
            "GET /repos/acme/shop/actions/jobs/" + job.id() + "/logs",
            Fault.status(403, "{\"message\":\"Must have admin rights\"}"));

    cli.run("analyze", "--offline").exits(0);

    assertThat(category()).isEqualTo("compilation");
  }

  @Test
  void the_kept_lines_are_forgotten_with_the_rest() {
    passes();
    workshop.fails(shop, REASON);
    cli.run("scan").exits(0);
    cli.run("analyze", "--offline").exits(0);
    assertThat(keptLogs()).isEqualTo(1);
    cli.clock().advance(Duration.ofDays(400));

    cli.run("analyze", "--offline");

    assertThat(keptLogs()).isZero();
  }

  // ---- from files -----------------------------------------------------------------------------

  @Test
  void two_files_are_compared_also_packed_ones() throws IOException {
    Files.writeString(folder.resolve("red.log"), workshop.log(NOISE + "\n" + REASON));
    Files.writeString(folder.resolve("green.log"), green());
    Files.write(folder.resolve("green.gz"), gzip(green()));

    String alone = cli.run("analyze", "--log", "red.log").exits(0).out();
    String beside =
        cli.run("analyze", "--log", "red.log", "--green", "green.log").exits(0).out();

    assertThat(alone).doesNotContain("compilation");
    assertThat(beside).contains("compilation");
    assertThat(cli.run("analyze", "--log", "red.log", "--green", "green.gz")
            .exits(0)
            .out())
        .isEqualTo(beside);
    assertThat(cli.run("analyze", "--log", "red.log", "--green", "red.log")
            .exits(0)
            .out())
        .isEqualTo(alone);
  }

  @Test
  void a_green_log_goes_with_a_log_and_must_be_there() throws IOException {
    Files.writeString(folder.resolve("red.log"), workshop.log(REASON));

    cli.run("analyze", "--green", "red.log").exits(2).complains("--green goes with --log");
    cli.run("analyze", "--log", "-", "--green", "-").exits(2).complains("standard input");
    cli.run("analyze", "--log", "red.log", "--green", "none.log")
        .exits(2)
        .complains("could not read none.log", "there is no such file");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
