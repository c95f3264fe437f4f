package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.ActionsLog;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SlackMessage;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.OnPostgres;
import io.github.cicdmonitor.store.TestPostgres;
import io.github.cicdmonitor.store.TestStates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several runs of {@code analyze} on one state at the same time, and a person between. */
@ExtendWith(OnPostgres.class)
final class SharedAnalyzeEndToEndTest {
  private static final String WORKFLOW = ".github/workflows/ci.yml";

  /** Words, since numbers make no difference between two faults. */
  private static final List<String> WORDS =
      List.of("alder", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo", "hazel", "juniper");

  private final FastClock clock = new FastClock();
  private final Sandbox sandbox = Sandbox.start(clock);
  private final List<String> said = new ArrayList<>();

  @TempDir
  private Path folder;

  private String url = "";

  @BeforeEach
  void slowly() {
    url = OnPostgres.url().orElseThrow();
    for (String path : List.of("GET /repos/**", "POST /repos/**")) {
      sandbox.github().faults().always(path, Fault.delay(Duration.ofMillis(30)));
    }
  }

  @AfterEach
  void nothingUnexpectedWasAsked() {
    sandbox.close();
  }

  private void watching(List<String> names) throws IOException {
    String repositories = names.stream()
        .map(name -> "{\"owner\": \"acme\", \"name\": \"" + name + "\"}")
        .collect(Collectors.joining(", "));
    Files.writeString(folder.resolve("config.json"), """
        {"risk_threshold": 5, "protected_repositories": [], "approval_timeout_hours": 24,
         "slack_channels": {"alerts": "#ci-cd-alerts", "approvals": "#ci-cd-approvals",
           "critical": "#critical-alerts"},
         "polling_interval_minutes": 5, "repositories": [%s]}
        """.formatted(repositories));
  }

  private SandboxRepository repository(String name) {
    SandboxRepository repository = sandbox.github().create("acme/" + name);
    repository.commitAs("dev-anna", "main", "Set up", Map.of(WORKFLOW, """
        name: CI
        on:
          push:
            branches: [main]
        permissions:
          contents: read
        jobs:
          build:
            runs-on: ubuntu-24.04
            timeout-minutes: 10
            steps:
              - run: make all
        """));
    return repository;
  }

  private SandboxRun fails(SandboxRepository repository, String lines) {
    Instant began = clock.instant().minus(Duration.ofMinutes(10));
    SandboxRun run = repository.run("CI").path(WORKFLOW).createdAt(began);
    run.job("build")
        .failsAt("Run make all")
        .log(new ActionsLog(began)
            .setUpJob(Map.of("Contents", "read"), List.of())
            .completeJobName("build")
            .run("make all")
            .line(lines)
            .error("Process completed with exit code 2.")
            .cleanUp()
            .toString());
    return run.finish("failure");
  }

  private int run(String... arguments) {
    Map<String, String> variables = new HashMap<>(sandbox.environment());
    variables.put("CONFIG_FILE", folder.resolve("config.json").toString());
    variables.put("DATABASE_URL", url);
    variables.put("HOME", folder.toString());
    variables.put("PATH", System.getenv("PATH"));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(all, true, StandardCharsets.UTF_8);
    World world = new World(
        variables,
        folder,
        new ByteArrayInputStream(new byte[0]),
        stream,
        stream,
        clock,
        clock::sleep,
        false);
    int code = CicdMonitor.run(world, arguments);
    synchronized (said) {
      said.add(String.join(" ", arguments) + ": " + code + "\n" + all);
    }
    return code;
  }

  private Thread running(List<Integer> codes, String... arguments) {
    Thread thread = new Thread(() -> {
      int code = run(arguments);
      synchronized (codes) {
        codes.add(code);
      }
    });
    thread.start();
    return thread;
  }

  private void analyzeTimes(int count) throws InterruptedException {
    List<Integer> codes = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(running(codes, "analyze"));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(codes).as(said.toString()).hasSize(count).containsOnly(0);
  }

  private List<String> messages(String channel) {
    return sandbox.slack().messages(channel).stream()
        .map(SlackMessage::plainText)
        .toList();
  }

  private void sql(String statement) {
    try (Connection connection = TestPostgres.connect(url);
        Statement all = connection.createStatement()) {
      all.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String gizmo(String word) {
    return word + "-fetch: the mirror has " + word + " of last year, but " + word
        + ".toml asks for a newer one";
  }

  private void modelMends() {
    sandbox.gateway().model(request -> {
      String prompt = request.path("messages").toString();
      String word = WORDS.stream()
          .filter(each -> prompt.contains(each + "-fetch"))
          .findFirst()
          .orElseThrow();
      return java.util.Optional.of(ModelAnswer.devops("timeout", gizmo(word))
          .edit(WORKFLOW, "timeout-minutes: 10", "timeout-minutes: 20")
          .toString());
    });
  }

  @Test
  void several_runs_share_the_incidents_and_each_is_dealt_with_once() throws Exception {
    modelMends();
    watching(WORDS);
    for (String word : WORDS) {
      fails(repository(word), gizmo(word));
    }
    assertThat(run("scan")).as(said.toString()).isZero();

    analyzeTimes(3);

    assertThat(sandbox.gateway().calls()).isEqualTo(WORDS.size());
    assertThat(sandbox.ledger().writes().stream().filter(write -> write.endsWith("/pulls")))
        .containsExactlyInAnyOrderElementsOf(
            WORDS.stream().map(word -> "POST /repos/acme/" + word + "/pulls").toList());
    assertThat(messages("ci-cd-alerts")).hasSize(WORDS.size());
    assertThat(TestPostgres.number(
            url, "SELECT count(*) FROM incident WHERE state = 'pull_request_open'"))
        .isEqualTo(WORDS.size());
    assertThat(run("report", "--verify")).isZero();
  }

  @Test
  void a_message_whose_channel_was_busy_is_sent_when_it_is_free_again() throws Exception {
    watching(List.of("alder", "birch"));
    fails(repository("alder"), "src/main.c:3:5: error: 'alder' undeclared (first use here)");
    assertThat(run("scan")).isZero();
    fails(repository("birch"), gizmo("birch"));
    sandbox
        .gateway()
        .model(request -> java.util.Optional.of(ModelAnswer.devops("timeout", gizmo("birch"))
            .confidence(0.6) // below the least: a person is asked
            .edit(WORKFLOW, "timeout-minutes: 10", "timeout-minutes: 20")
            .toString()));
    assertThat(run("scan")).isZero();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    sandbox.slack().faults().once("POST /api/chat.postMessage", Fault.held(asked, free));
    List<Integer> codes = new ArrayList<>();
    List<Thread> analyze = new ArrayList<>();
    try (Database other = TestStates.share(TestStates.at(url), clock)) {
      new Leases(other).ifFree(Leases.Piece.channel("#ci-cd-alerts"), () -> {
        analyze.add(running(codes, "analyze"));
        awaitQuietly(asked);
      });
    }
    free.countDown();

    analyze.get(0).join();

    assertThat(codes).as(said.toString()).containsExactly(0);
    assertThat(messages("ci-cd-approvals")).hasSize(1);
    assertThat(messages("ci-cd-alerts")).hasSize(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_same_failure_everywhere_is_one_outage_whoever_read_which_log() throws Exception {
    List<String> names = WORDS.subList(0, 3);
    watching(names);
    for (String word : names) {
      fails(repository(word), Workshop.PASSING);
    }
    assertThat(run("scan")).isZero();
    // Whoever gets the first log has nothing more to do when the others begin to read theirs.
    sandbox.github().blobFaults().once("GET /**", Fault.delay(Duration.ZERO));
    sandbox.github().blobFaults().next(2, "GET /**", Fault.delay(Duration.ofSeconds(2)));

    analyzeTimes(3);

    assertThat(sandbox.ledger().writes()).isEmpty();
    assertThat(messages("critical-alerts"))
        .singleElement()
        .asString()
        .contains(names.stream().map(word -> "acme/" + word).toArray(String[]::new));
    assertThat(messages("ci-cd-alerts")).isEmpty();
  }

  @Test
  void the_same_question_is_asked_once_whoever_asks_first() throws Exception {
    List<String> names = WORDS.subList(0, 2);
    watching(names);
    for (String word : names) {
      fails(repository(word), Workshop.GIZMO);
    }
    sandbox.gateway().model(request -> java.util.Optional.of(Workshop.moreTime()));
    sandbox.gateway().faults().always("POST /**", Fault.delay(Duration.ofMillis(500)));
    assertThat(run("scan")).isZero();

    analyzeTimes(2);

    assertThat(sandbox.gateway().calls()).isEqualTo(1);
  }

  @Test
  void a_person_decides_while_logs_of_others_are_read() throws Exception {
    modelMends();
    watching(List.of("alder", "birch"));
    SandboxRepository alder = repository("alder");
    fails(alder, gizmo("alder"));
    SandboxRepository birch = repository("birch");
    sandbox
        .gateway()
        .model(request -> java.util.Optional.of(ModelAnswer.devops("timeout", gizmo("alder"))
            .confidence(0.6) // below the least: a person is asked
            .edit(WORKFLOW, "timeout-minutes: 10", "timeout-minutes: 20")
            .toString()));
    assertThat(run("scan")).isZero();
    assertThat(run("analyze")).as(said.toString()).isZero();
    assertThat(messages("ci-cd-approvals")).hasSize(1);
    fails(birch, gizmo("birch"));
    assertThat(run("scan")).isZero();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch decided = new CountDownLatch(1);
    sandbox.github().blobFaults().once("GET /**", Fault.held(asked, decided));
    List<Integer> codes = new ArrayList<>();
    Thread analyze = running(codes, "analyze", "--offline");
    asked.await();

    assertThat(run("approve", "1", "--as", "anna")).as(said.toString()).isZero();

    assertThat(analyze.isAlive()).isTrue();
    assertThat(alder.pulls()).hasSize(1);
    decided.countDown();
    analyze.join();
    assertThat(codes).containsExactly(0);
  }

  @Test
  void who_was_paused_before_sending_sends_nothing_once_another_has_taken_over() throws Exception {
    watching(List.of("alder"));
    fails(repository("alder"), "src/main.c:3:5: error: 'alder' undeclared (first use here)");
    assertThat(run("scan")).isZero();
    Path paused = folder.resolve("paused");
    Path goOn = folder.resolve("go-on");
    String hook = "touch '" + paused + "'; while [ ! -e '" + goOn + "' ]; do sleep 0.1; done";
    List<Integer> codes = new ArrayList<>();
    Thread first = running(codes, "analyze", "--before-effects", hook);
    while (!Files.exists(paused) && first.isAlive()) {
      Thread.sleep(50);
    }
    sql("UPDATE cicd_monitor_lease SET until = 0");
    sql("UPDATE effect SET sent_at = sent_at - 600000"); // long enough to be sure that it did not
    // arrive

    assertThat(run("analyze")).as(said.toString()).isZero();
    Files.createFile(goOn);
    first.join();

    assertThat(messages("ci-cd-alerts")).as(said.toString()).hasSize(1);
    assertThat(codes).as(said.toString()).containsExactly(0);
    assertThat(run("report", "--verify")).isZero();
  }
}
