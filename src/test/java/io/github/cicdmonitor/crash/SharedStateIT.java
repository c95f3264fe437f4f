package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.store.OnPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines that work on one state at the same time, each as its cron job would, and die at random: what
 * becomes of the world is what one undisturbed process would have made of it. By default two machines
 * and two deaths; {@code -Dcrash.shared=200} is that many deaths, {@code -Dcrash.machines=8} of so many
 * machines, {@code -Dcrash.seed} which.
 */
@ExtendWith(OnPostgres.class)
class SharedStateIT {
  private static final int LOCKED = 5;

  private static List<String> undisturbed = List.of();

  @TempDir
  Path folder;

  /** With a state of its own, in a file. */
  @BeforeAll
  static void learnWhatOughtToBecomeOfTheWorld() {
    undisturbed = Plot.MENDED.undisturbed().afterAnalyze();
  }

  @Test
  void machines_that_share_a_state_and_die_at_random_leave_the_world_as_one_would()
      throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    AtomicInteger deaths = new AtomicInteger(Integer.getInteger("crash.shared", 2));
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      List<Callable<Void>> machines = new ArrayList<>();
      for (int i = 0; i < Integer.getInteger("crash.machines", 2); i++) {
        Random random = new Random(seed + i);
        machines.add(() -> {
          lives(life, random, deaths);
          return null;
        });
      }
      ExecutorService threads = Executors.newFixedThreadPool(machines.size());
      for (Future<Void> ended : threads.invokeAll(machines)) {
        ended.get();
      }
      threads.shutdown();

      life.letMessagesSettle();
      life.runUntilDone("scan");
      life.runUntilDone("analyze");

      assertThat(life.effects()).as("seed " + seed + ", " + life.told()).isEqualTo(undisturbed);
      Causes.assertEachEffectHasOne(life);
      assertThat(life.run("report", "--verify")).isZero();
    }
  }

  /** Ticks, until enough have died and this one has come to the end of one. */
  private static void lives(Life life, Random random, AtomicInteger deaths) throws Exception {
    boolean done = false;
    while (!done) {
      AtomicBoolean died = new AtomicBoolean();
      done = one(life, "scan", random, deaths, died) && one(life, "analyze", random, deaths, died);
      done &= !died.get() && deaths.get() <= 0;
    }
  }

  private static boolean one(
      Life life, String command, Random random, AtomicInteger deaths, AtomicBoolean died)
      throws Exception {
    Path errors = Files.createTempFile(life.folder(), "machine", ".err");
    Process process = life.startBeside(errors, command);
    try {
      boolean strikes = deaths.get() > 0 && random.nextBoolean();
      if (strikes && !process.waitFor(300 + random.nextInt(2_500), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        deaths.decrementAndGet();
        died.set(true);
      }
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    int code = process.exitValue();
    assertThat(code).as(Files.readString(errors)).isIn(0, LOCKED, Life.KILLED);
    return code == 0 || code == LOCKED;
  }
}
