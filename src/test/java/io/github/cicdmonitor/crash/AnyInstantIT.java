package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.crash.Plot.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills that nobody chose; all of it is opt-in.
 *
 * <p>{@code -Dcrash.operations=1} kills before each single operation on a file, each in a life of its own (some 3500 lives), {@code
 * -Dcrash.operations=50} before each 50th. {@code -Dcrash.random=500} kills at 500 instants drawn by chance, several to a life; the seed is
 * printed, {@code -Dcrash.seed=…} draws the same delays again.
 */
class AnyInstantIT {
  @TempDir
  Path folder;

  /** One kill before the n-th operation of the whole life. */
  private record AtOperation(int nth) implements Play.Disturbance {
    @Override
    public void arm(Life life, Step step) {
      int ahead = nth - (int) life.faults().operations();
      if (ahead > 0 && life.faults().strikes() == 0) {
        life.faults().kill("", ahead);
      }
    }

    @Override
    public boolean struck(Life life, int code) throws Exception {
      if (code != Life.KILLED) {
        return false;
      }
      life.assertStateIsSound();
      Causes.assertNoneWithoutIntent(life);
      return true;
    }
  }

  /** Kills after delays drawn by chance, but nothing for a third time: it would rightly be given up. */
  private static final class ByChance implements Play.Disturbance {
    private final Random random;
    private int left;

    ByChance(Random random, int kills) {
      this.random = random;
      this.left = kills;
    }

    @Override
    public void arm(Life life, Step step) throws Exception {
      if (left > 0 && random.nextInt(4) > 0 && !triedTwice(life)) {
        life.killNextAfter(random.nextInt(2500), TimeUnit.MILLISECONDS);
      }
    }

    private static boolean triedTwice(Life life) throws Exception {
      return Files.exists(life.state()) && !life.ask("""
              SELECT key FROM effect WHERE attempts > 1 AND state IN ('PLANNED', 'SENDING', 'UNKNOWN')
              UNION SELECT id FROM incident WHERE attempts > 1 AND state = 'new'
              UNION SELECT id FROM failure WHERE attempts > 1 AND incident IS NULL""").isEmpty();
    }

    @Override
    public boolean struck(Life life, int code) throws Exception {
      if (code != Life.KILLED) {
        return false;
      }
      left--;
      life.assertStateIsSound();
      if (Files.exists(life.state())) {
        Causes.assertNoneWithoutIntent(life);
      }
      return true;
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "crash.operations", matches = "[1-9]\\d*")
  void killed_before_any_operation_on_a_file_it_leaves_the_world_as_if_undisturbed()
      throws Exception {
    int step = Integer.getInteger("crash.operations");
    int all = Plot.MENDED.undisturbed().operations().size();
    int first = Integer.getInteger("crash.first", 1);
    for (int nth = first; nth <= all; nth += step) {
      try (Life life = new Life(folder.resolve("at" + nth), Plot.program(), new Blows(0))) {
        assertThat(new Play(life, Plot.MENDED).disturbedBy(new AtOperation(nth)))
            .as("operation " + nth)
            .isEqualTo(1);
        System.out.println("killed before " + life.faults().struck().get(0) + " of " + all);
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "crash.random", matches = "[1-9]\\d*")
  @DisplayName("R-01: killed at random instants it leaves the world as if undisturbed")
  void killed_at_random_instants_it_leaves_the_world_as_if_undisturbed() throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("random kills: -Dcrash.seed=" + seed);
    Random random = new Random(seed);
    int wanted = Integer.getInteger("crash.random");
    int landed = 0;
    for (int i = 0; landed < wanted; i++) {
      try (Life life = new Life(folder.resolve("life" + i), Plot.program(), new Blows(0))) {
        landed += new Play(life, Plot.MENDED).disturbedBy(new ByChance(random, 8));
        System.out.println(landed + " of " + wanted + " kills, life " + i);
      }
    }
    assertThat(landed).isGreaterThanOrEqualTo(wanted);
  }
}
