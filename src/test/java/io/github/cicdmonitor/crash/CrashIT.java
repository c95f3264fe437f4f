package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.crash.Blows.Aim;
import io.github.cicdmonitor.sandbox.Watch.Moment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * "kill -9 at any point: the next run goes on; no failure is lost, and no pull request, re-run, Slack message or approval is made twice."
 *
 * <p>The program is killed at every write and at some reads, in each of three moments. {@code -Dcrash.every=1} strikes at every single
 * request instead, each in a life of its own (some 330 lives); {@code -Dcrash.every=7} at each seventh.
 */
class CrashIT {
  /** Nothing here runs long enough for the second compiler to pay. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  private static final String PULLS = "github POST /repos/acme/api/pulls";
  private static final String REFS = "github POST /repos/acme/api/git/refs";
  private static final String LABELS = "github POST /repos/acme/api/issues/1/labels";
  private static final String RERUN = "github POST .*/rerun-failed-jobs";
  private static final String MESSAGES = "slack POST /api/chat.postMessage .*";
  private static final String MODEL = "gateway POST .*";

  @TempDir
  static Path shared;

  private static String javaOptions = QUICK;
  private static List<String> undisturbed = List.of();
  private static int requests;

  @TempDir
  Path folder;

  @BeforeAll
  static void learnWhatOughtToBecomeOfTheWorld() throws Exception {
    // Later starts load the classes of this one from an archive, at half the price.
    Path archive = shared.resolve("classes.jsa");
    String making = QUICK + " -XX:ArchiveClassesAtExit=" + archive;
    try (Life life = new Life(shared.resolve("undisturbed"), making, new Blows(0))) {
      life.runUntilDone("scan");
      life.runUntilDone("analyze");
      undisturbed = life.effects();
      requests = life.blows().requests();
    }
    javaOptions = QUICK + " -XX:SharedArchiveFile=" + archive;
    assertThat(undisturbed).filteredOn(line -> line.startsWith("pull request")).hasSize(1);
    assertThat(undisturbed).filteredOn(line -> line.endsWith("attempt 2")).hasSize(1);
    assertThat(undisturbed).filteredOn(line -> line.startsWith("message")).hasSize(5);
    assertThat(undisturbed).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void killed_once_at_each_write_it_leaves_the_world_as_if_undisturbed(Moment moment)
      throws Exception {
    Life life = scanned(1);

    killed(life, moment, REFS, PULLS, RERUN, MESSAGES, MODEL);

    assertThat(life.blows().landed()).hasSize(1 + 1 + 1 + 5 + 5);
  }

  @ParameterizedTest
  @CsvSource({"ARRIVED, blobs", "PROCESSED, trees", "ANSWERED, commits"})
  void killed_while_it_dresses_a_pull_request_it_leaves_none_half_made(
      Moment moment, String objects) throws Exception {
    Life life = scanned(1);

    killed(life, moment, "github POST /repos/acme/api/git/" + objects, LABELS);

    assertThat(life.blows().landed()).hasSize(2);
  }

  @Test
  void killed_twice_in_a_row_at_one_write_it_makes_it_the_third_time() throws Exception {
    Life life = scanned(2);

    killed(life, Moment.ARRIVED, PULLS, RERUN);

    assertThat(life.blows().landed()).hasSize(4);
  }

  @Test
  void a_scan_killed_at_its_requests_loses_no_failure() throws Exception {
    Life life = new Life(folder, javaOptions, new Blows(1));
    Moment[] moments = Moment.values();
    life.blows()
        .aim(passing -> Optional.of(moments[passing.index() % moments.length])
            .filter(
                moment -> passing.name().matches("github GET /repos/acme/(shop|api|deploy).*")));

    life.runUntilDone("scan");
    life.blows().aim(passing -> Optional.empty());
    life.runUntilDone("analyze");

    assertThat(life.blows().landed()).hasSize(9);
    assertAsUndisturbed(life);
  }

  @Test
  void without_its_state_it_adopts_the_pull_request_and_asks_for_no_second_re_run()
      throws Exception {
    try (Life life = scanned(0)) {
      life.runUntilDone("analyze");
      Files.delete(life.state());

      life.runUntilDone("scan");
      life.runUntilDone("analyze");

      assertThat(withoutMessages(life.effects())).isEqualTo(withoutMessages(undisturbed));
      // Nothing tells a new state that these were said before; silence would be worse.
      assertThat(life.effects()).containsAll(undisturbed);
    }
  }

  @Test
  void eight_that_start_at_once_do_the_work_of_one() throws Exception {
    try (Life life = scanned(0)) {
      List<Process> together = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        together.add(life.start("analyze"));
      }

      List<Integer> codes = new ArrayList<>();
      for (Process each : together) {
        codes.add(each.waitFor());
      }

      assertThat(codes).contains(0).allMatch(code -> code == 0 || code == 5);
      assertAsUndisturbed(life);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "crash.every", matches = "\\d+")
  void killed_at_any_request_alone_it_leaves_the_world_as_if_undisturbed() throws Exception {
    int step = Integer.getInteger("crash.every");
    int cases = 0;
    for (int k = 1; k <= requests; k++) {
      for (Moment moment : Moment.values()) {
        if (cases++ % step == 0) {
          int index = k;
          Life life = new Life(folder.resolve(k + "-" + moment), javaOptions, new Blows(1));
          life.blows().aim(passing -> Optional.of(moment).filter(m -> passing.index() == index));
          life.runUntilDone("scan");
          finish(life);
          assertThat(life.blows().landed()).hasSize(1);
        }
      }
    }
  }

  private Life scanned(int timesPerRequest) throws Exception {
    Life life = new Life(folder, javaOptions, new Blows(timesPerRequest));
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
