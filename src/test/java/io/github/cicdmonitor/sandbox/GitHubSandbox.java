package io.github.cicdmonitor.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * GitHub's REST API, version 2022-11-28, as far as runs, logs, git data and pull requests go. Job logs lie on a port of their own, as they do at
 * GitHub, which refuses requests that carry the token.
 */
public final class GitHubSandbox implements AutoCloseable {
  private static final String APP_TOKEN_MARK = "ghs_";

  /** Who a token stands for and what was taken from it. */
  private record Account(String login, Set<String> refused, Set<String> hidden) {}

  private final Clock clock;
  private final Ledger ledger;
  private final LoopbackServer server;
  private final LoopbackServer blobServer;
  private final RateLimit rateLimit;
  private final Routes routes = new Routes();
  private final GitHubJson json;
  private final Map<String, SandboxRepository> repositories = new ConcurrentSkipListMap<>();
  private final Map<String, String> renamed = new ConcurrentHashMap<>();
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Map<String, String> apps = new ConcurrentHashMap<>();
  private final Map<Long, SandboxJob> jobs = new ConcurrentHashMap<>();
  private final Map<String, String> appPermissions = new ConcurrentSkipListMap<>(Map.of(
      "actions", "write",
      "checks", "read",
      "contents", "write",
      "issues", "write",
      "metadata", "read",
      "pull_requests", "write",
      "workflows", "write"));
  private final Map<String, String> scopes = new ConcurrentHashMap<>();
  private final AtomicLong created = new AtomicLong();
  private final Map<String, byte[]> archives = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong(900_000_000L);
  private final AtomicLong runIds = new AtomicLong(17_400_000_000L);
  private final AtomicLong jobIds = new AtomicLong(48_600_000_000L);
  private final AtomicLong requestIds = new AtomicLong();

  GitHubSandbox(Ledger ledger, Clock clock) {
    this.clock = clock;
    this.ledger = ledger;
    this.rateLimit = new RateLimit(clock);
    this.blobServer = new LoopbackServer("blobs", ledger, clock, this::blob);
    this.server = new LoopbackServer("github", ledger, clock, new LoopbackServer.Service() {
      @Override
      public Answer answer(Request request) {
        return GitHubSandbox.this.answer(request);
      }

      @Override
      public Answer dressed(Request request, Answer answer) {
        return stamped(request, answer);
      }
    });
    this.json = new GitHubJson(server.url());
    new RepositoryRoutes(this, json).addTo(routes);
    new RunRoutes(this, json).addTo(routes);
    new CommitRoutes(this, json).addTo(routes);
    new GitDataRoutes(this, json).addTo(routes);
    new PullRoutes(this, json).addTo(routes);
  }

  // ---- the world ----------------------------------------------------------------------------

  /** A new repository, {@code owner/name}, with a first commit on {@code main}. */
  public SandboxRepository create(String fullName) {
    long id = 700_000_000L + created.getAndIncrement() * 1_000L;
    SandboxRepository repository = new SandboxRepository(this, id, fullName);
    repositories.put(key(fullName), repository);
    repository.commit(
        "main", "Initial commit", Map.of("README.md", "# " + repository.name() + "\n"));
    return repository;
  }

  public SandboxRepository repository(String fullName) {
    return find(fullName).orElseThrow(() -> new NoSuchElementException("no " + fullName));
  }

  public Collection<SandboxRepository> repositories() {
    return List.copyOf(repositories.values());
  }

  /** The repository is gone from now on. */
  public void remove(String fullName) {
    repositories.remove(key(fullName));
  }

  /** Answers the old name with 301 to the new one's; a repository of the old name has the new one now. */
  public void rename(String oldName, String newName) {
    Optional.ofNullable(repositories.remove(key(oldName))).ifPresent(repository -> {
      repository.rename(newName);
      repositories.put(key(newName), repository);
    });
    renamed.put(key(oldName), newName);
  }

  /** The files of a branch as text, by path. */
  public Map<String, String> files(String fullName, String branch) {
    return repository(fullName).files(branch);
  }

  /** All pull requests of all repositories. */
  public List<SandboxPull> pulls() {
    return repositories.values().stream().flatMap(r -> r.pulls().stream()).toList();
  }

  /** The runs whose newest attempt was requested by a re-run and has not ended. */
  public List<SandboxRun> pendingReruns() {
    return repositories.values().stream()
        .flatMap(r -> r.runs().stream())
        .filter(run -> run.attempt().number() > 1 && run.attempt().conclusion().isEmpty())
        .toList();
  }

  // ---- tokens -------------------------------------------------------------------------------

  /** From now on this token is good, and may do everything. */
  public void accept(String token, String login) {
    accounts.put(
        token, new Account(login, ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet()));
  }

  /** From now on the token is answered 401. */
  /** Those that are good for something. */
  public List<String> tokens() {
    return List.copyOf(accounts.keySet());
  }

  public void revoke(String token) {
    accounts.remove(token);
  }

  /**
   * Takes a permission from a token.
   *
   * @param permission such as {@code contents=write}; {@code contents=read} takes both
   */
  public void refuse(String token, String permission) {
    account(token).refused.add(permission);
  }

  /** Lets the token have the permission again. */
  public void grant(String token, String permission) {
    account(token).refused.remove(permission);
  }

  /** Of a classic token: what GitHub then says in every answer to it. */
  public void scopes(String token, String words) {
    scopes.put(token, words);
  }

  /** What installations of Apps grant from now on: {@code workflows}, {@code read}. */
  public void appPermission(String permission, String level) {
    appPermissions.put(permission, level);
  }

  /** A repository that this token cannot see: 404, as for private ones. */
  public void hide(String token, String fullName) {
    account(token).hidden.add(key(fullName));
  }

  /** A GitHub App: JWTs naming it as issuer may ask for tokens of installations. Their signature is not checked. */
  public void app(String appId, String login) {
    apps.put(appId, login);
  }

  private Account account(String token) {
    return Optional.ofNullable(accounts.get(token))
        .orElseThrow(() -> new NoSuchElementException("accept() the token first"));
  }

  // ---- the service --------------------------------------------------------------------------

  /** The root for GITHUB_API_URL. */
  public String url() {
    return server.url();
  }

  /** The root of the second port, where the logs are. */
  public String blobUrl() {
    return blobServer.url();
  }

  /** From now on this service's clock shows that much more than everybody else's. */
  public void clockAhead(Duration ahead) {
    server.clockAhead(ahead);
  }

  public Faults faults() {
    return server.faults();
  }

  /** Faults of the port where the logs are; paths read {@code GET /logs/JOB}. */
  public Faults blobFaults() {
    return blobServer.faults();
  }

  public RateLimit rateLimit() {
    return rateLimit;
  }

  @Override
  public void close() {
    server.close();
    blobServer.close();
  }

  // ---- for the routes -----------------------------------------------------------------------

  Optional<SandboxRepository> find(String fullName) {
    return Optional.ofNullable(repositories.get(key(fullName)));
  }

  private static String key(String fullName) {
    return fullName.toLowerCase(Locale.ROOT);
  }

  /** The repository of the path's {@code o} and {@code r}. */
  SandboxRepository repository(Map<String, String> parameters) {
    return find(parameters.get("o") + "/" + parameters.get("r")).orElseThrow(GitHubError::notFound);
  }

  SandboxJob job(SandboxRepository repository, String id) {
    return Optional.ofNullable(jobs.get(GitHubJson.number(id)))
        .filter(job -> job.attempt().run().repository() == repository)
        .orElseThrow(GitHubError::notFound);
  }

  void remember(SandboxJob job) {
    jobs.put(job.id(), job);
  }

  /** The address of a commit's archive on the second port, which serves it from now on. */
  String offerArchive(String commit, byte[] zip) {
    archives.putIfAbsent(commit, zip);
    return blobUrl() + "/archives/" + commit + "?token=c2FuZGJveA";
  }

  /** Serves these bytes as a commit's archive, whatever its files are. */
  public void archive(String commit, byte[] zip) {
    archives.put(commit, zip);
  }

  String login(Request request) {
    return request.token().map(accounts::get).map(Account::login).orElse("anonymous");
  }

  /** Refuses as GitHub does when the token lacks the permission. */
  void demand(Request request, String permission) {
    if (isRefused(request, permission)) {
      throw GitHubError.of(403, refusal(request)).lacking(permission);
    }
  }

  private static String refusal(Request request) {
    boolean app = request.token().filter(t -> t.startsWith(APP_TOKEN_MARK)).isPresent();
    return "Resource not accessible by " + (app ? "integration" : "personal access token");
  }

  private boolean isRefused(Request request, String permission) {
    Set<String> refused =
        request.token().map(accounts::get).map(Account::refused).orElse(Set.of());
    String read = permission.replace("=write", "=read");
    return refused.contains(permission) || refused.contains(read);
  }

  Map<String, String> appPermissions() {
    return appPermissions;
  }

  Optional<String> app(String id) {
    return Optional.ofNullable(apps.get(id));
  }

  Instant now() {
    return clock.instant();
  }

  long nextId() {
    return ids.incrementAndGet();
  }

  long nextRunId() {
    return runIds.addAndGet(1_037);
  }

  long nextJobId() {
    return jobIds.addAndGet(211);
  }

  // ---- answering ----------------------------------------------------------------------------

  private Answer answer(Request request) {
    Answer answer;
    try {
      answer = checked(request);
    } catch (GitHubError refused) {
      answer = refused.answer();
    }
    Answer conditional = conditional(request, answer);
    boolean free = conditional.status() == 304 || request.path().equals("/rate_limit");
    String token = request.token().orElse("");
    if (!free && !rateLimit.exhausted(token)) {
      rateLimit.spend(token);
    }
    return stamped(request, conditional);
  }

  private Answer checked(Request request) {
    if (request.header("user-agent").isEmpty()) {
      return Answer.text(
          403,
          "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.");
    }
    Optional<Answer> appAnswer = new AppTokens(this, json).answer(request);
    if (appAnswer.isPresent()) {
      return appAnswer.get();
    }
    String token =
        request.token().orElseThrow(() -> GitHubError.of(401, "Requires authentication"));
    Account account = accounts.get(token);
    if (account == null) {
      throw GitHubError.of(401, "Bad credentials");
    }
    if (rateLimit.exhausted(token) && !request.path().equals("/rate_limit")) {
      throw GitHubError.of(
          403, "API rate limit exceeded for user ID " + GitHubJson.userId(account.login) + ".");
    }
    return routed(request, account);
  }

  private Answer routed(Request request, Account account) {
    String path = byName(request.path());
    Routes.Match match = routes.find(request.method(), path).orElseThrow(() -> unexpected(request));
    Optional<String> name = Optional.ofNullable(match.parameters().get("o"))
        .map(o -> key(o + "/" + match.parameters().get("r")));
    if (name.isPresent()) {
      if (renamed.containsKey(name.get())) {
        return moved(request, renamed.get(name.get()));
      }
      if (!repositories.containsKey(name.get()) || account.hidden.contains(name.get())) {
        throw GitHubError.notFound();
      }
    }
    String permission = match.route().permission();
    if (isRefused(request, permission)) {
      return GitHubError.of(403, refusal(request))
          .answer()
          .with("X-Accepted-GitHub-Permissions", permission);
    }
    synchronized (this) {
      Answer answer = match.answer(request);
      return permission.isEmpty()
          ? answer
          : answer.with("X-Accepted-GitHub-Permissions", permission);
    }
  }

  /** GitHub's own links name a repository by its number. */
  private String byName(String path) {
    for (SandboxRepository repository : repositories.values()) {
      String prefix = "/repositories/" + repository.id();
      if (path.equals(prefix) || path.startsWith(prefix + "/")) {
        return "/repos/" + repository.fullName() + path.substring(prefix.length());
      }
    }
    return path;
  }

  private Answer moved(Request request, String newName) {
    SandboxRepository target = find(newName).orElseThrow(GitHubError::notFound);
    List<String> parts = new ArrayList<>(List.of(request.path().split("/", 5)));
    String rest = parts.size() > 4 ? "/" + parts.get(4) : "";
    String location = server.url() + "/repositories/" + target.id() + rest + request.search();
    return Answer.json(301, Json.object("message", "Moved Permanently", "url", location))
        .with("Location", location);
  }

  private static LoopbackServer.Unexpected unexpected(Request request) {
    return new LoopbackServer.Unexpected(
        "no such route in the sandbox",
        Answer.json(501, Json.object("message", "the sandbox does not know " + request.line())));
  }

  private Answer conditional(Request request, Answer answer) {
    if (!request.method().equals("GET") || answer.status() != 200) {
      return answer;
    }
    // An ETag belongs to one address, one page and one token.
    String etag = "W/\"" + digest(request, answer) + "\"";
    String known = request.header("if-none-match").orElse("");
    Answer shown =
        known.equals(etag) || known.equals(etag.substring(2)) ? Answer.empty(304) : answer;
    return shown
        .with("ETag", etag)
        .with("Cache-Control", "private, max-age=60, s-maxage=60")
        .with(
            "Vary",
            "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With");
  }

  private static String digest(Request request, Answer answer) {
    try (InputStream body = answer.body().get()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(request.token().orElse("").getBytes(StandardCharsets.UTF_8));
      digest.update(request.path().getBytes(StandardCharsets.UTF_8));
      digest.update(request.query().toString().getBytes(StandardCharsets.UTF_8));
      digest.update(answer.headers().getOrDefault("Link", "").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Answer stamped(Request request, Answer answer) {
    rateLimit.stamp(request.token().orElse(""), answer);
    long number = requestIds.incrementAndGet();
    request.token().map(scopes::get).ifPresent(words -> answer.with("X-OAuth-Scopes", words));
    return answer
        .with(
            "X-GitHub-Request-Id",
            String.format(Locale.ROOT, "C0DE:%04X:5A9D:%06X", number, number * 7))
        .with("X-GitHub-Media-Type", "github.v3; format=json")
        .with("X-GitHub-Api-Version-Selected", "2022-11-28");
  }

  private Answer blob(Request request) {
    String path = request.path();
    if (request.header("authorization").isPresent()) {
      String xml =
          "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthenticationFailed</Code>"
              + "<Message>Server failed to authenticate the request.</Message></Error>";
      ledger.recordComplaint(request, 403, "Authorization was sent to the blob storage");
      return Answer.bytes(403, "application/xml", xml.getBytes(StandardCharsets.UTF_8));
    }
    if (path.startsWith("/archives/") && request.parameter("token").isPresent()) {
      return Optional.ofNullable(archives.get(path.substring("/archives/".length())))
          .map(zip -> Answer.bytes(200, "application/zip", zip))
          .orElseGet(() -> Answer.text(404, "404: Not Found"));
    }
    Optional<SandboxJob> job = Optional.of(path)
        .filter(p -> p.matches("/logs/\\d+") && request.parameter("sig").isPresent())
        .map(p -> jobs.get(Long.parseLong(p.substring("/logs/".length()))));
    return job.flatMap(SandboxJob::log)
        .map(log -> Answer.stream(200, log))
        .orElseThrow(() -> new LoopbackServer.Unexpected(
            "no such blob", Answer.text(404, "The specified blob does not exist.")));
  }
}
