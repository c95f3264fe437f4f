package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.Ledger;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.store.OnPostgres;
import io.github.cicdmonitor.store.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The program as cron starts it: a folder with a config file and a state file, variables that lead to
 * the {@link Sandbox}, captured output. Nothing inside the program is replaced but the clock, and
 * waiting only moves that. What every run promises is checked after every run; closing checks that no
 * request was made that should not have been.
 */
final class CliHarness implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char ESCAPE = '\u001b';

  private final Path folder;
  private final TestClock clock = new TestClock();
  private final Sandbox sandbox = Sandbox.start(clock);
  private final Map<String, String> variables = new LinkedHashMap<>(sandbox.environment());
  private final ObjectNode config = JSON.createObjectNode();
  private final Optional<String> server = OnPostgres.url();
  private String input = "";
  private Duration slept = Duration.ZERO;
  private boolean terminal;
  private Optional<OutputStream> output = Optional.empty();

  CliHarness(Path folder) {
    this.folder = folder;
    config.put("risk_threshold", 5);
    config.putArray("protected_repositories");
    config
        .putObject("slack_channels")
        .put("alerts", "#ci-cd-alerts")
        .put("approvals", "#ci-cd-approvals")
        .put("critical", "#critical-alerts");
    config.put("approval_timeout_hours", 24);
    config.put("polling_interval_minutes", 5);
    config.putArray("repositories");
    variables.put("CONFIG_FILE", folder.resolve("config.json").toString());
    variables.put("HOME", folder.toString());
    variables.put("DATABASE_URL", server.orElseGet(() -> "sqlite:///" + stateFile()));
  }

  /** How one command line ended. */
  record Ended(List<String> arguments, int code, String out, String err) {
    Ended exits(int expected) {
      assertThat(code).as("%s\n%s%s", String.join(" ", arguments), out, err).isEqualTo(expected);
      return this;
    }

    Ended prints(String... parts) {
      assertThat(out).contains(parts);
      return this;
    }

    /** On standard error, each line of which is one message of ours. */
    Ended complains(String... parts) {
      assertThat(err).contains(parts);
      assertThat(err.lines()).allSatisfy(line -> assertThat(line).startsWith("cicd-monitor: "));
      return this;
    }

    /** Standard output as exactly one document. */
    JsonNode json() {
      try (var parser = JSON.createParser(out)) {
        JsonNode document = JSON.readTree(parser);
        assertThat(parser.nextToken()).as("more than one document").isNull();
        return document;
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + out + err, e);
      }
    }
  }

  /** The repositories of the configuration, each by its branch {@code main}. */
  CliHarness watching(String... repositories) {
    ArrayNode list = config.putArray("repositories");
    for (String name : repositories) {
      int slash = name.indexOf('/');
      list.addObject()
          .put("owner", name.substring(0, slash))
          .put("name", name.substring(slash + 1))
          .put("branch", "main")
          .put("enabled", true);
    }
    return this;
  }

  /** Changes the configuration for the runs to come. */
  CliHarness configured(Consumer<ObjectNode> change) {
    change.accept(config);
    return this;
  }

  /** An object inside the configuration. */
  static ObjectNode in(ObjectNode config, String name) {
    return config.withObject("/" + name);
  }

  CliHarness with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  CliHarness without(String variable) {
    variables.remove(variable);
    return this;
  }

  /** What the next runs read from standard input. */
  CliHarness typing(String text) {
    input = text;
    return this;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  TestClock clock() {
    return clock;
  }

  Path folder() {
    return folder;
  }

  Path stateFile() {
    return folder.resolve("state.db");
  }

  /** How long the program waited in all its runs so far. */
  Duration slept() {
    return slept;
  }

  Ended run(String... arguments) {
    write(folder.resolve("config.json"), config.toPrettyString());
    return runWithConfigAsIs(arguments);
  }

  /** Where standard output goes from now on. */
  CliHarness printingTo(OutputStream stream) {
    output = Optional.of(stream);
    return this;
  }

  /** From now on a person watches. */
  CliHarness onATerminal() {
    terminal = true;
    return this;
  }

  /** The same with whatever the config file holds now. */
  Ended runWithConfigAsIs(String... arguments) {
    Ended ended = runWithColours(arguments);
    promises(ended);
    return ended;
  }

  /** The same where sequences for the terminal may be printed. */
  Ended runWithColours(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    World world = new World(
        variables,
        folder,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(output.isPresent() ? output.get() : out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        clock,
        this::sleep,
        terminal);
    int code = CicdMonitor.run(world, arguments);
    return new Ended(
        List.of(arguments),
        code,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  private void sleep(Duration wait) {
    slept = slept.plus(wait);
    clock.advance(wait);
  }

  /** What holds for every run, whatever it was for. */
  private void promises(Ended ended) {
    String said = ended.out() + ended.err();
    assertThat(ended.code()).as(said).isNotEqualTo(ExitCode.DEFECT.code());
    assertThat(said.indexOf(ESCAPE)).as("no terminal sequences").isNegative();
    assertThat(said)
        .as("no token of ours")
        .doesNotContain(Sandbox.GITHUB_TOKEN, Sandbox.SLACK_BOT_TOKEN, Sandbox.OPENROUTER_API_KEY);
    assertThat(ended.err()).as("no stack trace").doesNotContain("\tat ");
  }

  /** What a scan that has to end well prints. */
  JsonNode scan(String... more) {
    String[] command = {"scan", "--json"};
    return run(Stream.of(command, more).flatMap(Arrays::stream).toArray(String[]::new))
        .exits(0)
        .json();
  }

  /** The one tick of a cron job, both parts of which have to end well. */
  JsonNode tick() {
    run("scan").exits(0);
    return run("analyze", "--json").exits(0).json();
  }

  /** The incident of that number as {@code report} shows it. */
  JsonNode incident(long id) {
    return run("report", Long.toString(id), "--json").exits(0).json();
  }

  /** What people read in a channel, oldest message first. */
  List<String> channel(String name) {
    return sandbox.slack().messages(name).stream()
        .map(message -> message.plainText())
        .toList();
  }

  List<String> alerts() {
    return channel("ci-cd-alerts");
  }

  List<String> approvals() {
    return channel("ci-cd-approvals");
  }

  List<String> critical() {
    return channel("critical-alerts");
  }

  /** Every write to GitHub so far, as method and path. */
  List<String> writes() {
    return sandbox.ledger().writes();
  }

  /** How often the model was asked. */
  int modelCalls() {
    return asked("POST /api/v1/chat/completions");
  }

  /** How many requests there were like this one, as {@link Ledger#like} reads it. */
  int asked(String line) {
    return sandbox.ledger().like(line).size();
  }

  /** The state and all that stands beside it is gone. */
  void loseTheState() throws IOException {
    server.ifPresent(TestPostgres::drop);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "state.db*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /** What no run of the program would do to its state. */
  void changeState(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Connection connection() throws SQLException {
    return server.isPresent()
        ? TestPostgres.connect(server.get())
        : DriverManager.getConnection("jdbc:sqlite:" + stateFile());
  }

  /** The same for what changes no row. */
  void maintainState(String... statements) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
