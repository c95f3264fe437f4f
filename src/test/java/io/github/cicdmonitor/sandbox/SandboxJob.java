package io.github.cicdmonitor.sandbox;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A job of one attempt. Its id is also the id of its check run, as on GitHub. */
public final class SandboxJob {
  /** What a check run has to say about a line. */
  public record Annotation(String path, int line, String level, String title, String message) {}

  private final long id;
  private final String name;
  private final SandboxAttempt attempt;
  private final List<SandboxStep> steps = new CopyOnWriteArrayList<>();
  private final List<Annotation> annotations = new CopyOnWriteArrayList<>();
  private volatile String status = "queued";
  private volatile Optional<String> conclusion = Optional.empty();
  private volatile Instant startedAt;
  private volatile Optional<Instant> completedAt = Optional.empty();
  private volatile Optional<Supplier<InputStream>> log = Optional.empty();
  private volatile boolean logExpired;
  private volatile List<String> labels = List.of("ubuntu-latest");
  private volatile boolean assigned = true;

  SandboxJob(long id, String name, SandboxAttempt attempt) {
    this.id = id;
    this.name = name;
    this.attempt = attempt;
    this.startedAt = attempt.startedAt();
  }

  /** Adds a finished step of five seconds. */
  public SandboxJob step(String stepName, String stepConclusion) {
    Instant start = startedAt.plusSeconds(5L * steps.size());
    steps.add(
        new SandboxStep(steps.size() + 1, stepName, stepConclusion, start, start.plusSeconds(5)));
    return this;
  }

  /** The usual steps around one that fails; the job fails with it. */
  public SandboxJob failsAt(String stepName) {
    step("Set up job", "success");
    step("Run actions/checkout@v4", "success");
    step(stepName, "failure");
    step("Post Run actions/checkout@v4", "success");
    step("Complete job", "success");
    return conclude("failure");
  }

  public SandboxJob log(String text) {
    return log(text.getBytes(StandardCharsets.UTF_8));
  }

  public SandboxJob log(byte[] bytes) {
    return logStream(() -> new ByteArrayInputStream(bytes));
  }

  /** A log that is made while it is read, as large as wanted. */
  public SandboxJob logStream(Supplier<InputStream> stream) {
    log = Optional.of(stream);
    return this;
  }

  /** From now on GitHub answers 410. */
  public SandboxJob expireLog() {
    logExpired = true;
    return this;
  }

  public SandboxJob annotate(Annotation annotation) {
    annotations.add(annotation);
    return this;
  }

  public SandboxJob labels(List<String> runnerLabels) {
    labels = List.copyOf(runnerLabels);
    return this;
  }

  /** No runner takes it: no steps, no log, cancelled after so long, with these reasons. */
  public SandboxJob waitsInVain(Duration wait, String... reasons) {
    assigned = false;
    for (String reason : reasons) {
      annotate(new Annotation(".github", 1, "failure", "", reason));
    }
    return concludeAt("cancelled", startedAt.plus(wait));
  }

  public SandboxJob start() {
    status = "in_progress";
    return this;
  }

  public SandboxJob conclude(String how) {
    return concludeAt(how, startedAt.plusSeconds(5L * Math.max(1, steps.size())));
  }

  public SandboxJob concludeAt(String how, Instant when) {
    status = "completed";
    conclusion = Optional.of(how);
    completedAt = Optional.of(when);
    return this;
  }

  /** The same job in a later attempt, taken over because it had passed. */
  void takeOver(SandboxJob earlier) {
    steps.addAll(earlier.steps);
    status = earlier.status;
    conclusion = earlier.conclusion;
    startedAt = earlier.startedAt;
    completedAt = earlier.completedAt;
    log = earlier.log;
    logExpired = earlier.logExpired;
    labels = earlier.labels;
    assigned = earlier.assigned;
  }

  public long id() {
    return id;
  }

  public String name() {
    return name;
  }

  public SandboxAttempt attempt() {
    return attempt;
  }

  public Optional<String> conclusion() {
    return conclusion;
  }

  String status() {
    return status;
  }

  List<SandboxStep> steps() {
    return steps;
  }

  List<Annotation> annotations() {
    return annotations;
  }

  Instant startedAt() {
    return startedAt;
  }

  Optional<Instant> completedAt() {
    return completedAt;
  }

  Optional<Supplier<InputStream>> log() {
    return log;
  }

  boolean logExpired() {
    return logExpired;
  }

  List<String> labels() {
    return labels;
  }

  /** Whether a runner took it. */
  boolean isAssigned() {
    return assigned;
  }
}
