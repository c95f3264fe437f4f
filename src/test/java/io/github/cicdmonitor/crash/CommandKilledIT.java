package io.github.cicdmonitor.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.sandbox.ActionsLog;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, ended while a command of its own runs. */
class CommandKilledIT {
  private static final Path LAUNCHER = Path.of("scripts/cicd-monitor").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE = "gizmo-fetch: the mirror has gizmo 3, but 4 is asked for";

  @TempDir
  Path folder;

  private final Sandbox sandbox = Sandbox.start();
  private Path tools;
  private int started;

  @BeforeEach
  void aFailureWhoseFixIsACommandThatTakesLong() throws IOException, InterruptedException {
    tools = Files.createDirectory(folder.resolve("tools"));
    Files.setPosixFilePermissions(tools, PosixFilePermissions.fromString("rwx------"));
    Path tool = tools.resolve("tool");
    Files.writeString(tool, """
        #!/bin/sh
        trap '' TERM
        (trap '' TERM; echo child >>TOOLS/ticks; exec sleep 300) &
        echo run >>TOOLS/runs
        echo half >gizmo.toml
        while :; do sleep 1; done
        """.replace("TOOLS", tools.toString()));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    SandboxRepository shop = sandbox.github().create("acme/shop");
    shop.commit("main", "Set up", Map.of("gizmo.toml", "gizmo = 4\n"));
    shop.failedRun(
        "CI",
        "build",
        "Run make all",
        new ActionsLog(Instant.now().minus(Duration.ofMinutes(10)))
            .setUpJob(Map.of("Contents", "read"), List.of())
            .completeJobName("build")
            .run("make all")
            .line(LINE)
            .failed(2)
            .toString());
    Files.writeString(folder.resolve("config.json"), config(tool).toString());
    sandbox.gateway().queue(answer(tool).toString());
    assertThat(finish(start("scan"))).isZero();
  }

  private static ObjectNode config(Path tool) {
    ObjectNode config = JSON.createObjectNode();
    config.put("risk_threshold", 5).put("approval_timeout_hours", 24);
    config.put("polling_interval_minutes", 5).putArray("protected_repositories");
    config
        .putObject("slack_channels")
        .put("alerts", "#ci-cd-alerts")
        .put("approvals", "#ci-cd-approvals")
        .put("critical", "#critical-alerts");
    config.putArray("repositories").addObject().put("owner", "acme").put("name", "shop");
    config.putObject("remediation").putArray("commands").addArray().add(tool.toString());
    return config;
  }

  private static ObjectNode answer(Path tool) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("class", "DEVOPS").put("category", "environment").put("confidence", 0.9);
    answer.put("transient", false).put("root_cause", "Too old.").put("explanation", "");
    answer.putArray("evidence").add(LINE);
    answer.putArray("files_needed");
    ObjectNode remediation = answer.putObject("remediation");
    remediation.put("kind", "command").put("title", "Mend").put("rationale", "");
    remediation.putArray("edits");
    remediation.putArray("command").add(tool.toString());
    return answer;
  }

  private Process start(String... arguments) throws IOException {
    started++;
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CICD_MONITOR_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    builder.environment().put("CONFIG_FILE", folder.resolve("config.json").toString());
    builder.environment().put("DATABASE_URL", "sqlite:///" + folder.resolve("state.db"));
    builder.environment().putAll(sandbox.environment());
    return builder
        .redirectOutput(folder.resolve("out" + started).toFile())
        .redirectError(folder.resolve("err" + started).toFile())
        .start();
  }

  private int finish(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("err" + started), UTF_8);
  }

  /** An {@code analyze} whose command is under way. */
  private Process underWay() throws IOException, InterruptedException {
    Process process = start("analyze");
    Instant patience = Instant.now().plusSeconds(60);
    while (!Files.exists(tools.resolve("runs")) || !Files.exists(tools.resolve("ticks"))) {
      assertThat(process.isAlive()).as(said()).isTrue();
      assertThat(Instant.now()).isBefore(patience);
      Thread.sleep(20);
    }
    return process;
  }

  /** Processes that work in a checkout below this test's folder. */
  private long atWork() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes.filter(this::worksHere).count();
    }
  }

  private boolean worksHere(Path process) {
    try {
      return process.getFileName().toString().matches("\\d+")
          && Files.readSymbolicLink(process.resolve("cwd")).toString().contains(".command-")
          && Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> workplaces() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains(".command-"))
          .toList();
    }
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    sandbox.stop();
    assertThat(atWork()).isZero();
    assertThat(workplaces()).isEmpty();
    assertThat(Files.readAllLines(tools.resolve("runs"))).hasSize(1);
  }

  @Test
  @DisplayName(
      "X-136, R-01: killed in the middle of a command, the next run ends it and does not repeat it")
  void killed_in_the_middle_of_a_command_the_next_run_ends_it_and_does_not_repeat_it()
      throws Exception {
    Process process = underWay();
    process.destroyForcibly();
    assertThat(finish(process)).isEqualTo(128 + 9);
    assertThat(workplaces()).hasSize(1); // in bubblewrap it is dead by now, else it goes on

    assertThat(finish(start("analyze"))).as(said()).isEqualTo(1);

    assertThat(said()).contains("do not know how the command of incident 1 ended");
    assertThat(finish(start("analyze"))).as(said()).isZero();
    assertThat(sandbox.slack().messages("ci-cd-alerts")).hasSize(1);
    assertThat(finish(start("report", "--verify"))).isZero();
  }

  @Test
  void terminated_in_the_middle_of_a_command_it_ends_the_command_first() throws Exception {
    Process process = underWay();
    long begin = System.nanoTime();
    process.destroy();

    assertThat(finish(process)).isEqualTo(143);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(atWork()).isZero();
    assertThat(finish(start("analyze"))).as(said()).isEqualTo(1);
    assertThat(said()).contains("do not know how the command of incident 1 ended");
  }
}
