package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.RunSource.RunPage;
import io.github.cicdmonitor.store.Cursors;
import io.github.cicdmonitor.store.Cursors.Cursor;
import io.github.cicdmonitor.store.Cursors.Page;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The scan of one repository. Keeps nothing between two of them, so several threads may share it.
 *
 * <p>A page and what was found on it are committed together. With a failure that is durable before
 * anything else is asked; without one it may wait for the next commit of any repository, since a
 * crash before that only means that the same is asked again.
 */
final class RepositoryScan {
  private final RunSource runs;
  private final RunReader reader;
  private final FollowUp followUp;
  private final Database database;
  private final Cursors cursors;
  private final ScanStart start;

  RepositoryScan(
      RunSource runs,
      FollowUp followUp,
      Database database,
      String branchPrefix,
      UnaryOperator<String> redaction,
      Collection<RepositoryName> watched) {
    this.runs = runs;
    this.followUp = followUp;
    this.database = database;
    this.cursors = new Cursors(database);
    this.start = new ScanStart(runs, database, watched);
    this.reader = new RunReader(runs, database, branchPrefix, redaction);
  }

  /** Adds to {@code findings} as it goes on; complete once the database is flushed. */
  void scan(
      MonitoredRepository repository,
      Monitor.Window window,
      GitHubTime time,
      ScanFindings findings) {
    RepositoryName name = repository.name();
    Optional<Cursor> begun =
        start.of(repository, () -> time.start(window.firstLookBack()), findings);
    if (begun.isEmpty()) {
      return;
    }
    Cursor cursor = begun.get();
    Instant bound = bound(cursor, time.now().minus(window.lookBack()));
    boolean unchanged = pages(new PagedScan(repository, cursor, bound, findings));
    if (cursor.windowStart().isAfter(time.now())) { // certain only once GitHub has answered
      Instant start = time.broughtBack(name, window.firstLookBack());
      database.change(in -> cursors.startAt(in, name, start));
      scan(repository, window, time, findings);
      return;
    }
    start.remarkNews(name, findings);
    for (long runId : cursors.followed(name, bound)) {
      unchanged = false;
      Optional<WorkflowRun> run = runs.run(name, runId);
      if (run.isEmpty()) {
        database.later(in -> cursors.forgetRun(in, name, runId));
        continue;
      }
      Identity.check(name, cursor.githubId(), run.get().repositoryId());
      RunReader.Reading reading = reader.read(repository, cursor.githubId(), List.of(run.get()));
      save(reading, in -> {
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
    database.later(in -> cursors.finish(in, name, time.now()));
  }

  private void save(RunReader.Reading reading, Consumer<Transaction> rows) {
    if (reading.failures().isEmpty()) {
      database.later(rows);
    } else {
      database.change(rows);
    }
  }

  /** Back to the last scan however long ago, at least over the look-back, never before the start. */
  static Instant bound(Cursor cursor, Instant lookBack) {
    Instant from = cursor.scannedAt().orElse(cursor.windowStart());
    Instant earlier = from.isBefore(lookBack) ? from : lookBack;
    return earlier.isBefore(cursor.windowStart()) ? cursor.windowStart() : earlier;
  }

  /** What the pages of one scan share: whose they are, how far back, and where what is found goes. */
  private record PagedScan(
      MonitoredRepository repository, Cursor cursor, Instant bound, ScanFindings findings) {}

  /** Whether every page of the window was as last time. */
  private boolean pages(PagedScan scan) {
    RepositoryName name = scan.repository().name();
    Instant bound = scan.bound();
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
        identify(name, scan.cursor(), page);
        now = read(scan, number, page);
      }
      more = now.hasNext() && !now.oldestCreated().isBefore(bound);
    }
    return unchanged;
  }

  /** Whose runs these are stands in each of them; of a repository without any it is asked for. */
  private void identify(RepositoryName name, Cursor cursor, RunPage page) {
    for (WorkflowRun run : page.runs()) {
      Identity.check(name, cursor.githubId(), run.repositoryId());
    }
    if (page.runs().isEmpty() && cursor.scannedAt().isPresent()) {
      Identity.check(name, cursor.githubId(), runs.repository(name).id());
    }
  }

  private Page read(PagedScan scan, int number, RunPage page) {
    MonitoredRepository repository = scan.repository();
    Instant bound = scan.bound();
    ScanFindings findings = scan.findings();
    List<WorkflowRun> inWindow =
        page.runs().stream().filter(run -> !run.createdAt().isBefore(bound)).toList();
    Instant oldest = page.runs().stream()
        .map(WorkflowRun::createdAt)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
    Page seen = new Page(page.etag().orElse(""), oldest, page.hasNext(), bound);
    findings.runsSeen += inWindow.size();
    inWindow.stream()
        .filter(run -> run.isComplete() && !Conclusion.isKnown(run.conclusion()))
        .forEach(run -> findings.unknownConclusions.merge(run.conclusion(), 1, Integer::sum));
    RunReader.Reading reading = reader.read(repository, scan.cursor().githubId(), inWindow);
    save(reading, in -> {
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
