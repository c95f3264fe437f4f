package io.github.cicdmonitor.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One world and one state file, and the packaged program that is started on them again and again. */
final class Life implements AutoCloseable {
  static final int KILLED = 128 + 9;

  private static final Path LAUNCHER = Path.of("scripts/cicd-monitor").toAbsolutePath();
  private static final int MOST_PROCESSES = 80;

  private final Path folder;
  private final String javaOptions;
  private final Sandbox sandbox = Sandbox.start();
  private final SmallWorld world = SmallWorld.build(sandbox);
  private final Blows blows;
  private int started;

  Life(Path folder, String javaOptions, Blows blows) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.javaOptions = javaOptions;
    this.blows = blows;
    sandbox.watch(blows);
    Files.writeString(folder.resolve("config.json"), world.config().toString());
  }

  Blows blows() {
    return blows;
  }

  List<String> effects() {
    return LastingEffects.of(sandbox);
  }

  Path state() {
    return folder.resolve("state.db");
  }

  /** Starts the program and does not wait for it. */
  Process start(String... arguments) throws IOException {
    started++;
    assertThat(started).as("processes of one life").isLessThan(MOST_PROCESSES);
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CICD_MONITOR_JAVA_OPTS", javaOptions);
    builder.environment().put("CONFIG_FILE", folder.resolve("config.json").toString());
    builder.environment().put("DATABASE_URL", "sqlite:///" + state());
    builder.environment().putAll(sandbox.environment());
    return blows.start(builder
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out" + started).toFile())
        .redirectError(folder.resolve("err" + started).toFile()));
  }

  /** Runs the program to its end, whoever brings that about. */
  int run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  /** Runs it until it comes to its end by itself, killed or not on the way there. */
  void runUntilDone(String... arguments) throws Exception {
    int before = blows.landed().size();
    int kills = 0;
    int code = run(arguments);
    while (code == KILLED) {
      kills++;
      assertStateIsSound();
      code = run(arguments);
    }
    assertThat(code).as(told()).isZero();
    assertThat(blows.landed()).as("every kill was ours").hasSize(before + kills);
  }

  /** What the last process said on standard error, and where it and its like were struck. */
  String told() throws IOException {
    return "after " + blows.landed() + ": "
        + Files.readString(folder.resolve("err" + started), UTF_8);
  }

  void assertStateIsSound() throws SQLException {
    if (!Files.exists(state())) {
      return; // killed before there was one
    }
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet verdict = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(verdict.next()).isTrue();
        assertThat(verdict.getString(1)).isEqualTo("ok");
      }
      try (ResultSet dangling = statement.executeQuery("PRAGMA foreign_key_check")) {
        assertThat(dangling.next()).isFalse();
      }
    }
  }

  /** As if it were ten minutes later: whether a message came to be can now be told for certain. */
  void letMessagesSettle() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      long back = Duration.ofMinutes(10).toMillis();
      assertThat(Instant.now().toEpochMilli()).isGreaterThan(back);
      statement.executeUpdate("UPDATE effect SET sent_at = sent_at - " + back
          + " WHERE kind = 'notice' AND state IN ('SENDING', 'UNKNOWN')");
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + state());
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
