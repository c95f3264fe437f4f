package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.crash.Blows.Aim;
import io.github.cicdmonitor.sandbox.Watch.Moment;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * "kill -9 at any point: the next run goes on; no failure is lost, and no pull request, re-run, Slack message or approval is made twice."
 *
 * <p>By default the program is killed after the re-run and every message, and before a pull request twice. {@code -Dcrash.every=1} strikes at every single request instead, in each of its
 * moments, each in a life of its own (some 500 lives); {@code -Dcrash.every=7} at each seventh. The named points are those of {@link
 * KillPointsIT}.
 */
@Execution(ExecutionMode.CONCURRENT)
class CrashIT {
  private static final String PULLS = "github POST /repos/acme/api/pulls";
  private static final String RERUN = "github POST .*/rerun-failed-jobs";
  private static final String MESSAGES = "slack POST /api/chat.postMessage .*";

  private static List<String> undisturbed = List.of();
  private static int requests;

  @TempDir
  Path folder;

  @BeforeAll
  static void learnWhatOughtToBecomeOfTheWorld() throws Exception {
    undisturbed = Plot.MENDED.undisturbed().afterAnalyze();
    requests = Plot.MENDED.undisturbed().requestsUntilThen();
    assertThat(undisturbed).filteredOn(line -> line.startsWith("pull request")).hasSize(3);
    assertThat(undisturbed).filteredOn(line -> line.endsWith("attempt 2")).hasSize(1);
    assertThat(undisturbed).filteredOn(line -> line.startsWith("message")).hasSize(7);
    assertThat(undisturbed).doesNotHaveDuplicates();
  }

  @Test
  void killed_after_the_re_run_and_each_message_it_leaves_the_world_as_if_undisturbed()
      throws Exception {
    Life life = scanned(1);

    killed(life, Moment.PROCESSED, RERUN, MESSAGES);

    assertThat(life.blows().landed()).hasSize(1 + 7);
  }

  @Test
  void killed_twice_in_a_row_at_one_write_it_makes_it_the_third_time() throws Exception {
    Life life = scanned(2);

    killed(life, Moment.ARRIVED, PULLS, RERUN);

    assertThat(life.blows().landed()).hasSize(4);
  }

  @Test
  @DisplayName("R-13: without its state it adopts what it did and says nothing again")
  void without_its_state_it_adopts_what_it_did_and_says_nothing_again() throws Exception {
    try (Life life = scanned(0)) {
      life.runUntilDone("analyze");
      life.loseTheState();

      life.runUntilDone("scan");
      life.runUntilDone("analyze");

      assertThat(life.effects()).isEqualTo(undisturbed);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "crash.every", matches = "\\d+")
  void killed_at_any_request_alone_it_leaves_the_world_as_if_undisturbed() throws Exception {
    int step = Integer.getInteger("crash.every");
    int cases = 0;
    for (int k = 1; k <= requests; k++) {
      // A request is known by its number when it has arrived.
      for (Moment moment : EnumSet.complementOf(EnumSet.of(Moment.ANNOUNCED))) {
        if (cases++ % step == 0) {
          int index = k;
          Life life = new Life(folder.resolve(k + "-" + moment), Plot.program(), new Blows(1));
          life.blows().aim(passing -> Optional.of(moment).filter(m -> passing.index() == index));
          life.runUntilDone("scan");
          finish(life);
          boolean mayHaveNoBody = moment == Moment.HALF_ANSWERED;
          assertThat(life.blows().landed()).hasSizeBetween(mayHaveNoBody ? 0 : 1, 1);
        }
      }
    }
  }

  private Life scanned(int timesPerRequest) throws Exception {
    Life life = new Life(folder, Plot.program(), new Blows(timesPerRequest));
    life.runUntilDone("scan");
    return life;
  }

  private void killed(Life life, Moment moment, String... requestPatterns) throws Exception {
    Aim aim = passing -> Optional.of(moment)
        .filter(m -> Stream.of(requestPatterns).anyMatch(passing.name()::matches));
    life.blows().aim(aim);
    finish(life);
  }

  /** Analyses, killed on the way or not, until nothing is left to do; then compares. */
  private static void finish(Life life) throws Exception {
    try (life) {
      life.runUntilDone("analyze");
      List<String> atOnce = life.effects();
      assertThat(atOnce).as(life.told()).doesNotHaveDuplicates();
      assertThat(withoutMessages(atOnce)).as(life.told()).isEqualTo(withoutMessages(undisturbed));
      life.blows().aim(passing -> Optional.empty());
      if (!atOnce.equals(undisturbed)) {
        // A message that is in no history yet may still appear there: it is left for later.
        life.letMessagesSettle();
        life.runUntilDone("analyze");
      }
      assertAsUndisturbed(life);
    }
  }

  private static void assertAsUndisturbed(Life life) throws Exception {
    assertThat(life.effects()).as(life.told()).isEqualTo(undisturbed);
    life.assertStateIsSound();
    assertThat(life.run("report", "--verify")).as(life.told()).isZero();
  }

  private static List<String> withoutMessages(List<String> effects) {
    return effects.stream()
        .filter(effect -> !effect.startsWith(LastingEffects.MESSAGE))
        .toList();
  }
}
