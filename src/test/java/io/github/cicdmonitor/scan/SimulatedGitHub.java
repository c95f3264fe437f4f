package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Repositories whose runs begin, fail, pass and are re-run at random while they are being read; answers
 * may be missing, and the reader may die between any two of them.
 */
final class SimulatedGitHub implements RunSource, PullRequestSource {
  static final int PER_PAGE = 3;

  private final Random random;
  private final Map<RepositoryName, List<SimulatedRun>> runs = new HashMap<>();
  private long nextId = 1;
  private Instant now;
  private int brokenPercent;
  private int changesPercent;
  private int answersUntilCrash = Integer.MAX_VALUE;

  SimulatedGitHub(Random random, Instant now, List<RepositoryName> repositories) {
    this.random = random;
    this.now = now;
    repositories.forEach(name -> runs.put(name, new ArrayList<>()));
  }

  /** The end of the process, which no part of the program may catch. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final class SimulatedRun {
    private final RepositoryName repository;
    private final long id;
    private final Instant createdAt;
    private final List<String> conclusions = new ArrayList<>(); // by attempt; empty: in progress

    SimulatedRun(RepositoryName repository, long id, Instant createdAt) {
      this.repository = repository;
      this.id = id;
      this.createdAt = createdAt;
      conclusions.add("");
    }
  }

  /** How the answers to come are disturbed. */
  synchronized void disturb(int broken, int changes, Optional<Integer> crashAfter) {
    brokenPercent = broken;
    changesPercent = changes;
    answersUntilCrash = crashAfter.orElse(Integer.MAX_VALUE);
  }

  /** One thing happens somewhere. */
  synchronized void change() {
    now = now.plusSeconds(1);
    List<RepositoryName> names =
        runs.keySet().stream().sorted((a, b) -> a.key().compareTo(b.key())).toList();
    RepositoryName name = names.get(random.nextInt(names.size()));
    List<SimulatedRun> all = runs.get(name);
    if (all.isEmpty() || random.nextInt(3) == 0) {
      all.add(0, new SimulatedRun(name, nextId++, now));
      return;
    }
    SimulatedRun run = all.get(random.nextInt(all.size()));
    int last = run.conclusions.size() - 1;
    if (run.conclusions.get(last).isEmpty()) {
      run.conclusions.set(last, List.of("success", "failure", "timed_out").get(random.nextInt(3)));
    } else {
      run.conclusions.add("");
    }
  }

  /** Every job that failed, ever. */
  synchronized Set<FailureKey> failed() {
    Set<FailureKey> keys = new HashSet<>();
    runs.forEach((name, all) -> all.forEach(run -> {
      for (int attempt = 1; attempt <= run.conclusions.size(); attempt++) {
        if (Set.of("failure", "timed_out").contains(run.conclusions.get(attempt - 1))) {
          keys.add(new FailureKey(name, run.id, attempt, jobId(run.id, attempt)));
        }
      }
    }));
    return keys;
  }

  private static long jobId(long run, int attempt) {
    return run * 100 + attempt;
  }

  private void answering() {
    if (--answersUntilCrash <= 0) {
      throw new Crash();
    }
    if (random.nextInt(100) < changesPercent) {
      change();
    }
    if (random.nextInt(100) < brokenPercent) {
      throw MonitorException.of(
          MonitorException.Kind.UNAVAILABLE, "could not ask", "GitHub answered 503", "Run again");
    }
  }

  @Override
  public synchronized Repository repository(RepositoryName repository) {
    answering();
    return new Repository(number(repository), repository.toString(), "main", false);
  }

  @Override
  public synchronized RunPage runs(RepositoryName repository, int page, Optional<String> etag) {
    answering();
    List<SimulatedRun> all = runs.get(repository);
    int from = Math.min(all.size(), (page - 1) * PER_PAGE);
    int to = Math.min(all.size(), from + PER_PAGE);
    List<WorkflowRun> shown = all.subList(from, to).stream()
        .map(run -> shown(run, run.conclusions.size()))
        .toList();
    String tag = "\"" + Integer.toHexString((shown + " " + (to < all.size())).hashCode()) + "\"";
    boolean same = etag.filter(tag::equals).isPresent();
    return new RunPage(same, Optional.of(tag), same ? List.of() : shown, to < all.size());
  }

  @Override
  public synchronized Optional<WorkflowRun> run(RepositoryName repository, long runId) {
    answering();
    return find(repository, runId).map(run -> shown(run, run.conclusions.size()));
  }

  @Override
  public synchronized Optional<WorkflowRun> attempt(
      RepositoryName repository, long runId, int attempt) {
    answering();
    return find(repository, runId).map(run -> shown(run, attempt));
  }

  @Override
  public synchronized List<Job> jobs(RepositoryName repository, long runId, int attempt) {
    answering();
    String conclusion = find(repository, runId).orElseThrow().conclusions.get(attempt - 1);
    return List.of(new Job(
        jobId(runId, attempt),
        "build",
        "completed",
        conclusion,
        "https://github.com/x",
        List.of(),
        true,
        Optional.of(now),
        Optional.of(now)));
  }

  private static long number(RepositoryName repository) {
    return 1 + Math.floorMod((long) repository.key().hashCode(), 1L << 32);
  }

  private Optional<SimulatedRun> find(RepositoryName repository, long runId) {
    return runs.get(repository).stream().filter(run -> run.id == runId).findFirst();
  }

  private static WorkflowRun shown(SimulatedRun run, int attempt) {
    String conclusion = run.conclusions.get(attempt - 1);
    Instant started = run.createdAt.plus(Duration.ofSeconds(attempt));
    return new WorkflowRun(
        run.id,
        number(run.repository),
        attempt,
        "CI",
        ".github/workflows/ci.yml",
        "push",
        "main",
        "0123456789abcdef0123456789abcdef01234567",
        false,
        conclusion.isEmpty() ? "in_progress" : "completed",
        conclusion,
        "dev-anna",
        "https://github.com/x",
        run.createdAt,
        started,
        started);
  }

  @Override
  public List<String> annotations(RepositoryName repository, long jobId) {
    return List.of();
  }

  @Override
  public Optional<RateLimit> rateLimit() {
    return Optional.empty();
  }

  @Override
  public boolean isLimited() {
    return false;
  }

  @Override
  public Optional<PullRequestFacts> pullRequest(RepositoryName repository, int number) {
    return Optional.empty();
  }

  @Override
  public Landed landed(
      RepositoryName repository, String branch, Instant since, Optional<String> etag) {
    return new Landed(false, Optional.empty(), List.of());
  }

  @Override
  public Checks checks(RepositoryName repository, String sha) {
    return Checks.NONE;
  }
}
