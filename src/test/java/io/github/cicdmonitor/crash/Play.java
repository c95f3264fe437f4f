package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.crash.Plot.Ending;
import io.github.cicdmonitor.crash.Plot.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Lives a plot to its end, killed at the points it is told, and compares what is left with a life that nobody disturbed. */
final class Play {
  /** Something that befalls the program in whatever process comes next. */
  interface Disturbance {
    void arm(Life life, Step step) throws Exception;

    /** Whether it has, in the process that ended with this code; looks at what has to hold at that instant. */
    boolean struck(Life life, int code) throws Exception;
  }

  /** Questions about one failure, in this world. */
  private static final long MOST_OF_AN_EXCHANGE = 2L;

  private final Life life;
  private final Plot plot;
  private final Deque<KillPoint> due = new ArrayDeque<>();
  private final List<KillPoint> landed = new ArrayList<>();
  private Optional<Disturbance> disturbance = Optional.empty();
  private int strikes;

  Play(Life life, Plot plot) {
    this.life = life;
    this.plot = plot;
  }

  /**
   * One process for each strike, in the order of the list: the next one is armed when the one before has landed.
   *
   * @return the points that were reached; one that comes twice may be reached once only, when the first strike left nothing to do there
   */
  List<KillPoint> killedAt(List<KillPoint> points) throws Exception {
    for (Step step : plot.steps()) {
      if (step == Step.FORGET || step == Step.METRICS) {
        settle();
        compareCauses();
      }
      step.prepare(life);
      points.stream().filter(point -> point.step() == step).forEach(due::add);
      run(step);
      due.clear();
      if (step == Step.APPROVE) {
        settle();
      }
    }
    compare();
    return List.copyOf(landed);
  }

  /**
   * The same, disturbed again and again in every step until it runs through untouched.
   *
   * @return how often it was struck
   */
  int disturbedBy(Disturbance everyProcess) throws Exception {
    disturbance = Optional.of(everyProcess);
    killedAt(List.of());
    return strikes;
  }

  private void run(Step step) throws Exception {
    while (disturbance.isPresent()) {
      disturbance.get().arm(life, step);
      int code = life.run(step.command(life));
      life.disarm();
      if (!disturbance.get().struck(life, code)) {
        assertThat(code).as(life.told()).isZero();
        return;
      }
      strikes++;
    }
    while (!due.isEmpty()) {
      KillPoint point = due.remove();
      int before = life.landings();
      point.strike().arm(life);
      int code = life.run(step.command(life));
      life.blows().spent();
      life.disarm();
      if (code != Life.KILLED) {
        // Not reached: a later point of this command may still be, so go on with the next.
        assertThat(code).as(life.told()).isZero();
        assertThat(life.landings()).isEqualTo(before);
        continue;
      }
      assertThat(life.landings()).as("the kill was ours").isEqualTo(before + 1);
      landed.add(point);
      if (!point.strike().leaving().isEmpty()) {
        assertThat(life.effects().stream()
                .filter(effect -> effect.startsWith(point.strike().leaving())))
            .as("%s just after %s", point.strike().leaving(), point)
            .hasSize((int) point.strike().count());
      }
      life.assertStateIsSound();
    }
    assertThat(life.run(step.command(life))).as(life.told()).isZero();
  }

  /** What may still be on its way is looked for, as a later run would. */
  private void settle() throws Exception {
    String open = "SELECT key FROM effect WHERE state IN ('SENDING', 'UNKNOWN', 'PLANNED')";
    if (wasStruck() && !life.ask(open).isEmpty()) {
      life.letMessagesSettle();
      life.runUntilDone("analyze");
    }
  }

  private boolean wasStruck() {
    return strikes + life.landings() > 0;
  }

  private void compareCauses() throws Exception {
    Causes.assertEachEffectHasOne(life);
    assertThat(Causes.of(life)).as(life.told()).isEqualTo(plot.undisturbed().causes());
  }

  private void compare() throws Exception {
    Ending expected = plot.undisturbed();
    settle();
    assertThat(life.effects()).as(life.told()).doesNotHaveDuplicates();
    assertThat(life.effects()).as(life.told()).isEqualTo(expected.effects());
    assertThat(Causes.of(life)).as(life.told()).isEqualTo(expected.outbox());
    assertThat(life.list("SELECT count(*) FROM incident")).isEqualTo(expected.incidents());
    assertThat(questions(life.blows().names()))
        .as("questions to the model: an answer is kept before anything rests on it")
        .isLessThanOrEqualTo(questions(expected.requests()) + mayBeAskedAgain());
    life.assertStateIsSound();
    assertThat(life.run("report", "--verify")).as(life.told()).isZero();
  }

  /**
   * A kill while a question is on its way costs one more, or the one before it too where that was
   * answered by asking for a file; a named point elsewhere costs none.
   */
  private long mayBeAskedAgain() {
    return disturbance.isPresent()
        ? strikes * MOST_OF_AN_EXCHANGE
        : landed.stream()
            .filter(point -> point.strike().request().orElse("").startsWith("gateway "))
            .count();
  }

  private static long questions(List<String> requests) {
    return requests.stream().filter(name -> name.startsWith("gateway POST ")).count();
  }
}
