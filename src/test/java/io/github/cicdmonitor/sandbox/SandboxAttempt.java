package io.github.cicdmonitor.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One attempt of a run; earlier ones stay readable after a re-run. */
public final class SandboxAttempt {
  private final SandboxRun run;
  private final int number;
  private final String triggeredBy;
  private final List<SandboxJob> jobs = new CopyOnWriteArrayList<>();
  private volatile String status = "in_progress";
  private volatile Optional<String> conclusion = Optional.empty();
  private volatile Instant startedAt;
  private volatile Instant updatedAt;

  SandboxAttempt(SandboxRun run, int number, String triggeredBy, Instant startedAt) {
    this.run = run;
    this.number = number;
    this.triggeredBy = triggeredBy;
    this.startedAt = startedAt;
    this.updatedAt = startedAt;
  }

  /** The job of this name, made when there is none yet. */
  public SandboxJob job(String name) {
    return jobs.stream().filter(job -> job.name().equals(name)).findFirst().orElseGet(() -> {
      SandboxJob job = new SandboxJob(run.repository().github().nextJobId(), name, this);
      jobs.add(job);
      run.repository().github().remember(job);
      return job;
    });
  }

  /** Ends the attempt a minute after its start; jobs still going end with it. */
  public SandboxAttempt finish(String how) {
    return finishAt(how, startedAt.plusSeconds(60));
  }

  public SandboxAttempt finishAt(String how, Instant when) {
    for (SandboxJob job : jobs) {
      if (job.conclusion().isEmpty()) {
        job.concludeAt(how, when);
      }
    }
    status = "completed";
    conclusion = Optional.of(how);
    updatedAt = when;
    return this;
  }

  void started(Instant when) {
    startedAt = when;
    updatedAt = when;
  }

  void queued() {
    status = "queued";
  }

  public SandboxRun run() {
    return run;
  }

  public int number() {
    return number;
  }

  public List<SandboxJob> jobs() {
    return List.copyOf(jobs);
  }

  public Optional<String> conclusion() {
    return conclusion;
  }

  public String status() {
    return status;
  }

  public Instant startedAt() {
    return startedAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  String triggeredBy() {
    return triggeredBy;
  }
}
