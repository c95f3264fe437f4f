package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.crash.Plot.Step;
import io.github.cicdmonitor.crash.ServerFaults.Point;
import io.github.cicdmonitor.crash.ServerFaults.Side;
import io.github.cicdmonitor.store.OnPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link AnyInstantIT} is for a file: with the state on a server nothing but a commit changes it, so
 * the program is killed at each of them, before the server has heard of it and after it was done: {@code
 * -Dcrash.postgres=true}, at each seventh with {@code -Dcrash.every=7}. Instants drawn by chance are those of
 * {@link SharedStateIT}; what becomes of the server's files when its power is cut is the server's.
 */
@EnabledIfSystemProperty(named = "crash.postgres", matches = "true")
@ExtendWith(OnPostgres.class)
final class AnyInstantOnPostgresIT {
  @TempDir
  Path folder;

  /** With a state of its own, in a file: a test has one schema. */
  @BeforeAll
  static void learnWhatOughtToBecomeOfTheWorld() {
    assertThat(Plot.MENDED.undisturbed().effects()).isNotEmpty();
  }

  /** One kill at the n-th commit of the whole life. */
  private record AtCommit(Point point) implements Play.Disturbance {
    @Override
    public void arm(Life life, Step step) {
      if (life.landings() == 0) {
        life.serverFaults().orElseThrow().armFurther(point);
      }
    }

    @Override
    public boolean struck(Life life, int code) {
      return code == Life.KILLED;
    }
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void killed_at_any_commit_it_leaves_the_world_as_if_undisturbed(Side side) throws Exception {
    int step = Integer.getInteger("crash.every", 1);
    int lives = 0;
    boolean struck = true;
    for (int nth = 1; struck; nth += step) {
      try (Life life = new Life(folder.resolve("at" + nth), Plot.program(), new Blows(0))) {
        AtCommit commit = new AtCommit(new Point(side, "COMMIT", nth));
        struck = new Play(life, Plot.MENDED).disturbedBy(commit) == 1;
        lives++;
        System.out.println((struck ? "killed at " : "there is no ") + commit.point());
      }
    }
    assertThat(lives).isGreaterThan(1);
  }
}
