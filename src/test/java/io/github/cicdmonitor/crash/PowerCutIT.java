package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.crash.Disk.Loss;
import io.github.cicdmonitor.crash.Disk.Operation;
import io.github.cicdmonitor.crash.Plot.Step;
import io.github.cicdmonitor.sandbox.Watch.Moment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The power goes: the process is gone, and so is, wholly or in part, what it had not synced. The layer records what is written; the program
 * is killed, the files are replaced by what a disk may have kept of them ({@link Disk}), and the program goes on with those.
 *
 * <p>Opt-in: {@code -Dcrash.cuts=200} cuts the power at 200 operations drawn by chance, each in a life of its own; {@code -Dcrash.seed=…}
 * draws the same ones again.
 */
@Execution(ExecutionMode.CONCURRENT)
class PowerCutIT {
  @TempDir
  Path folder;

  /**
   * Where the power goes.
   *
   * @param operation the how manieth of the whole life; 0: the first one after {@code request} was processed
   */
  record Cut(int operation, String request) {
    static Cut at(int operation) {
      return new Cut(operation, "");
    }

    static Cut after(String request) {
      return new Cut(0, request);
    }
  }

  /** Cuts at the given points, each time with what {@code loss} says. */
  static final class Cuts implements Play.Disturbance {
    private final List<Cut> at;
    private final Loss loss;
    private final Random random;
    private Disk disk = new Disk();
    private int next;

    Cuts(List<Cut> at, Loss loss, Random random) {
      this.at = at;
      this.loss = loss;
      this.random = random;
    }

    @Override
    public void arm(Life life, Step step) throws Exception {
      if (next == 0 && life.faults().operations() == 0) {
        disk = Disk.of(life.folder());
      }
      if (next == at.size()) {
        return;
      }
      Cut cut = at.get(next);
      int nth = cut.operation() - (int) life.faults().operations();
      if (!cut.request().isEmpty()) {
        life.blows()
            .when(cut.request(), Moment.PROCESSED, program -> life.faults().kill("", 1));
      } else if (nth > 0) {
        life.faults().kill("", nth);
      } else {
        next++; // the operations of the recovery have passed it
      }
    }

    @Override
    public boolean struck(Life life, int code) throws Exception {
      for (Operation operation : Disk.recorded(record(life))) {
        disk.apply(operation);
      }
      Files.write(record(life), new byte[0]);
      if (code != Life.KILLED) {
        return false;
      }
      next++;
      boolean wasThere = Files.exists(life.state());
      disk.leave(life.folder(), loss, random);
      if (wasThere && life.blows().requests() > 2) {
        assertThat(life.state())
            .as("after the first commit the file has its name")
            .exists();
      }
      life.assertStateIsSound();
      if (Files.exists(life.state())) {
        Causes.assertNoneWithoutIntent(life);
        assertThat(life.run("report", "--verify")).as(life.told()).isZero();
        // That one opened the state like any other, and may have rolled back a journal.
        Files.write(record(life), new byte[0]);
      }
      disk = Disk.of(life.folder());
      return true;
    }
  }

  @Test
  @DisplayName("R-09: whatever was not synced is lost, and no committed intent is")
  void whatever_was_not_synced_is_lost_and_no_committed_intent_is() throws Exception {
    List<Cut> cuts = List.of(
        Cut.after("github POST .*/rerun-failed-jobs"),
        Cut.after("github POST /repos/acme/api/issues/1/labels"),
        Cut.after("slack POST /api/chat.postMessage .*"));

    assertThat(cutOff(folder, Plot.program(), cuts, Loss.EVERYTHING, new Random(1)))
        .isEqualTo(3);
  }

  @Test
  void what_was_not_synced_is_torn_and_the_next_run_goes_on() throws Exception {
    // In the middle of what is written for a commit, where parts of it are on the disk.
    List<Cut> cuts = List.of(Cut.at(60), Cut.at(905), Cut.at(2210));

    assertThat(cutOff(folder, Plot.program(), cuts, Loss.BY_CHANCE, new Random(7)))
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  @EnabledIfSystemProperty(named = "crash.cuts", matches = "[1-9]\\d*")
  @DisplayName("R-09: the power goes at any operation, and the next run goes on")
  void the_power_goes_at_any_operation_and_the_next_run_goes_on() throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("power cuts: -Dcrash.seed=" + seed);
    Random random = new Random(seed);
    int operations = Plot.MENDED.undisturbed().operations().size();
    for (int i = 0; i < Integer.getInteger("crash.cuts"); i++) {
      List<Cut> cuts = random
          .ints(1 + random.nextInt(3), 1, operations - 12)
          .sorted()
          .distinct()
          .mapToObj(Cut::at)
          .toList();
      Loss loss = random.nextInt(3) == 0 ? Loss.EVERYTHING : Loss.BY_CHANCE;
      System.out.println("power cut " + i + ": " + loss + " at " + cuts);
      assertThat(cutOff(folder.resolve("cut" + i), Plot.program(), cuts, loss, random))
          .isPositive();
    }
  }

  /** Lives with cuts to an end like that of an undisturbed life. How many there were. */
  static int cutOff(Path folder, Program program, List<Cut> at, Loss loss, Random random)
      throws Exception {
    Program recording = program.with("FSFAULT_RECORD", folder.resolve("written").toString());
    try (Life life = new Life(folder, recording, new Blows(0))) {
      Files.write(record(life), new byte[0]);
      return new Play(life, Plot.MENDED).disturbedBy(new Cuts(at, loss, random));
    }
  }

  static Path record(Life life) {
    return life.folder().resolve("written");
  }
}
