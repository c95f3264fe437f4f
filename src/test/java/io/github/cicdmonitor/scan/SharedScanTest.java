package io.github.cicdmonitor.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.config.BranchPattern;
import io.github.cicdmonitor.config.Config.Approvers;
import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.config.DatabaseLocation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Expiry;
import io.github.cicdmonitor.store.Failures;
import io.github.cicdmonitor.store.OnPostgres;
import io.github.cicdmonitor.store.TestPostgres;
import io.github.cicdmonitor.store.TestStates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several processes that scan the same repositories on one state. */
@ExtendWith(OnPostgres.class)
final class SharedScanTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final Monitor.Window WINDOW =
      new Monitor.Window(Duration.ofHours(24), Duration.ofHours(72));
  private static final int PROCESSES = 3;

  private final List<RepositoryName> names = IntStream.rangeClosed(1, 6)
      .mapToObj(number -> RepositoryName.parse("acme/r" + number).orElseThrow())
      .toList();
  private final List<String> scanned = Collections.synchronizedList(new ArrayList<>());
  private DatabaseLocation place;

  @BeforeEach
  void aState() {
    place = TestStates.at(OnPostgres.url().orElseThrow());
    TestStates.open(place, Clock.fixed(NOW, ZoneOffset.UTC)).close();
  }

  @Test
  void a_repository_is_scanned_by_one_of_those_that_begin_together() {
    SimulatedGitHub gitHub = new SimulatedGitHub(new Random(1), NOW, names);
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    try (Database one = TestStates.share(place, clock);
        Database other = TestStates.share(place, clock)) {
      assertThat(scan(one, gitHub).elsewhere()).isEmpty();
      ScanResult late = scan(other, gitHub);
      assertThat(late.elsewhere()).containsExactlyElementsOf(names);
      assertThat(late.repositories()).isEmpty();
    }
    try (Database next = TestStates.share(place, clock)) {
      assertThat(scan(next, gitHub).elsewhere()).isEmpty();
    }
  }

  @RepeatedTest(4)
  void every_failure_is_recorded_once_whose_connection_ever_is_cut(RepetitionInfo repetition)
      throws InterruptedException {
    Random random = new Random(repetition.getCurrentRepetition());
    SimulatedGitHub gitHub = new SimulatedGitHub(random, NOW.minus(Duration.ofHours(1)), names);
    Instant now = NOW;
    for (int tick = 0; tick < 4; tick++) {
      IntStream.range(0, 15).forEach(i -> gitHub.change());
      gitHub.disturb(5, 15, Optional.empty());
      now = now.plus(Duration.ofMinutes(5));
      together(gitHub, now, tick % 2 == 0);
    }
    gitHub.disturb(0, 0, Optional.empty());
    together(gitHub, now.plus(Duration.ofMinutes(5)), false);

    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    try (Database database = TestStates.open(place, clock)) {
      assertThat(new Failures(database)
              .unanalysed(10_000).stream().map(stored -> stored.failure().key()))
          .containsExactlyInAnyOrderElementsOf(gitHub.failed());
      assertThat(new AuditLog(database).verify().firstBroken()).isEmpty();
    }
    assertThat(scanned).as("told of").doesNotHaveDuplicates();
  }

  private void together(SimulatedGitHub gitHub, Instant now, boolean cut)
      throws InterruptedException {
    List<Thread> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      Thread process = new Thread(() -> {
        try (Database database = TestStates.share(place, Clock.fixed(now, ZoneOffset.UTC))) {
          scan(database, gitHub).repositories().stream()
              .flatMap(each -> each.newFailures().stream())
              .map(stored -> stored.failure().key())
              .map(FailureKey::toString)
              .forEach(scanned::add);
        } catch (MonitorException e) {
          assertThat(e.kind()).isEqualTo(MonitorException.Kind.STATE); // it was cut off
        }
      });
      processes.add(process);
      process.start();
    }
    if (cut) {
      TestPostgres.number(
          OnPostgres.url().orElseThrow(),
          "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE"
              + " application_name LIKE 'cicd-monitor test%' ORDER BY random() LIMIT 1) one");
    }
    for (Thread process : processes) {
      process.join();
    }
  }

  private ScanResult scan(Database database, SimulatedGitHub gitHub) {
    Expiry expiry = new Expiry(database, Optional::empty, warning -> {});
    Approvers nobody = new Approvers(List.of(), "+1", "-1", List.of(), false);
    FollowUp followUp = new FollowUp(
        gitHub, gitHub, new ReactionReader(Optional.empty(), nobody, expiry, database), database);
    return new Monitor(
            gitHub, followUp, database, "cicd-monitor/", name -> name, names, ScanProgress.NONE)
        .run(
            names.stream()
                .map(name -> new MonitoredRepository(name, new BranchPattern("main"), true))
                .toList(),
            WINDOW,
            2);
  }
}
