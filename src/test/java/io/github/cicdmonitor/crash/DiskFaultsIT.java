package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.crash.FileFaults.Trouble;
import io.github.cicdmonitor.crash.Plot.Step;
import io.github.cicdmonitor.sandbox.Watch.Moment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that is full, broken or read-only. The fault is injected at the first operation, then at a later one, … until a run passes
 * untouched: that covers points that nobody thought of.
 *
 * <p>Opt-in: {@code -Dcrash.disk=1} gives each single operation of each command a life of its own in which the fault begins there (some 4800
 * for each trouble), {@code -Dcrash.disk=25} each 25th.
 */
@Execution(ExecutionMode.CONCURRENT)
class DiskFaultsIT {
  /** A few more than there are processors, since they also wait for the services. */
  private static final int RESIDENTS = 4;

  private static final int NONE = 1_000_000;

  @TempDir
  Path folder;

  /** The n-th operation of each process, n growing by a step, so that each gets further than the one before. */
  private static final class Growing implements Play.Disturbance {
    private final Trouble trouble;
    private final String pattern;
    private final boolean lasting;
    private final int every;
    private int nth;
    private long before;

    Growing(Trouble trouble, String pattern, boolean lasting, int first, int every) {
      this.trouble = trouble;
      this.pattern = pattern;
      this.lasting = lasting;
      this.nth = first;
      this.every = every;
    }

    @Override
    public void arm(Life life, Step step) {
      before = life.faults().strikes();
      life.faults().fail(trouble, pattern, nth, lasting);
    }

    @Override
    public boolean struck(Life life, int code) throws Exception {
      if (life.faults().strikes() == before) {
        nth = every; // untouched: the next command starts small again
        return false;
      }
      nth += every;
      assertToldInOneLine(life, code, trouble);
      life.assertStateIsSound();
      Causes.assertNoneWithoutIntent(life);
      return true;
    }
  }

  /** Once, from one operation of one step on, to the end of that process. */
  private static final class From implements Play.Disturbance {
    private final Trouble trouble;
    private final Step where;
    private final int nth;
    private boolean armed;

    From(Trouble trouble, Step where, int nth) {
      this.trouble = trouble;
      this.where = where;
      this.nth = nth;
    }

    @Override
    public void arm(Life life, Step step) {
      armed = step == where && life.faults().strikes() == 0;
      if (armed) {
        life.faults().fail(trouble, "", nth, true);
      }
    }

    @Override
    public boolean struck(Life life, int code) throws Exception {
      if (!armed || life.faults().strikes() == 0) {
        return false;
      }
      assertToldInOneLine(life, code, trouble);
      life.assertStateIsSound();
      Causes.assertNoneWithoutIntent(life);
      return true;
    }
  }

  @ParameterizedTest
  @CsvSource({"DISK_FULL, 'write ', true, 97", "IO_ERROR, '', true, 331"})
  @DisplayName("R-10: a full or failing disk leaves no half effect, and the next run goes on")
  void a_failing_disk_leaves_no_half_effect_and_the_next_run_goes_on(
      Trouble trouble, String pattern, boolean lasting, int step) throws Exception {
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      int strikes =
          new Play(life, Plot.MENDED).disturbedBy(new Growing(trouble, pattern, lasting, 1, step));

      assertThat(strikes).as("faults that struck").isGreaterThanOrEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DISK_FULL", "IO_ERROR"})
  @EnabledIfSystemProperty(named = "crash.disk", matches = "[1-9]\\d*")
  @DisplayName("R-10: a disk that fails from any operation on leaves no half effect")
  @Execution(ExecutionMode.SAME_THREAD)
  void a_disk_that_fails_from_any_operation_on_leaves_no_half_effect(Trouble trouble)
      throws Exception {
    Set<Step> tried = new HashSet<>();
    List<Resident> residents = new ArrayList<>();
    ExecutorService leaders = Executors.newFixedThreadPool(RESIDENTS);
    try {
      for (int i = 0; i < RESIDENTS; i++) {
        residents.add(new Resident());
      }
      for (Plot plot : Plot.values()) {
        for (Step step : plot.steps()) {
          if (!tried.add(step)) {
            continue; // an analysis is an analysis in the other plot, too
          }
          AtomicInteger next = new AtomicInteger(1);
          List<Callable<Integer>> shares = residents.stream()
              .<Callable<Integer>>map(resident -> () -> lead(resident, plot, step, trouble, next))
              .toList();
          int struck = 0;
          for (Future<Integer> share : leaders.invokeAll(shares)) {
            struck += share.get();
          }
          System.out.println(plot + " " + step + " " + trouble + ": struck " + struck + " times");
          assertThat(struck).isPositive();
        }
      }
    } finally {
      leaders.shutdownNow();
      for (Resident resident : residents) {
        resident.close();
      }
    }
  }

  /** Leads a life for each operation of the step, until one passes untouched. How many were struck. */
  private static int lead(
      Resident resident, Plot plot, Step step, Trouble trouble, AtomicInteger next)
      throws Exception {
    int every = Integer.getInteger("crash.disk");
    int struck = 0;
    for (int nth = next.getAndAdd(every); nth < NONE; nth = next.getAndAdd(every)) {
      try (Life life = Life.ledBy(resident)) {
        int strikes = new Play(life, plot).disturbedBy(new From(trouble, step, nth));

        if (strikes == 0) {
          next.set(NONE);
        }
        struck += strikes;
      } catch (Throwable e) {
        next.set(NONE); // what follows would only hide it
        throw e;
      }
    }
    return struck;
  }

  @Test
  void a_disk_error_after_a_message_was_posted_does_not_repeat_it() throws Exception {
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      life.runUntilDone("scan");
      life.blows()
          .when(
              "slack POST /api/chat.postMessage .*",
              Moment.PROCESSED,
              program -> life.faults().fail(Trouble.IO_ERROR, "pwrite state.db ", 1, false));
      assertToldInOneLine(life, life.run("analyze"), Trouble.IO_ERROR);

      Causes.assertNoneWithoutIntent(life);
      life.runUntilDone("analyze");

      assertThat(life.effects()).doesNotHaveDuplicates();
    }
  }

  @Test
  @DisplayName("R-10: a full disk that takes no journal is told as one, and the next run goes on")
  void a_full_disk_that_takes_no_journal_is_told_as_one() throws Exception {
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      life.runUntilDone("scan");
      List<String> effects = life.effects();
      life.faults().fail(Trouble.DISK_FULL, "create state.db-journal", 1, false);

      assertToldInOneLine(life, life.run("analyze"), Trouble.DISK_FULL);

      assertThat(life.faults().struck()).hasSize(1);
      assertThat(life.effects()).isEqualTo(effects);
      life.runUntilDone("analyze");
      assertThat(life.effects()).hasSizeGreaterThan(effects.size()).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DISK_FULL", "IO_ERROR"})
  void a_disk_that_takes_no_report_is_told_as_one(Trouble trouble) throws Exception {
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      life.runUntilDone("scan");
      life.faults().fail(trouble, "create .cicd-monitor-", 1, false);

      assertToldInOneLine(life, life.run("report", "--output", "report.txt"), trouble);

      assertThat(life.faults().struck()).hasSize(1);
      assertThat(life.folder().resolve("report.txt")).doesNotExist();
    }
  }

  @Test
  void half_written_bytes_are_written_again_or_the_run_stops() throws Exception {
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      life.runUntilDone("scan");
      life.faults().shorten("pwrite state.db 4096", 7);

      int code = life.run("analyze");

      assertThat(life.faults().struck()).hasSize(1);
      assertThat(code).isIn(0, 5);
      life.assertStateIsSound();
      Causes.assertNoneWithoutIntent(life);
    }
  }

  @Test
  @DisplayName("R-11: where it may only read it reports and changes nothing")
  void where_it_may_only_read_it_reports_and_changes_nothing() throws Exception {
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      life.runUntilDone("scan");
      life.blows().killAt("github POST /repos/acme/api/pulls", Moment.PROCESSED);
      assertThat(life.run("analyze")).isEqualTo(Life.KILLED);
      List<String> effects = life.effects();
      int requests = life.blows().requests();
      byte[] state = Files.readAllBytes(life.state());
      life.faults().fail(Trouble.READ_ONLY, "", 1, true);

      for (List<String> reading : List.of(
          List.of("report"),
          List.of("report", "--verify"),
          List.of("report", "--audit"),
          List.of("report", "1"))) {
        assertThat(life.run(reading.toArray(new String[0]))).as(life.told()).isZero();
      }
      for (List<String> writing : List.of(
          List.of("scan"), List.of("analyze"), List.of("approve", "1", "--as", "dev-anna"))) {
        int code = life.run(writing.toArray(new String[0]));
        assertToldInOneLine(life, code, Trouble.READ_ONLY);
      }

      assertThat(life.blows().requests()).as("requests while read-only").isEqualTo(requests);
      assertThat(life.effects()).isEqualTo(effects);
      assertThat(Files.readAllBytes(life.state())).isEqualTo(state);
    }
  }

  @Test
  @DisplayName("R-11: where the folder takes no new file it changes nothing")
  void where_the_folder_takes_no_new_file_it_changes_nothing() throws Exception {
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      life.runUntilDone("scan");
      List<String> effects = life.effects();
      life.faults().fail(Trouble.READ_ONLY, "create ", 1, true);

      assertThat(life.run("report")).as(life.told()).isZero();
      int requests = life.blows().requests();
      assertToldInOneLine(life, life.run("analyze"), Trouble.READ_ONLY);

      assertThat(life.blows().requests()).as("requests while read-only").isEqualTo(requests);
      assertThat(life.effects()).isEqualTo(effects);
    }
  }

  private static void assertToldInOneLine(Life life, int code, Trouble trouble) throws Exception {
    String struck = life.faults().struck().toString();
    assertThat(code).as(life.told()).isEqualTo(5);
    assertThat(life.err().lines().toList()).as(struck).hasSize(1);
    assertThat(life.err())
        .as(struck)
        .startsWith("cicd-monitor: could not ")
        .containsPattern(trouble.words);
  }
}
