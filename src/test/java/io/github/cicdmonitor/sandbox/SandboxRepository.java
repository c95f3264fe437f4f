package io.github.cicdmonitor.sandbox;

import io.github.cicdmonitor.sandbox.GitObjects.Commit;
import io.github.cicdmonitor.sandbox.GitObjects.GitFile;
import io.github.cicdmonitor.sandbox.GitObjects.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A repository with its files, runs and pull requests. */
public final class SandboxRepository {
  /** A check that is no job of a workflow, or a status of the older kind. */
  record Check(long id, String sha, String name, String status, Optional<String> conclusion) {}

  private static final String HEADS = "refs/heads/";
  private static final String TAGS = "refs/tags/";

  private final GitHubSandbox github;
  private final long id;
  private volatile String owner = "";
  private volatile String name = "";
  private final GitObjects objects = new GitObjects();
  private final Map<String, String> refs = new ConcurrentSkipListMap<>();
  private final List<SandboxRun> runs = new CopyOnWriteArrayList<>();
  private final List<SandboxPull> pulls = new CopyOnWriteArrayList<>();
  private final List<Check> checks = new CopyOnWriteArrayList<>();
  private final List<Check> statuses = new CopyOnWriteArrayList<>();
  private final Map<String, Boolean> permissions = new LinkedHashMap<>();
  private final Instant createdAt;
  private volatile String defaultBranch = "main";
  private volatile boolean archived;
  private volatile boolean isPrivate;
  private final AtomicInteger numbers = new AtomicInteger();

  SandboxRepository(GitHubSandbox github, long id, String fullName) {
    rename(fullName);
    this.github = github;
    this.id = id;
    this.createdAt = github.now();
    for (String permission : List.of("admin", "maintain", "push", "triage", "pull")) {
      permissions.put(permission, !permission.equals("admin") && !permission.equals("maintain"));
    }
  }

  // ---- git ----------------------------------------------------------------------------------

  /**
   * Commits these files to a branch as the owner's developer {@code dev-anna}; a new branch grows from the default branch.
   *
   * @return the commit's id
   */
  public String commit(String branch, String message, Map<String, String> files) {
    return commitAs("dev-anna", branch, message, files);
  }

  public String commitAs(String login, String branch, String message, Map<String, String> files) {
    NavigableMap<String, GitFile> tree = currentFiles(branch);
    files.forEach((path, text) -> tree.put(path, plain(text)));
    return commitTree(login, branch, message, tree);
  }

  /** Commits an executable file. */
  public String executable(String branch, String path, String text) {
    NavigableMap<String, GitFile> tree = currentFiles(branch);
    tree.put(path, new GitFile("100755", plain(text).sha()));
    return commitTree("dev-anna", branch, "Add " + path, tree);
  }

  /** Commits a symbolic link. */
  public String symlink(String branch, String path, String target) {
    NavigableMap<String, GitFile> tree = currentFiles(branch);
    tree.put(path, new GitFile(GitFile.SYMLINK, plain(target).sha()));
    return commitTree("dev-anna", branch, "Link " + path, tree);
  }

  /** Commits a file's removal. */
  public String delete(String branch, String path) {
    NavigableMap<String, GitFile> tree = currentFiles(branch);
    tree.remove(path);
    return commitTree("dev-anna", branch, "Remove " + path, tree);
  }

  private GitFile plain(String text) {
    return new GitFile(GitFile.PLAIN, objects.addBlob(text.getBytes(StandardCharsets.UTF_8)));
  }

  private NavigableMap<String, GitFile> currentFiles(String branch) {
    return startOf(branch).map(this::filesAt).orElseGet(TreeMap::new);
  }

  private Optional<String> startOf(String branch) {
    return branchHead(branch).or(() -> branchHead(defaultBranch));
  }

  private String commitTree(
      String login, String branch, String message, Map<String, GitFile> files) {
    Identity who = Identity.of(login, github.now());
    List<String> parents = startOf(branch).map(List::of).orElse(List.of());
    String sha = objects.addCommit(new Commit(objects.addFiles(files), parents, who, who, message));
    refs.put(HEADS + branch, sha);
    return sha;
  }

  String merge(SandboxPull pull, String login) {
    String ours = head(pull.base());
    String theirs = pull.headSha();
    String ancestor = objects.mergeBase(ours, theirs).orElse(ours);
    NavigableMap<String, GitFile> before = filesAt(ancestor);
    NavigableMap<String, GitFile> changed = filesAt(theirs);
    NavigableMap<String, GitFile> result = filesAt(ours);
    before.keySet().stream().filter(path -> !changed.containsKey(path)).forEach(result::remove);
    changed.forEach((path, file) -> {
      if (!file.equals(before.get(path))) {
        result.put(path, file);
      }
    });
    Identity who = Identity.of(login, github.now());
    String message = "Merge pull request #" + pull.number() + " from " + owner + "/" + pull.branch()
        + "\n\n" + pull.title();
    String sha = objects.addCommit(
        new Commit(objects.addFiles(result), List.of(ours, theirs), who, who, message));
    refs.put(HEADS + pull.base(), sha);
    return sha;
  }

  public SandboxRepository deleteBranch(String branch) {
    refs.remove(HEADS + branch);
    return this;
  }

  /** Lets a branch point to any commit, as a force-push does. */
  public SandboxRepository forcePush(String branch, String commit) {
    refs.put(HEADS + branch, commit);
    return this;
  }

  /** The branch's newest commit. */
  public String head(String branch) {
    return branchHead(branch)
        .orElseThrow(() -> new NoSuchElementException("no branch " + branch + " in " + fullName()));
  }

  public Optional<String> branchHead(String branch) {
    return Optional.ofNullable(refs.get(HEADS + branch));
  }

  public List<String> branches() {
    return names(HEADS);
  }

  List<String> tags() {
    return names(TAGS);
  }

  private List<String> names(String kind) {
    return refs.keySet().stream()
        .filter(ref -> ref.startsWith(kind))
        .map(ref -> ref.substring(kind.length()))
        .toList();
  }

  /** Tags a commit, as release pages of actions do. */
  public SandboxRepository tag(String tag, String sha) {
    refs.put(TAGS + tag, sha);
    return this;
  }

  Optional<String> tagged(String tag) {
    return Optional.ofNullable(refs.get(TAGS + tag));
  }

  /** The files of a branch, tag or commit as text, by path. */
  public NavigableMap<String, String> files(String ref) {
    NavigableMap<String, String> texts = new TreeMap<>();
    filesAt(resolved(ref)).forEach((path, file) -> texts.put(path, text(file.sha())));
    return texts;
  }

  /** The git modes of the files of a branch, tag or commit, by path: 100644, 100755, 120000. */
  public NavigableMap<String, String> modes(String ref) {
    NavigableMap<String, String> modes = new TreeMap<>();
    filesAt(resolved(ref)).forEach((path, file) -> modes.put(path, file.mode()));
    return modes;
  }

  private String resolved(String ref) {
    return resolve(ref)
        .orElseThrow(() -> new NoSuchElementException("no " + ref + " in " + fullName()));
  }

  /** A commit's message. */
  public String message(String sha) {
    return objects.commit(sha).map(Commit::message).orElse("");
  }

  /** The commits of {@code branch} that {@code base} does not have, newest first. */
  public List<String> commitsBetween(String base, String branch) {
    Set<String> old = objects.history(resolved(base));
    List<String> commits = new ArrayList<>(objects.history(resolved(branch)));
    commits.removeAll(old);
    return commits;
  }

  Optional<String> resolve(String ref) {
    String bare = ref.startsWith(HEADS)
        ? ref.substring(HEADS.length())
        : ref.startsWith("heads/") ? ref.substring("heads/".length()) : ref;
    if (bare.equals("HEAD")) {
      return branchHead(defaultBranch);
    }
    return branchHead(bare)
        .or(() -> tagged(bare))
        .or(() -> bare.length() >= 7 ? objects.commitBeginning(bare) : Optional.empty());
  }

  NavigableMap<String, GitFile> filesAt(String commit) {
    return objects.commit(commit).map(c -> objects.files(c.tree())).orElseGet(TreeMap::new);
  }

  String text(String blob) {
    return objects.blob(blob).map(b -> new String(b, StandardCharsets.UTF_8)).orElse("");
  }

  String subject(String commit) {
    return message(commit).lines().findFirst().orElse("");
  }

  String author(String commit) {
    return objects.commit(commit).flatMap(c -> GitHubJson.login(c.author())).orElse("dev-anna");
  }

  GitObjects objects() {
    return objects;
  }

  Map<String, String> refs() {
    return refs;
  }

  // ---- runs, checks, pull requests ----------------------------------------------------------

  /** A new run of this workflow, going on. */
  public SandboxRun run(String workflow) {
    int number = runs.size() + 1;
    SandboxRun run = new SandboxRun(this, github.nextRunId(), number, workflow, github.now());
    runs.add(run);
    return run;
  }

  /** A finished run with one job that failed with this log. */
  public SandboxRun failedRun(String workflow, String job, String step, String log) {
    SandboxRun run = run(workflow);
    run.job(job).failsAt(step).log(log);
    return run.finish("failure");
  }

  /** A finished run with one job that passed. */
  public SandboxRun passedRun(String workflow, String job) {
    SandboxRun run = run(workflow);
    run.job(job).step("Set up job", "success").step("Run tests", "success").conclude("success");
    return run.finish("success");
  }

  /** A check from elsewhere on a commit; an empty conclusion means that it is going on. */
  public SandboxRepository check(String sha, String checkName, Optional<String> conclusion) {
    String status = conclusion.isPresent() ? "completed" : "in_progress";
    checks.add(new Check(github.nextId(), sha, checkName, status, conclusion));
    return this;
  }

  /** A commit status of the older kind: success, pending, failure, error. */
  public SandboxRepository status(String sha, String context, String state) {
    statuses.add(new Check(github.nextId(), sha, context, state, Optional.of(state)));
    return this;
  }

  /** Opens a pull request as a person would. */
  public SandboxPull openPull(String login, String branch, String title, String body) {
    return open(login, new SandboxPull.Wish(title, body, branch, defaultBranch, false));
  }

  SandboxPull open(String login, SandboxPull.Wish wish) {
    SandboxPull pull = new SandboxPull(this, numbers.incrementAndGet(), login, wish);
    pulls.add(pull);
    return pull;
  }

  public List<SandboxRun> runs() {
    return List.copyOf(runs);
  }

  public List<SandboxPull> pulls() {
    return List.copyOf(pulls);
  }

  public SandboxPull pull(int number) {
    return findPull(number)
        .orElseThrow(() -> new NoSuchElementException("no #" + number + " in " + fullName()));
  }

  Optional<SandboxPull> findPull(long number) {
    return pulls.stream().filter(pull -> pull.number() == number).findFirst();
  }

  Optional<SandboxRun> findRun(long runId) {
    return runs.stream().filter(run -> run.id() == runId).findFirst();
  }

  List<Check> checks(String sha) {
    return checks.stream().filter(check -> check.sha().equals(sha)).toList();
  }

  List<Check> statuses(String sha) {
    return statuses.stream().filter(check -> check.sha().equals(sha)).toList();
  }

  // ---- settings -----------------------------------------------------------------------------

  public SandboxRepository defaultBranch(String branch) {
    defaultBranch = branch;
    return this;
  }

  public SandboxRepository archive() {
    archived = true;
    return this;
  }

  public SandboxRepository makePrivate() {
    isPrivate = true;
    return this;
  }

  /** What the token's owner may: admin, maintain, push, triage, pull. */
  public SandboxRepository permission(String permission, Boolean granted) {
    permissions.put(permission, granted);
    return this;
  }

  public GitHubSandbox github() {
    return github;
  }

  void rename(String fullName) {
    int slash = fullName.indexOf('/');
    owner = fullName.substring(0, slash);
    name = fullName.substring(slash + 1);
  }

  public long id() {
    return id;
  }

  public String owner() {
    return owner;
  }

  public String name() {
    return name;
  }

  public String fullName() {
    return owner + "/" + name;
  }

  public String defaultBranch() {
    return defaultBranch;
  }

  Map<String, Boolean> permissions() {
    return permissions;
  }

  boolean isArchived() {
    return archived;
  }

  boolean isPrivate() {
    return isPrivate;
  }

  Instant createdAt() {
    return createdAt;
  }

  @Override
  public String toString() {
    return fullName();
  }
}
