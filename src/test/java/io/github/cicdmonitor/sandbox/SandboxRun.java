package io.github.cicdmonitor.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A workflow run. New ones are going on, on the newest commit of the default branch, pushed by its author. */
public final class SandboxRun {
  private final SandboxRepository repository;
  private final long id;
  private final int number;
  private final String workflow;
  private final List<SandboxAttempt> attempts = new CopyOnWriteArrayList<>();
  private volatile String path = ".github/workflows/ci.yml";
  private volatile String event = "push";
  private volatile String branch;
  private volatile String sha;
  private volatile String title;
  private volatile String actor;
  private volatile Instant createdAt;
  private volatile Optional<String> fork = Optional.empty();
  private volatile List<Integer> pulls = List.of();

  SandboxRun(SandboxRepository repository, long id, int number, String workflow, Instant now) {
    this.repository = repository;
    this.id = id;
    this.number = number;
    this.workflow = workflow;
    this.createdAt = now;
    this.branch = repository.defaultBranch();
    this.sha = repository.head(branch);
    this.title = repository.subject(sha);
    this.actor = repository.author(sha);
    attempts.add(new SandboxAttempt(this, 1, actor, now));
  }

  public SandboxRun path(String workflowFile) {
    path = workflowFile;
    return this;
  }

  public SandboxRun event(String name) {
    event = name;
    return this;
  }

  /** On this branch's newest commit. */
  public SandboxRun branch(String name) {
    branch = name;
    return sha(repository.head(name));
  }

  public SandboxRun sha(String commit) {
    sha = commit;
    title = repository.subject(commit);
    actor = repository.author(commit);
    return this;
  }

  public SandboxRun actor(String login) {
    actor = login;
    return this;
  }

  public SandboxRun title(String text) {
    title = text;
    return this;
  }

  /** Also moves the start of the first attempt. */
  public SandboxRun createdAt(Instant when) {
    createdAt = when;
    attempts.get(0).started(when);
    return this;
  }

  /** Triggered by a pull request from a fork. GitHub names no pull requests for these. */
  public SandboxRun fromFork(String fullName) {
    fork = Optional.of(fullName);
    return event("pull_request");
  }

  /** The pull request that it checks; the run is then on that one's branch. */
  public SandboxRun forPull(SandboxPull pull) {
    event("pull_request").branch(pull.branch());
    pulls = List.of(pull.number());
    return this;
  }

  /** A job of the newest attempt. */
  public SandboxJob job(String name) {
    return attempt().job(name);
  }

  /** Ends the newest attempt. */
  public SandboxRun finish(String conclusion) {
    attempt().finish(conclusion);
    return this;
  }

  public SandboxRun finishAt(String conclusion, Instant when) {
    attempt().finishAt(conclusion, when);
    return this;
  }

  /** A new attempt with all jobs anew; going on until {@link #finish}. */
  public SandboxAttempt rerun(String login) {
    return rerun(login, List.of());
  }

  /** A new attempt that takes over what had passed and queues the rest again. */
  SandboxAttempt rerunFailed(String login) {
    List<SandboxJob> passed = attempt().jobs().stream()
        .filter(job -> job.conclusion().filter(c -> c.equals("success")).isPresent())
        .toList();
    return rerun(login, passed);
  }

  private SandboxAttempt rerun(String login, List<SandboxJob> kept) {
    SandboxAttempt before = attempt();
    Instant now = repository.github().now();
    SandboxAttempt next = new SandboxAttempt(this, before.number() + 1, login, now);
    next.queued();
    for (SandboxJob job : before.jobs()) {
      SandboxJob again = next.job(job.name());
      if (kept.contains(job)) {
        again.takeOver(job);
      }
    }
    attempts.add(next);
    return next;
  }

  /** The newest attempt. */
  public SandboxAttempt attempt() {
    return attempts.get(attempts.size() - 1);
  }

  public List<SandboxAttempt> attempts() {
    return List.copyOf(attempts);
  }

  public SandboxRepository repository() {
    return repository;
  }

  public long id() {
    return id;
  }

  public String sha() {
    return sha;
  }

  public Instant createdAt() {
    return createdAt;
  }

  int number() {
    return number;
  }

  String workflow() {
    return workflow;
  }

  String path() {
    return path;
  }

  String event() {
    return event;
  }

  String branch() {
    return branch;
  }

  String title() {
    return title;
  }

  String actor() {
    return actor;
  }

  Optional<String> fork() {
    return fork;
  }

  List<Integer> pulls() {
    return pulls;
  }

  @Override
  public String toString() {
    return repository.fullName() + " run " + id;
  }
}
