package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.store.OnPostgres;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The same with the state on a server, at every point that there is one of: {@code
 * -Dcrash.postgres=true}. Where a file is struck at its journal, the server's connection is struck at
 * the beginning or the end of the transaction ({@link ServerFaults}).
 */
@EnabledIfSystemProperty(named = "crash.postgres", matches = "true")
@ExtendWith(OnPostgres.class)
@Execution(ExecutionMode.SAME_THREAD)
class KillPointsOnPostgresIT extends KillPointsIT {
  /** With states of their own, in files: a test has one schema. */
  @BeforeAll
  static void learnWhatOughtToBecomeOfTheWorld() {
    for (Plot plot : Plot.values()) {
      assertThat(plot.undisturbed().effects()).isNotEmpty();
    }
  }

  static List<KillPoint> points() {
    return KillPoint.struckOnServer();
  }

  static Stream<List<KillPoint>> lives() {
    return lives(KillPoint.struckOnServer());
  }
}
