package io.github.cicdmonitor.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.Watch.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Many processes on one state file, and processes that are stopped or asked to end in the middle of their work. */
@Execution(ExecutionMode.CONCURRENT)
class LocksIT {
  private static final String REFS = "github POST /repos/acme/api/git/refs";

  @TempDir
  Path folder;

  @Test
  @DisplayName("R-07: twenty that start at once do the work of one")
  void twenty_that_start_at_once_do_the_work_of_one() throws Exception {
    try (Life life = scanned(Plot.program())) {
      List<Process> together = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        together.add(life.start("analyze"));
      }

      List<Integer> codes = new ArrayList<>();
      for (Process each : together) {
        codes.add(each.waitFor());
      }

      assertThat(codes).contains(0).allMatch(code -> code == 0 || code == 5);
      assertThat(life.effects()).isEqualTo(analyzed());
      Causes.assertEachEffectHasOne(life);
      life.assertStateIsSound();
    }
  }

  @Test
  @DisplayName("R-07: a holder that stands still keeps others out and goes on where it stood")
  void a_holder_that_stands_still_keeps_others_out_and_goes_on_where_it_stood() throws Exception {
    try (Life life = scanned(Plot.program())) {
      Process holder = standingStill(life);

      assertThat(life.run("analyze")).isEqualTo(5);
      assertThat(life.err())
          .contains("it is locked by cicd-monitor analyze, pid " + holder.pid())
          .hasLineCount(1);
      signal("CONT", holder);

      assertThat(holder.waitFor()).isZero();
      assertThat(life.effects()).isEqualTo(analyzed());
      Causes.assertEachEffectHasOne(life);
    }
  }

  @Test
  @DisplayName("R-08: the lock of a killed holder is free at once")
  void the_lock_of_a_killed_holder_is_free_at_once() throws Exception {
    try (Life life = scanned(Plot.program())) {
      Process holder = standingStill(life);
      Process waiting = life.start("analyze");
      assertThat(waiting.waitFor(3, TimeUnit.SECONDS)).as("waits for the lock").isFalse();

      signal("KILL", holder);

      assertThat(holder.waitFor()).isEqualTo(Life.KILLED);
      assertThat(waiting.waitFor()).as(life.told()).isZero();
      assertThat(life.effects()).isEqualTo(analyzed());
    }
  }

  @Test
  @DisplayName("R-24: asked to end it ends at once with 143 or 130, and the next run goes on")
  void asked_to_end_it_ends_at_once_and_the_next_run_goes_on() throws Exception {
    try (Life life = scanned(Plot.program().hearingSignals())) {
      endedBy(life, "TERM", 143, "github POST .*/rerun-failed-jobs", Moment.PROCESSED);
      endedBy(life, "INT", 130, REFS, Moment.PROCESSED);
      endedBy(life, "HUP", 129, "slack POST .*", Moment.ARRIVED);

      life.runUntilDone("analyze");
      life.letMessagesSettle();
      life.runUntilDone("analyze");

      assertThat(life.effects()).isEqualTo(analyzed());
      Causes.assertEachEffectHasOne(life);
      assertThat(life.run("report", "--verify")).isZero();
    }
  }

  private static void endedBy(Life life, String signal, int code, String request, Moment moment)
      throws Exception {
    long[] asked = new long[1];
    life.blows().when(request, moment, program -> {
      asked[0] = System.nanoTime();
      signal(signal, program);
      try {
        // Its answer is held back: what it does now it does because of the signal.
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).as("ends in time").isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });

    assertThat(life.run("analyze")).as(signal).isEqualTo(code);

    assertThat(asked[0]).as(request + " was reached").isNotZero();
    assertThat(life.err()).as(signal).isEmpty();
    life.assertStateIsSound();
    Causes.assertNoneWithoutIntent(life);
  }

  /** Before it stores that the branch is made. */
  private static Process standingStill(Life life) throws Exception {
    life.blows()
        .when(
            "github POST /repos/acme/api/issues/1/labels",
            Moment.PROCESSED,
            program -> life.faults().stop("create state.db-journal", 1));
    Process holder = life.start("analyze");
    Path status = Path.of("/proc/" + holder.pid() + "/stat");
    while (!Files.readString(status, UTF_8).contains(") T ")) {
      assertThat(holder.isAlive()).isTrue();
      Thread.sleep(20);
    }
    life.faults().disarm();
    return holder;
  }

  private static void signal(String name, Process process) throws IOException {
    new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid()))
        .inheritIO()
        .start();
  }

  private Life scanned(Program program) throws Exception {
    Life life = new Life(folder, program, new Blows(0));
    life.runUntilDone("scan");
    return life;
  }

  /** What scan and analyze alone lead to. */
  private static List<String> analyzed() {
    return Plot.MENDED.undisturbed().afterAnalyze();
  }
}
