package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that answers with 200 MB of JSON, made as it is sent. The program is a process of its own
 * with 128 MB of memory, as on a small machine.
 */
class HugeAnswersEndToEndTest {
  private static final long HUGE = 200L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CHUNK = 1 << 16;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger answers = new AtomicInteger();
  private Sandbox sandbox;
  private HttpServer hostile;
  private Path folder;
  private String head = "";
  private String body = "";

  record Ended(int code, String out, String err) {}

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    sandbox = Sandbox.start();
    SandboxRepository gizmos = sandbox.github().create("acme/gizmos");
    gizmos.commitAs("dev-anna", "main", "Set up", Map.of("gizmo.toml", "gizmo = 4\n"));
    SandboxRun run = gizmos
        .run("CI")
        .path(Workshop.WORKFLOW)
        .createdAt(Instant.now().minus(Duration.ofMinutes(10)));
    run.job("build").failsAt("Run make all").log(Workshop.GIZMO + "\n##[error]exit code 2\n");
    run.finish("failure");
    hostile = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hostile.createContext("/", this::answer);
    hostile.setExecutor(threads);
    hostile.start();
    Files.writeString(folder.resolve("config.json"), """
        {"risk_threshold": 5, "protected_repositories": [], "approval_timeout_hours": 24,
         "polling_interval_minutes": 5,
         "repositories": [{"owner": "acme", "name": "gizmos", "branch": "main", "enabled": true}],
         "slack_channels": {"alerts": "#ci-cd-alerts", "approvals": "#ci-cd-approvals",
           "critical": "#critical-alerts"}}
        """);
  }

  @AfterEach
  void stop() {
    hostile.stop(0);
    threads.shutdownNow();
    sandbox.stop();
  }

  /** As much as the other side takes. */
  private void answer(HttpExchange exchange) throws IOException {
    answers.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    byte[] chunk = body.repeat(CHUNK / body.length()).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (long sent = 0; sent < HUGE; sent += chunk.length) {
        out.write(chunk);
      }
    } catch (IOException e) {
      exchange.close(); // the program has heard enough
    }
  }

  private String hostileUrl() {
    return "http://127.0.0.1:" + hostile.getAddress().getPort();
  }

  /** The program with one more variable. */
  private Ended program(String variable, String value, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        "-cp",
        classPath(),
        "io.github.cicdmonitor.Main");
    process.command().addAll(List.of(arguments));
    process.environment().clear();
    process.environment().putAll(environment());
    process.environment().put(variable, value);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process running = process
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
    try {
      assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ends")
          .isTrue();
    } finally {
      running.destroyForcibly();
    }
    return new Ended(running.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(sandbox.environment());
    variables.put("CONFIG_FILE", folder.resolve("config.json").toString());
    variables.put("DATABASE_URL", "sqlite:///" + folder.resolve("state.db"));
    variables.put("HOME", folder.toString());
    return variables;
  }

  /** What comes before needs no process of its own. */
  private void scanned() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    InputStream nothing = InputStream.nullInputStream();
    World world = new World(
        environment(), folder, nothing, stream, stream, Clock.systemUTC(), wait -> {}, false);
    assertThat(CicdMonitor.run(world, "scan"))
        .as(said.toString(StandardCharsets.UTF_8))
        .isZero();
  }

  private static String classPath() {
    return CicdMonitor.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> new File(url.getPath()).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private static void saysOneLine(Ended ended, String service) {
    assertThat(ended.err().lines().filter(line -> line.contains("longer than")).toList())
        .as(ended.err())
        .singleElement()
        .asString()
        .startsWith("cicd-monitor: ")
        .containsIgnoringCase(service);
    assertThat(ended.out() + ended.err()).doesNotContain("OutOfMemory", "\tat ");
  }

  @Test
  void github_lists_without_end() throws Exception {
    head = "{\"total_count\":1,\"workflow_runs\":[{\"name\":\"";
    body = "a";

    Ended ended = program("GITHUB_API_URL", hostileUrl(), "scan");

    assertThat(answers.get()).isPositive();
    assertThat(ended.code()).isEqualTo(ExitCode.UNAVAILABLE.code());
    saysOneLine(ended, "GitHub");
  }

  @Test
  void slack_confirms_without_end() throws Exception {
    scanned();
    sandbox
        .gateway()
        .model(request ->
            Optional.of(ModelAnswer.devops("environment", Workshop.GIZMO).toString()));
    head = "{\"ok\":true,\"list\":[";
    body = "{\"a\":1},";

    Ended ended = program("SLACK_API_URL", hostileUrl(), "analyze");

    assertThat(answers.get()).isPositive();
    assertThat(ended.code()).isEqualTo(1);
    saysOneLine(ended, "Slack");
  }

  @Test
  void the_model_nests_without_end() throws Exception {
    scanned();
    head = "{\"choices\":";
    body = "[";

    Ended ended = program("OPENROUTER_BASE_URL", hostileUrl(), "analyze");

    assertThat(answers.get()).isPositive();
    saysOneLine(ended, "model");
  }
}
