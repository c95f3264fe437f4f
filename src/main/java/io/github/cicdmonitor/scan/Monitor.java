package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.RunSource.RepositoryFacts;
import io.github.cicdmonitor.scan.RunSource.RunPage;
import io.github.cicdmonitor.store.Cursors;
import io.github.cicdmonitor.store.Cursors.Cursor;
import io.github.cicdmonitor.store.Cursors.Page;
import io.github.cicdmonitor.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Observes the repositories one after the other: failed jobs of failed attempts, then what became of
 * our own pull requests, re-runs and requests. A repository that fails does not stop the others.
 *
 * <p>The listing is read unfiltered from a constant URL, so that its ETag holds from tick to tick, no
 * 1,000-result cap applies, and a run whose attempt changed is seen while it is in the window. A page
 * and what was found on it are committed together; stopping anywhere repeats a page at most.
 */
public final class Monitor {
  private final RunSource runs;
  private final RunReader reader;
  private final FollowUp followUp;
  private final Database database;
  private final Cursors cursors;
  private final Consumer<String> progress;

  /** @param redaction for names, which strangers choose, before they become rows */
  public Monitor(
      RunSource runs,
      FollowUp followUp,
      Database database,
      String branchPrefix,
      UnaryOperator<String> redaction,
      Consumer<String> progress) {
    this.runs = runs;
    this.followUp = followUp;
    this.database = database;
    this.cursors = new Cursors(database);
    this.reader = new RunReader(runs, database, branchPrefix, redaction);
    this.progress = progress;
  }

  /**
   * How far to look.
   *
   * @param firstLookBack for a repository never scanned before
   * @param lookBack how far every scan goes back at least, for re-runs and long jobs
   */
  public record Window(Duration firstLookBack, Duration lookBack) {}

  /** All repositories, each with its own result; a refused token or a rate limit ends it early. */
  public ScanResult run(List<MonitoredRepository> repositories, Window window) {
    Instant now = database.clock().instant();
    List<ScanResult.OfRepository> results = new ArrayList<>();
    Optional<MonitorException> stopped = Optional.empty();
    for (MonitoredRepository repository : repositories) {
      if (stopped.isPresent()) {
        results.add(notAsked(repository.name(), stopped.get()));
        continue;
      }
      progress.accept("scanning " + repository.name());
      Findings findings = new Findings();
      try {
        scan(repository, window, now, findings);
        results.add(findings.result(repository.name(), Optional.empty()));
      } catch (MonitorException e) {
        if (e.kind() == MonitorException.Kind.STATE) {
          throw e;
        }
        results.add(findings.result(repository.name(), Optional.of(e)));
        boolean forAll = e.kind() == MonitorException.Kind.TOKEN || runs.isLimited();
        stopped = forAll ? Optional.of(e) : Optional.empty();
      }
    }
    return new ScanResult(results, runs.rateLimit(), runs.isLimited());
  }

  /** In its own name: what was refused concerns this repository as well. */
  private static ScanResult.OfRepository notAsked(RepositoryName name, MonitorException stopped) {
    Explanation told = stopped.explanation();
    return ScanResult.OfRepository.failed(
        name,
        new MonitorException(
            stopped.kind(), new Explanation("did not scan " + name, told.why(), told.next())));
  }

  private void scan(MonitoredRepository repository, Window window, Instant now, Findings findings) {
    RepositoryName name = repository.name();
    Cursor cursor = begin(repository, now.minus(window.firstLookBack()));
    Instant bound = bound(cursor, now.minus(window.lookBack()));
    boolean unchanged = pages(repository, cursor, bound, findings);
    for (long runId : cursors.followed(name, bound)) {
      unchanged = false;
      Optional<Run> run = runs.run(name, runId);
      if (run.isEmpty()) {
        database.change(in -> {
          cursors.forgetRun(in, name, runId);
        });
        continue;
      }
      Identity.check(name, cursor.githubId(), run.get().repositoryId());
      RunReader.Reading reading = reader.read(repository, cursor.githubId(), List.of(run.get()));
      database.change(in -> {
        reader.save(in, name, reading, findings);
        if (reading.error().isEmpty() && run.get().isComplete()) {
          cursors.forgetRun(in, name, runId);
        }
      });
      reading.error().ifPresent(e -> {
        throw e;
      });
    }
    findings.notModified = unchanged;
    followUp.follow(name, findings);
    database.change(in -> {
      cursors.finish(in, name, now);
    });
  }

  private Cursor begin(MonitoredRepository repository, Instant windowStart) {
    RepositoryName name = repository.name();
    String filter = repository.branch().glob();
    Optional<Cursor> known = cursors.find(name);
    if (known.isEmpty()) {
      RepositoryFacts facts = runs.repository(name);
      database.change(in -> {
        cursors.begin(in, name, facts.id(), facts.defaultBranch(), filter, windowStart);
      });
      return cursors.find(name).orElseThrow();
    }
    if (!known.get().filter().equals(filter)) {
      database.change(in -> {
        cursors.changeFilter(in, name, filter);
      });
    }
    return known.get();
  }

  /** Back to the last scan however long ago, at least over the look-back, never before the start. */
  static Instant bound(Cursor cursor, Instant lookBack) {
    Instant from = cursor.scannedAt().orElse(cursor.windowStart());
    Instant earlier = from.isBefore(lookBack) ? from : lookBack;
    return earlier.isBefore(cursor.windowStart()) ? cursor.windowStart() : earlier;
  }

  /** Whether every page of the window was as last time. */
  private boolean pages(
      MonitoredRepository repository, Cursor cursor, Instant bound, Findings findings) {
    RepositoryName name = repository.name();
    boolean unchanged = true;
    boolean more = true;
    for (int number = 1; more; number++) {
      Optional<Page> last =
          cursors.page(name, number).filter(page -> !bound.isBefore(page.bound()));
      RunPage page = runs.runs(name, number, last.map(Page::etag));
      Page now;
      if (page.notModified() && last.isPresent()) {
        now = last.get();
      } else {
        unchanged = false;
        identify(name, cursor, page);
        now = read(repository, cursor, bound, number, page, findings);
      }
      more = now.hasNext() && !now.oldestCreated().isBefore(bound);
    }
    return unchanged;
  }

  /** Whose runs these are stands in each of them; of a repository without any it is asked for. */
  private void identify(RepositoryName name, Cursor cursor, RunPage page) {
    for (Run run : page.runs()) {
      Identity.check(name, cursor.githubId(), run.repositoryId());
    }
    if (page.runs().isEmpty() && cursor.scannedAt().isPresent()) {
      Identity.check(name, cursor.githubId(), runs.repository(name).id());
    }
  }

  private Page read(
      MonitoredRepository repository,
      Cursor cursor,
      Instant bound,
      int number,
      RunPage page,
      Findings findings) {
    List<Run> inWindow =
        page.runs().stream().filter(run -> !run.createdAt().isBefore(bound)).toList();
    Instant oldest =
        page.runs().stream().map(Run::createdAt).min(Instant::compareTo).orElse(Instant.EPOCH);
    Page seen = new Page(page.etag().orElse(""), oldest, page.hasNext(), bound);
    findings.runsSeen += inWindow.size();
    RunReader.Reading reading = reader.read(repository, cursor.githubId(), inWindow);
    database.change(in -> {
      reader.save(in, repository.name(), reading, findings);
      if (reading.error().isEmpty() && page.etag().isPresent()) {
        cursors.savePage(in, repository.name(), number, seen);
      }
    });
    reading.error().ifPresent(e -> {
      throw e;
    });
    return seen;
  }
}
