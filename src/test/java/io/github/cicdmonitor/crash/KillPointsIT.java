package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The program is killed at every named point ({@link KillPoint}), several different ones in each of a few lives; then the world is as if
 * nobody had disturbed it.
 *
 * <p>Opt-in, each strike in a life of its own: {@code -Dcrash.points=true} strikes at each point once, and twice in a row.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillPointsIT {
  /** The outbox and the analysis try three times: two kills leave one. */
  private static final int KILLS_OF_ONE_SUBJECT = 2;

  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("lives")
  @DisplayName("R-01: killed at several points of one life it leaves the world as if undisturbed")
  void killed_at_several_points_of_one_life_it_leaves_the_world_as_if_undisturbed(
      List<KillPoint> points) throws Exception {
    Plot plot = points.get(0).plot();
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      assertThat(new Play(life, plot).killedAt(points)).containsExactlyInAnyOrderElementsOf(points);
    }
  }

  @Test
  void every_point_is_struck_or_says_why_it_does_not_exist() {
    List<KillPoint> struck = lives().flatMap(List::stream).toList();

    assertThat(struck).containsExactlyInAnyOrderElementsOf(KillPoint.struck());
    for (int k = 1; k <= 64; k++) {
      assertThat(KillPoint.valueOf(String.format("K%02d", k)).toString()).hasSizeGreaterThan(10);
    }
  }

  @ParameterizedTest
  @MethodSource("points")
  @EnabledIfSystemProperty(named = "crash.points", matches = "true")
  @DisplayName("R-01: killed at one point once it leaves the world as if undisturbed")
  void killed_at_one_point_once_it_leaves_the_world_as_if_undisturbed(KillPoint point)
      throws Exception {
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      assertThat(new Play(life, point.plot()).killedAt(List.of(point))).containsExactly(point);
    }
  }

  @ParameterizedTest
  @MethodSource("points")
  @EnabledIfSystemProperty(named = "crash.points", matches = "true")
  @DisplayName("R-01: killed at one point twice in a row it leaves the world as if undisturbed")
  void killed_at_one_point_twice_in_a_row_it_leaves_the_world_as_if_undisturbed(KillPoint point)
      throws Exception {
    try (Life life = new Life(folder, Plot.program(), new Blows(0))) {
      List<KillPoint> landed = new Play(life, point.plot()).killedAt(List.of(point, point));
      System.out.println("landed " + landed.size() + " times: " + point);
      assertThat(landed).contains(point);
    }
  }

  static List<KillPoint> points() {
    return KillPoint.struck();
  }

  /** Spread over as few lives as can bear them. */
  static Stream<List<KillPoint>> lives() {
    return lives(KillPoint.struck());
  }

  static Stream<List<KillPoint>> lives(List<KillPoint> points) {
    List<List<KillPoint>> lives = new ArrayList<>();
    for (KillPoint point : points) {
      lives.stream()
          .filter(life -> life.get(0).plot() == point.plot() && bears(life, point))
          .findFirst()
          .orElseGet(() -> {
            List<KillPoint> life = new ArrayList<>();
            lives.add(life);
            return life;
          })
          .add(point);
    }
    return lives.stream();
  }

  private static boolean bears(List<KillPoint> life, KillPoint point) {
    Map<String, Integer> kills = new HashMap<>();
    life.forEach(each -> kills.merge(each.subject(), 1, Integer::sum));
    return kills.getOrDefault(point.subject(), 0) < KILLS_OF_ONE_SUBJECT;
  }
}
