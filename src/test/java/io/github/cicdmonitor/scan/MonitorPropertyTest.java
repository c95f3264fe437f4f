package io.github.cicdmonitor.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.config.BranchPattern;
import io.github.cicdmonitor.config.Config.Approvers;
import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Expiry;
import io.github.cicdmonitor.store.Failures;
import io.github.cicdmonitor.store.WriterLock;
import io.github.cicdmonitor.store.WriterTurn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens at GitHub and to us while we look: what failed is recorded, each once. */
class MonitorPropertyTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final Monitor.Window WINDOW =
      new Monitor.Window(Duration.ofHours(24), Duration.ofHours(72));

  @Property(tries = 40)
  void every_failure_is_recorded_once_one_at_a_time(@ForAll long seed) throws IOException {
    everyFailureOnce(seed, 1);
  }

  @Property(tries = 40)
  void every_failure_is_recorded_once_eight_at_a_time(@ForAll long seed) throws IOException {
    everyFailureOnce(seed, 8);
  }

  private static void everyFailureOnce(long seed, int jobs) throws IOException {
    Random random = new Random(seed);
    Path folder = Files.createTempDirectory("monitor");
    List<RepositoryName> names = IntStream.rangeClosed(1, 1 + random.nextInt(6))
        .mapToObj(number -> RepositoryName.parse("acme/r" + number).orElseThrow())
        .toList();
    SimulatedGitHub gitHub = new SimulatedGitHub(random, NOW.minus(Duration.ofHours(1)), names);
    List<FailureKey> reported = new ArrayList<>();
    int ticks = 2 + random.nextInt(4);
    Instant now = NOW;
    for (int tick = 0; tick < ticks; tick++) {
      IntStream.range(0, random.nextInt(20)).forEach(i -> gitHub.change());
      boolean dies = random.nextBoolean();
      gitHub.disturb(
          random.nextInt(3) * 5,
          random.nextInt(3) * 15,
          dies ? Optional.of(1 + random.nextInt(25)) : Optional.empty());
      now = now.plus(Duration.ofMinutes(5));
      reported.addAll(scan(folder, gitHub, names, jobs, now));
    }
    gitHub.disturb(0, 0, Optional.empty());
    reported.addAll(scan(folder, gitHub, names, jobs, now.plus(Duration.ofMinutes(5))));

    assertThat(recorded(folder)).containsExactlyInAnyOrderElementsOf(gitHub.failed());
    assertThat(reported).doesNotHaveDuplicates();
    // and nothing is left to find
    assertThat(scan(folder, gitHub, names, jobs, now.plus(Duration.ofMinutes(10))))
        .isEmpty();
    remove(folder);
  }

  /** What was reported as new; nothing when the process died. */
  private static List<FailureKey> scan(
      Path folder, SimulatedGitHub gitHub, List<RepositoryName> names, int jobs, Instant now) {
    List<MonitoredRepository> repositories = names.stream()
        .map(name -> new MonitoredRepository(name, new BranchPattern("main"), true))
        .toList();
    try (Database database = open(folder, now)) {
      Expiry expiry = new Expiry(database, Optional::empty, warning -> {});
      ReactionReader none = new ReactionReader(
          Optional.empty(),
          new Approvers(List.of(), "+1", "-1", List.of(), false),
          expiry,
          database);
      FollowUp followUp = new FollowUp(gitHub, gitHub, none, database);
      ScanResult result = new Monitor(
              gitHub, followUp, database, "cicd-monitor/", name -> name, names, ScanProgress.NONE)
          .run(repositories, WINDOW, jobs);
      assertThat(result.repositories().stream().map(ScanResult.OfRepository::repository))
          .containsExactlyElementsOf(names);
      return result.repositories().stream()
          .flatMap(each -> each.newFailures().stream())
          .map(stored -> stored.failure().key())
          .toList();
    } catch (SimulatedGitHub.Crash crash) {
      return List.of();
    }
  }

  private static List<FailureKey> recorded(Path folder) {
    try (Database database = open(folder, NOW)) {
      return new Failures(database)
          .unanalysed(10_000).stream().map(stored -> stored.failure().key()).toList();
    }
  }

  private static Database open(Path folder, Instant now) {
    Path file = folder.resolve("state.db");
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    WriterLock lock =
        WriterLock.take(file, new WriterTurn("test", Duration.ZERO, wait -> {}), clock);
    return Database.openForWriting(file, clock, lock);
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
