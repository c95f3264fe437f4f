package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.RunSource.RateLimit;
import io.github.cicdmonitor.store.Cursors;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Observes the repositories, several at a time: failed jobs of failed attempts, then what became of
 * our own pull requests, re-runs and requests. A repository that fails does not stop the others.
 *
 * <p>The listing is read unfiltered from a constant URL, so that its ETag holds from tick to tick, no
 * 1,000-result cap applies, and a run whose attempt changed is seen while it is in the window. A page
 * and what was found on it are committed together; stopping anywhere repeats a page at most.
 */
public final class Monitor {
  private final RunSource runs;
  private final RepositoryScan scan;
  private final Database database;
  private final ScanProgress progress;
  private final Leases leases;
  private final Cursors cursors;

  /**
   * @param redaction for names, which strangers choose, before they become rows
   * @param watched the names of all repositories, of which a run may be asked for some
   */
  public Monitor(
      RunSource runs,
      FollowUp followUp,
      Database database,
      String branchPrefix,
      UnaryOperator<String> redaction,
      Collection<RepositoryName> watched,
      ScanProgress progress) {
    this.runs = runs;
    this.scan = new RepositoryScan(runs, followUp, database, branchPrefix, redaction, watched);
    this.database = database;
    this.progress = progress;
    this.leases = new Leases(database);
    this.cursors = new Cursors(database);
  }

  /**
   * How far to look.
   *
   * @param firstLookBack for a repository never scanned before
   * @param lookBack how far every scan goes back at least, for re-runs and long jobs
   */
  public record Window(Duration firstLookBack, Duration lookBack) {}

  /**
   * All repositories, each with its own result, in the order given; a refused token or a rate limit
   * ends it early, and what would take the last points from the analysis is left to the next scan.
   * Whose last scan is longest ago comes first, so that none is left out for ever. Those that failed
   * last time are asked for when all others are through, whom their trouble cannot hold up then.
   *
   * @param jobs how many at a time
   */
  public ScanResult run(List<MonitoredRepository> repositories, Window window, int jobs) {
    GitHubTime time = new GitHubTime(database.clock().instant(), runs);
    List<Work> works = repositories.stream().map(Work::new).toList();
    AtomicReference<MonitorException> stopped = new AtomicReference<>();
    AtomicInteger done = new AtomicInteger();
    Map<String, Instant> failedAt = cursors.failedAt();
    Predicate<Work> hasFailed =
        work -> failedAt.containsKey(work.repository.name().key());
    Consumer<Work> task = work -> {
      if (stopped.get() == null
          && runs.rateLimit().filter(RateLimit::isReserved).isPresent()) {
        work.whose = Whose.NEXT_SCAN;
      } else if (stopped.get() == null) {
        progress.begins(work.repository.name(), done.get(), works.size());
        one(work, window, time, stopped);
        if (hasFailed.test(work) && work.error.isEmpty() && work.whose == Whose.OURS) {
          database.later(in -> cursors.works(in, work.repository.name()));
        }
      } else {
        work.error = Optional.of(notAsked(work.repository.name(), stopped.get()));
      }
      done.incrementAndGet();
    };
    List<Work> order = longestAgoFirst(works, failedAt);
    sideBySide(order.stream().filter(hasFailed.negate()).toList(), jobs, task);
    sideBySide(order.stream().filter(hasFailed).toList(), jobs, task);
    database.flush();
    return new ScanResult(
        works.stream()
            .filter(work -> work.whose == Whose.OURS)
            .map(Work::result)
            .toList(),
        names(works, Whose.ANOTHER_RUN),
        names(works, Whose.NEXT_SCAN),
        time.remarks(),
        runs.rateLimit(),
        runs.isLimited());
  }

  private static void sideBySide(List<Work> works, int jobs, Consumer<Work> task) {
    SideBySide.run(works.size(), jobs, number -> task.accept(works.get(number)));
  }

  /**
   * Never scanned comes before all; a stable order otherwise. Of those that failed, the one that was
   * asked for longest ago. A run beside others has its own order within a minute, so that they do not
   * all ask for the same one first.
   */
  private List<Work> longestAgoFirst(List<Work> works, Map<String, Instant> failedAt) {
    Map<String, Instant> askedAt = cursors.scannedAt();
    askedAt.putAll(failedAt);
    List<Work> order = new ArrayList<>(works);
    ChronoUnit unit = ChronoUnit.MILLIS;
    if (leases.haveOthers()) {
      Collections.shuffle(order);
      unit = ChronoUnit.MINUTES;
    }
    ChronoUnit asLongAgo = unit;
    order.sort(Comparator.comparing(work ->
        askedAt.getOrDefault(work.repository.name().key(), Instant.EPOCH).truncatedTo(asLongAgo)));
    return order;
  }

  private static List<RepositoryName> names(List<Work> works, Whose whose) {
    return works.stream()
        .filter(work -> work.whose == whose)
        .map(work -> work.repository.name())
        .toList();
  }

  private enum Whose {
    OURS,
    ANOTHER_RUN,
    NEXT_SCAN
  }

  /** A repository and what came of it: written by one thread, read when all have ended. */
  private static final class Work {
    private final MonitoredRepository repository;
    private final ScanFindings findings = new ScanFindings();
    private Optional<MonitorException> error = Optional.empty();
    private Whose whose = Whose.OURS;

    Work(MonitoredRepository repository) {
      this.repository = repository;
    }

    ScanResult.OfRepository result() {
      return findings.result(repository.name(), error);
    }
  }

  private void one(
      Work work, Window window, GitHubTime time, AtomicReference<MonitorException> stopped) {
    RepositoryName name = work.repository.name();
    try {
      boolean isOurs = leases.once(
          Leases.Piece.scanOf(name), () -> scan.scan(work.repository, window, time, work.findings));
      work.whose = isOurs ? Whose.OURS : Whose.ANOTHER_RUN;
    } catch (MonitorException e) {
      if (e.kind() == MonitorException.Kind.STATE) {
        throw e;
      }
      work.error = Optional.of(e);
      boolean endsTheScan = e.kind() == MonitorException.Kind.TOKEN || runs.isLimited();
      boolean isFirst = endsTheScan && stopped.compareAndSet(null, e);
      // Who only was under way when another met the limit keeps its turn.
      if (runs.isLimited() ? runs.isLimited(name) : isFirst || !endsTheScan) {
        database.later(in -> cursors.failed(in, name, time.now()));
      }
    }
  }

  /** In its own name: what was refused concerns this repository as well. */
  private static MonitorException notAsked(RepositoryName name, MonitorException stopped) {
    Explanation told = stopped.explanation();
    return new MonitorException(
        stopped.kind(), new Explanation("did not scan " + name, told.why(), told.next()));
  }
}
