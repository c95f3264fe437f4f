package io.github.cicdmonitor.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A pull request between two branches of one repository. */
public final class SandboxPull {
  /** A remark on the pull request. */
  public record Comment(long id, String login, String body, Instant at) {}

  private final SandboxRepository repository;
  private final int number;
  private final String login;
  private final String branch;
  private final boolean draft;
  private final Instant createdAt;
  private final String baseSha;
  private final List<String> labels = new CopyOnWriteArrayList<>();
  private final List<Comment> comments = new CopyOnWriteArrayList<>();
  private volatile String base;
  private volatile String title;
  private volatile String body;
  private volatile Instant updatedAt;
  private volatile Optional<Instant> closedAt = Optional.empty();
  private volatile Optional<String> closedBy = Optional.empty();
  private volatile Optional<String> mergeCommit = Optional.empty();
  private volatile String headSha;

  /** What a request to open one says. */
  record Wish(String title, String body, String branch, String base, boolean draft) {}

  SandboxPull(SandboxRepository repository, int number, String login, Wish wish) {
    this.repository = repository;
    this.number = number;
    this.login = login;
    this.branch = wish.branch();
    this.base = wish.base();
    this.title = wish.title();
    this.body = wish.body();
    this.draft = wish.draft();
    this.createdAt = repository.github().now();
    this.updatedAt = createdAt;
    this.headSha = repository.head(branch);
    this.baseSha = repository.head(base);
  }

  /** Merges it as a person would: the branch's changes land on the base as one merge commit. */
  public SandboxPull merge(String who) {
    mergeCommit = Optional.of(repository.merge(this, who));
    return close(who);
  }

  public SandboxPull close(String who) {
    // The branch may be deleted afterwards; the pull request still knows where it stood.
    headSha = headSha();
    Instant now = repository.github().now();
    closedAt = Optional.of(now);
    closedBy = Optional.of(who);
    updatedAt = now;
    return this;
  }

  SandboxPull reopen() {
    closedAt = Optional.empty();
    closedBy = Optional.empty();
    return touched();
  }

  SandboxPull title(String text) {
    title = text;
    return touched();
  }

  SandboxPull body(String text) {
    body = text;
    return touched();
  }

  SandboxPull base(String name) {
    base = name;
    return touched();
  }

  void label(String label) {
    if (!labels.contains(label)) {
      labels.add(label);
      touched();
    }
  }

  public SandboxPull comment(String who, String text) {
    Instant now = repository.github().now();
    comments.add(new Comment(repository.github().nextId(), who, text, now));
    return touched();
  }

  private SandboxPull touched() {
    updatedAt = repository.github().now();
    return this;
  }

  public SandboxRepository repository() {
    return repository;
  }

  public int number() {
    return number;
  }

  public String title() {
    return title;
  }

  public String body() {
    return body;
  }

  public String branch() {
    return branch;
  }

  public String base() {
    return base;
  }

  public String login() {
    return login;
  }

  public List<String> labels() {
    return List.copyOf(labels);
  }

  public List<Comment> comments() {
    return List.copyOf(comments);
  }

  public boolean isOpen() {
    return closedAt.isEmpty();
  }

  public boolean isMerged() {
    return mergeCommit.isPresent();
  }

  public boolean isDraft() {
    return draft;
  }

  public String headSha() {
    return isOpen() ? repository.branchHead(branch).orElse(headSha) : headSha;
  }

  String baseSha() {
    return baseSha;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }

  Optional<Instant> closedAt() {
    return closedAt;
  }

  Optional<String> closedBy() {
    return closedBy;
  }

  Optional<String> mergeCommit() {
    return mergeCommit;
  }

  @Override
  public String toString() {
    return repository.fullName() + "#" + number + " " + title;
  }
}
