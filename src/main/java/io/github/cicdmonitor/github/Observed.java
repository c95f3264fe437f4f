package io.github.cicdmonitor.github;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.Head;
import io.github.cicdmonitor.remote.RateLimits;
import io.github.cicdmonitor.remote.WaitBudget;
import io.github.cicdmonitor.scan.RunSource.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the headers of the newest answers said beside the answers themselves. Any thread may call. */
final class Observed {
  private final WaitBudget budget;
  private final Set<RepositoryName> moved = ConcurrentHashMap.newKeySet();
  private final Set<RepositoryName> limited = ConcurrentHashMap.newKeySet();
  private volatile Optional<RateLimit> rateLimit = Optional.empty();
  private volatile Optional<String> scopes = Optional.empty();
  private volatile Optional<Duration> ahead = Optional.empty();

  /** @param budget whose clock is compared with GitHub's */
  Observed(WaitBudget budget) {
    this.budget = budget;
  }

  Optional<RateLimit> rateLimit() {
    return rateLimit;
  }

  /** Of a classic token; empty where no answer named them. */
  Optional<String> scopes() {
    return scopes;
  }

  /** GitHub's clock less ours, to the second. */
  Optional<Duration> clockAhead() {
    return ahead;
  }

  /** @param path without the root; {@code repos}, owner, name and the rest for a repository's */
  void moved(List<String> path) {
    repository(path).ifPresent(moved::add);
  }

  /** @param path as for {@link #moved} */
  void limited(List<String> path) {
    repository(path).ifPresent(limited::add);
  }

  private static Optional<RepositoryName> repository(List<String> path) {
    return path.size() > 2 && path.get(0).equals("repos")
        ? RepositoryName.parse(path.get(1) + "/" + path.get(2))
        : Optional.empty();
  }

  /** Whether an answer said that the repository is elsewhere now, for good. */
  boolean isMoved(RepositoryName repository) {
    return moved.contains(repository);
  }

  /** Whether a rate limit was the answer to a request about the repository. */
  boolean isLimited(RepositoryName repository) {
    return limited.contains(repository);
  }

  void note(Head head) {
    Optional<Integer> remaining = head.header("x-ratelimit-remaining").flatMap(Observed::count);
    Optional<Integer> used = head.header("x-ratelimit-used").flatMap(Observed::count);
    Optional<Instant> reset = head.header("x-ratelimit-reset")
        .filter(text -> text.matches("\\d{1,10}"))
        .map(text -> Instant.ofEpochSecond(Long.parseLong(text)));
    remaining.ifPresent(
        left -> rateLimit = Optional.of(new RateLimit(left, used.orElse(0), reset)));
    head.header("x-oauth-scopes")
        .filter(words -> !words.isBlank())
        .ifPresent(words -> scopes = Optional.of(words.strip()));
    head.header("date")
        .flatMap(RateLimits::date)
        .ifPresent(at -> ahead = Optional.of(Duration.between(budget.now(), at)));
  }

  private static Optional<Integer> count(String text) {
    return text.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }
}
