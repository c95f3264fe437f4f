package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.PullRequestSource.Landed;
import io.github.cicdmonitor.store.Cursors;
import io.github.cicdmonitor.store.Cursors.Cursor;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.HttpCache;
import io.github.cicdmonitor.store.HttpCache.Answer;
import io.github.cicdmonitor.store.Outcomes;
import io.github.cicdmonitor.store.Outcomes.Kind;
import io.github.cicdmonitor.store.PullRequests;
import io.github.cicdmonitor.store.PullRequests.Merged;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether people took our merged fixes back. Reads a branch's commits once an hour, and only while a
 * fix of ours on it is young: a repository without one costs no request, and an unchanged branch no
 * rate-limit points.
 */
final class RevertReader {
  /** Later, a fix is taken back because the world moved on. */
  private static final Duration YOUNG = Duration.ofDays(30);

  /** So long before we saw a merge it may have happened. */
  private static final Duration UNSEEN = Duration.ofDays(7);

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final PullRequestSource source;
  private final Database database;
  private final PullRequests pullRequests;
  private final Outcomes outcomes;
  private final Cursors cursors;
  private final HttpCache answers;

  RevertReader(PullRequestSource source, Database database) {
    this.source = source;
    this.database = database;
    this.pullRequests = new PullRequests(database);
    this.outcomes = new Outcomes(database);
    this.cursors = new Cursors(database);
    this.answers = new HttpCache(database);
  }

  void read(RepositoryName repository) {
    Instant now = database.clock().instant();
    if (!isDue(repository, now)) {
      return;
    }
    Map<String, List<Merged>> byBranch =
        pullRequests.mergedSince(repository, now.minus(YOUNG)).stream()
            .collect(Collectors.groupingBy(Merged::branch, TreeMap::new, Collectors.toList()));
    byBranch.forEach((branch, fixes) -> read(repository, branch, fixes));
  }

  private void read(RepositoryName repository, String branch, List<Merged> fixes) {
    Instant from = from(fixes);
    String key = "commits of " + repository.key() + " " + branch + " since " + from + " for "
        + fixes.stream().map(fix -> "#" + fix.number()).collect(Collectors.joining(","));
    Landed landed = source.landed(repository, branch, from, answers.find(key).map(Answer::etag));
    if (landed.notModified()) {
      return;
    }
    Reverts reverts = new Reverts(repository, landed.commits());
    // Worth no durable commit of its own: what is lost is found again at the next look.
    database.later(in -> {
      for (Merged fix : fixes) {
        reverts
            .of(fix)
            .ifPresent(verdict -> outcomes.note(
                in,
                new Outcomes.Observation(
                    fix.incident(),
                    repository,
                    verdict.reverted() ? Kind.REVERTED : Kind.REVERT_UNDONE,
                    verdict.by())));
      }
      landed.etag().ifPresent(etag -> answers.keep(in, key, new Answer(etag, "")));
    });
  }

  /** Each hour begins at another minute for each repository, so that not all are read at once. */
  private boolean isDue(RepositoryName repository, Instant now) {
    long offset = Math.floorMod((long) repository.key().hashCode(), HOUR);
    Optional<Instant> last = cursors.find(repository).flatMap(Cursor::scannedAt);
    return last.isPresent() && hour(last.get(), offset) != hour(now, offset);
  }

  private static long hour(Instant at, long offset) {
    return Math.floorDiv(at.toEpochMilli() + offset, HOUR);
  }

  /** To the day, so that the address and its ETag hold. */
  private static Instant from(List<Merged> fixes) {
    return fixes.stream()
        .map(fix -> {
          Instant earliest = fix.mergedAt().minus(UNSEEN);
          return earliest.isBefore(fix.openedAt()) ? fix.openedAt() : earliest;
        })
        .min(Instant::compareTo)
        .orElseThrow()
        .truncatedTo(ChronoUnit.DAYS);
  }
}
