package io.github.cicdmonitor.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SmallWorld;
import io.github.cicdmonitor.store.OnPostgres;
import io.github.cicdmonitor.store.TestPostgres;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One world and one state file, and the packaged program that is started on them again and again. */
final class Life implements AutoCloseable {
  static final int KILLED = 128 + 9;

  private static final int MOST_PROCESSES = 120;

  private final Path folder;
  private final Program program;
  private final Optional<Resident> resident;
  private final Sandbox sandbox = Sandbox.start();
  private final SmallWorld world = SmallWorld.build(sandbox);
  private final Blows blows;
  private final FileFaults faults;
  private final Optional<String> server = OnPostgres.url();
  private final Optional<ServerFaults> serverFaults;
  private int started;
  private long nextEndsAfterMillis = -1;

  Life(Path folder, Program program, Blows blows) throws IOException {
    this(Files.createDirectories(folder), program, blows, Optional.empty());
  }

  private Life(Path folder, Program program, Blows blows, Optional<Resident> resident)
      throws IOException {
    this.folder = folder;
    this.program = program;
    this.blows = blows;
    this.resident = resident;
    this.faults = new FileFaults(folder);
    this.serverFaults = server.isPresent()
        ? Optional.of(new ServerFaults(server.get(), blows::kill))
        : Optional.empty();
    sandbox.watch(blows);
    server.ifPresent(TestPostgres::drop); // an earlier life's
    Files.writeString(folder.resolve("config.json"), world.config().toString());
  }

  /** One whose commands are all run by a process that is there already, in its folder. */
  static Life ledBy(Resident resident) throws IOException {
    resident.forget();
    Program none = new Program(List.of(), Map.of());
    return new Life(resident.folder(), none, new Blows(0), Optional.of(resident));
  }

  Blows blows() {
    return blows;
  }

  FileFaults faults() {
    return faults;
  }

  /** Where the state is on a server: what is between the program and that. */
  Optional<ServerFaults> serverFaults() {
    return serverFaults;
  }

  /** What has not struck yet does not. */
  void disarm() {
    faults.disarm();
    serverFaults.ifPresent(ServerFaults::disarm);
  }

  SmallWorld world() {
    return world;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Path folder() {
    return folder;
  }

  List<String> effects() {
    return LastingEffects.of(sandbox);
  }

  Path state() {
    return folder.resolve("state.db");
  }

  /** Starts the program and does not wait for it. */
  Process start(String... arguments) throws IOException {
    countOne();
    return blows.start(process(arguments).redirectError(output("err").toFile()));
  }

  /** The same of one of several that run at the same time, at whom no blow is aimed. */
  Process startBeside(Path errors, String... arguments) throws IOException {
    return process(arguments).redirectError(errors.toFile()).start();
  }

  private ProcessBuilder process(String... arguments) {
    List<String> command = new ArrayList<>(program.command());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(settings());
    builder.environment().putAll(faults.environment());
    builder.environment().putAll(program.environment());
    return builder.directory(folder.toFile()).redirectOutput(output("out").toFile());
  }

  private void countOne() {
    started++;
    assertThat(started).as("processes of one life").isLessThan(MOST_PROCESSES);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(sandbox.environment());
    settings.put("CONFIG_FILE", folder.resolve("config.json").toString());
    settings.put(
        "DATABASE_URL",
        serverFaults.map(ServerFaults::url).orElseGet(() -> "sqlite:///" + state()));
    return settings;
  }

  private Path output(String name) {
    return folder.resolve(name + started);
  }

  /** Standard error of the last process. */
  String err() throws IOException {
    return Files.readString(output("err"), UTF_8);
  }

  String out() throws IOException {
    return Files.readString(output("out"), UTF_8);
  }

  /** Kills the next process when it has run for so long, if it still runs then. */
  void killNextAfter(long delay, TimeUnit unit) {
    nextEndsAfterMillis = unit.toMillis(delay);
  }

  /** Runs the program to its end, whoever brings that about. */
  int run(String... arguments) throws IOException, InterruptedException {
    if (resident.isPresent()) {
      countOne();
      return resident.get().run(settings(), output("out"), output("err"), arguments);
    }
    Process process = start(arguments);
    try {
      if (nextEndsAfterMillis >= 0) {
        if (!process.waitFor(nextEndsAfterMillis, TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
        nextEndsAfterMillis = -1;
      }
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  /** Runs it until it comes to its end by itself, killed or not on the way there. */
  void runUntilDone(String... arguments) throws Exception {
    int before = landings();
    int kills = 0;
    int code = run(arguments);
    while (code == KILLED) {
      kills++;
      assertStateIsSound();
      code = run(arguments);
    }
    assertThat(code).as(told()).isZero();
    assertThat(landings()).as("every kill was ours").isEqualTo(before + kills);
  }

  /** How often the program was struck so far, by whom ever. */
  int landings() {
    return blows.landed().size() + (int) faults.strikes();
  }

  /** What the last process said on standard error, and where it and its like were struck. */
  String told() throws IOException {
    return folder + " after " + blows.landed() + " and " + faults.struck() + ": " + err();
  }

  /** In the world and in the configuration: a 2 behind it. */
  void rename(String name) throws IOException {
    sandbox.github().rename("acme/" + name, "acme/" + name + "2");
    Path config = folder.resolve("config.json");
    String text = Files.readString(config, UTF_8);
    String quoted = '"' + name + '"';
    assertThat(text).containsOnlyOnce(quoted);
    Files.writeString(config, text.replace(quoted, '"' + name + "2\""));
  }

  void assertStateIsSound() throws SQLException {
    if (server.isPresent() || !Files.exists(state())) {
      return; // a server looks after it; or killed before there was one
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

  void loseTheState() throws IOException {
    server.ifPresent(TestPostgres::drop);
    Files.deleteIfExists(state());
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

  /** One value; empty text for none. */
  String ask(String sql) throws SQLException {
    List<String> answers = list(sql);
    return answers.isEmpty() ? "" : answers.get(0);
  }

  /** The first column. */
  List<String> list(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** Changes the state from outside, as time would. How many rows. */
  int change(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private Connection connect() throws SQLException {
    if (server.isPresent()) {
      return TestPostgres.connect(server.get());
    }
    assertThat(state()).as("looked into, not made by looking").exists();
    return DriverManager.getConnection("jdbc:sqlite:" + state());
  }

  @Override
  public String toString() {
    return folder + " after " + blows.landed();
  }

  @Override
  public void close() {
    serverFaults.ifPresent(ServerFaults::close);
    sandbox.close();
  }
}
