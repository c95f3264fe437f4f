package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The time of one scan: ours when it began, or GitHub's where the two differ by more than clocks do. A
 * first scan that begins by a clock that is ahead would never look at what fails until then. Any
 * thread may call.
 */
final class GitHubTime {
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private final Instant ours;
  private final RunSource runs;
  private final List<RepositoryName> broughtBack = new ArrayList<>();
  private Optional<Duration> correction = Optional.empty();
  private boolean hasBegun;

  GitHubTime(Instant ours, RunSource runs) {
    this.ours = ours;
    this.runs = runs;
  }

  /** Ours until GitHub has answered; from then on it does not change, so that all is of one moment. */
  synchronized Instant now() {
    if (correction.isEmpty()) {
      correction = runs.clockAhead()
          .map(ahead -> ahead.abs().compareTo(TOLERATED) > 0 ? ahead : Duration.ZERO);
    }
    return ours.plus(correction.orElse(Duration.ZERO));
  }

  /** Where the first scan of a repository starts. */
  synchronized Instant start(Duration lookBack) {
    hasBegun = true;
    return now().minus(lookBack);
  }

  /** The same of a repository whose start, as it was kept, lies in the future. */
  synchronized Instant broughtBack(RepositoryName repository, Duration lookBack) {
    broughtBack.add(repository);
    return now().minus(lookBack);
  }

  /** Of a clock that was wrong where a first scan started; sentences for people. */
  synchronized List<String> remarks() {
    List<String> all = new ArrayList<>();
    if (!broughtBack.isEmpty()) {
      String whose = broughtBack.size() == 1
          ? broughtBack.get(0).toString()
          : broughtBack.size() + " repositories";
      all.add("the first scan of " + whose + " was made by a machine whose clock was ahead of"
          + " GitHub's, and would have left out what failed since. It was made again by GitHub's"
          + " time. Check the clocks of the machines that scan");
    }
    Duration ahead = correction.orElse(Duration.ZERO);
    if (!ahead.isZero() && (hasBegun || !broughtBack.isEmpty())) {
      all.add("our time (" + ours.truncatedTo(ChronoUnit.SECONDS) + ") is "
          + ahead.abs().toMinutes() + " minutes " + (ahead.isNegative() ? "ahead of" : "behind")
          + " GitHub's, by which the first scan starts: set this machine's clock");
    }
    return all;
  }
}
