package io.github.cicdmonitor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHTree;
import org.kohsuke.github.GHWorkflowJob;
import org.kohsuke.github.GHWorkflowRun;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.extras.okhttp3.OkHttpGitHubConnector;

class GitHubSandboxTest {
  private static final MediaType JSON = MediaType.get("application/json");

  private final Sandbox sandbox = Sandbox.start();
  private final GitHubSandbox github = sandbox.github();
  private final OkHttpClient http = new OkHttpClient.Builder()
      .followRedirects(false)
      .retryOnConnectionFailure(false)
      .build();
  private SandboxRepository shop;

  /** What a plain client saw. */
  private record Seen(int status, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }

    JsonNode json() {
      return Json.parse(body).orElseThrow();
    }
  }

  @BeforeEach
  void aShop() {
    shop = github.create("acme/shop");
    shop.commit("main", "Add a workflow", Map.of(".github/workflows/ci.yml", "on: push\n"));
  }

  @AfterEach
  void stop() {
    http.connectionPool().evictAll();
    sandbox.stop();
  }

  private Seen send(okhttp3.Request.Builder request) throws IOException {
    request.header("Authorization", "Bearer " + Sandbox.GITHUB_TOKEN);
    return sendBare(request);
  }

  private Seen sendBare(okhttp3.Request.Builder request) throws IOException {
    try (Response response =
        http.newCall(request.header("User-Agent", "test").build()).execute()) {
      return new Seen(
          response.code(), response.headers().toMultimap(), response.body().string());
    }
  }

  private Seen get(String path) throws IOException {
    return send(new okhttp3.Request.Builder().url(github.url() + path));
  }

  private Seen post(String path, JsonNode body) throws IOException {
    return send(new okhttp3.Request.Builder()
        .url(github.url() + path)
        .post(RequestBody.create(body.toString(), JSON)));
  }

  private GitHub kohsuke() throws IOException {
    return new GitHubBuilder()
        .withEndpoint(github.url())
        .withOAuthToken(Sandbox.GITHUB_TOKEN)
        .withConnector(new OkHttpGitHubConnector(new OkHttpClient()))
        .build();
  }

  @Test
  void the_library_reads_repository_runs_jobs_and_files() throws IOException {
    SandboxRun run = shop.failedRun("CI", "build", "Run npm ci", "no such package\n");

    GHRepository repository = kohsuke().getRepository("acme/shop");
    GHWorkflowRun found = repository.queryWorkflowRuns().list().toList().get(0);
    GHWorkflowJob job = found.listJobs().toList().get(0);

    assertThat(repository.getDefaultBranch()).isEqualTo("main");
    assertThat(repository.hasPushAccess()).isTrue();
    assertThat(found.getId()).isEqualTo(run.id());
    assertThat(found.getHeadSha()).isEqualTo(shop.head("main"));
    assertThat(job.getSteps().get(2).getName()).isEqualTo("Run npm ci");
    String log = job.downloadLogs(
        in -> new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    assertThat(log).isEqualTo("no such package\n");
    assertThat(new String(
            repository.getFileContent(".github/workflows/ci.yml").read().readAllBytes(),
            java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("on: push\n");
    sandbox.verify();
  }

  @Test
  void the_library_opens_a_pull_request_that_can_be_read_back_as_files() throws IOException {
    GHRepository repository = kohsuke().getRepository("acme/shop");
    String base = repository.getRef("heads/main").getObject().getSha();
    GHTree tree = repository
        .createTree()
        .baseTree(repository.getCommit(base).getTree().getSha())
        .add(".github/workflows/ci.yml", "on: pull_request\n", false)
        .create();
    String commit = repository
        .createCommit()
        .message("Run on pull requests")
        .tree(tree.getSha())
        .parent(base)
        .create()
        .getSHA1();
    repository.createRef("refs/heads/cicd-monitor/fix-1", commit);
    GHPullRequest opened =
        repository.createPullRequest("Fix", "cicd-monitor/fix-1", "main", "why", false, false);
    opened.addLabels("cicd-monitor");
    opened.comment("hello");

    SandboxPull pull = shop.pull(opened.getNumber());
    assertThat(pull.labels()).containsExactly("cicd-monitor");
    assertThat(pull.comments()).extracting(SandboxPull.Comment::body).containsExactly("hello");
    assertThat(github.files("acme/shop", "cicd-monitor/fix-1"))
        .containsEntry(".github/workflows/ci.yml", "on: pull_request\n")
        .containsEntry("README.md", "# shop\n");
    assertThat(Patches.of(pull)).contains("-on: push\n+on: pull_request\n");
    assertThat(sandbox.ledger().writes())
        .containsExactly(
            "POST /repos/acme/shop/git/blobs",
            "POST /repos/acme/shop/git/trees",
            "POST /repos/acme/shop/git/commits",
            "POST /repos/acme/shop/git/refs",
            "POST /repos/acme/shop/pulls",
            "POST /repos/acme/shop/issues/1/labels",
            "POST /repos/acme/shop/issues/1/comments");
    sandbox.verify();
  }

  @Test
  void a_second_pull_request_of_a_branch_is_refused_in_github_s_words() throws IOException {
    shop.commit("fix", "Fix", Map.of("a", "b"));
    shop.openPull("dev-anna", "fix", "Fix", "");

    Seen seen =
        post("/repos/acme/shop/pulls", Json.object("title", "Fix", "head", "fix", "base", "main"));

    assertThat(seen.status()).isEqualTo(422);
    assertThat(seen.json().at("/errors/0/message").asText())
        .isEqualTo("A pull request already exists for acme:fix.");
    assertThat(get("/repos/acme/shop/pulls?head=acme:fix&state=open").json()).hasSize(1);
    assertThat(get("/repos/acme/shop/pulls?head=acme:other&state=open").json()).isEmpty();
  }

  @Test
  void a_reference_is_created_once() throws IOException {
    JsonNode wish = Json.object("ref", "refs/heads/x", "sha", shop.head("main"));

    assertThat(post("/repos/acme/shop/git/refs", wish).status()).isEqualTo(201);
    Seen again = post("/repos/acme/shop/git/refs", wish);

    assertThat(again.status()).isEqualTo(422);
    assertThat(again.json().path("message").asText()).isEqualTo("Reference already exists");
  }

  @Test
  void runs_come_newest_first_in_pages_linked_by_the_repository_s_number() throws IOException {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 5; i++) {
      shop.run("CI").createdAt(start.plusSeconds(i)).finish("success");
    }

    Seen first = get("/repos/acme/shop/actions/runs?per_page=2");
    String next = first.header("link").replaceFirst(".*<([^>]+)>; rel=\"next\".*", "$1");
    Seen second = send(new okhttp3.Request.Builder().url(next));

    assertThat(first.json().path("total_count").asInt()).isEqualTo(5);
    assertThat(first.json().at("/workflow_runs/0/created_at").asText())
        .isEqualTo("2026-01-01T00:00:04Z");
    assertThat(next).contains("/repositories/" + shop.id() + "/actions/runs");
    assertThat(second.json().at("/workflow_runs/0/created_at").asText())
        .isEqualTo("2026-01-01T00:00:02Z");
    assertThat(second.header("link")).contains("rel=\"prev\"");
  }

  @Test
  void a_filtered_listing_ends_after_a_thousand_and_ranges_narrow_it() throws IOException {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 1005; i++) {
      shop.run("CI").createdAt(start.plusSeconds(i)).finish("failure");
    }
    String runs = "/repos/acme/shop/actions/runs?per_page=100&page=11";

    assertThat(get(runs + "&created=%3E%3D2026-01-01").json().path("workflow_runs"))
        .isEmpty();
    assertThat(get(runs).json().path("workflow_runs")).hasSize(5);
    assertThat(
            get("/repos/acme/shop/actions/runs?created=2026-01-01T00:00:00Z..2026-01-01T00:00:09Z")
                .json()
                .path("total_count")
                .asInt())
        .isEqualTo(10);
  }

  @Test
  void an_unchanged_page_is_304_and_costs_nothing() throws IOException {
    String path = github.url() + "/repos/acme/shop/actions/runs";
    Seen first = send(new okhttp3.Request.Builder().url(path));
    int used = github.rateLimit().used(Sandbox.GITHUB_TOKEN);

    Seen same =
        send(new okhttp3.Request.Builder().url(path).header("If-None-Match", first.header("etag")));
    int after = github.rateLimit().used(Sandbox.GITHUB_TOKEN);
    shop.passedRun("CI", "build");
    Seen changed =
        send(new okhttp3.Request.Builder().url(path).header("If-None-Match", first.header("etag")));

    assertThat(same.status()).isEqualTo(304);
    assertThat(after).isEqualTo(used);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(github.rateLimit().used(Sandbox.GITHUB_TOKEN)).isEqualTo(used + 1);
  }

  @Test
  void a_log_lies_on_another_port_that_refuses_the_token() throws IOException {
    SandboxRun run = shop.failedRun("CI", "build", "Run npm ci", "broken\n");
    long job = run.job("build").id();

    Seen redirect = get("/repos/acme/shop/actions/jobs/" + job + "/logs");
    String location = redirect.header("location");

    assertThat(redirect.status()).isEqualTo(302);
    assertThat(location).startsWith(github.blobUrl());
    assertThat(sendBare(new okhttp3.Request.Builder().url(location)).body()).isEqualTo("broken\n");
    sandbox.verify();
    assertThat(send(new okhttp3.Request.Builder().url(location)).status()).isEqualTo(403);
    assertThatThrownBy(sandbox::verify).hasMessageContaining("Authorization was sent");
  }

  @Test
  void an_expired_log_is_410() throws IOException {
    SandboxRun run = shop.failedRun("CI", "build", "Run npm ci", "broken\n");
    run.job("build").expireLog();

    assertThat(get("/repos/acme/shop/actions/jobs/" + run.job("build").id() + "/logs")
            .status())
        .isEqualTo(410);
  }

  @Test
  void a_re_run_keeps_id_and_creation_and_the_earlier_attempt_stays() throws IOException {
    SandboxRun run = shop.failedRun("CI", "build", "Run npm ci", "broken\n");
    run.attempt().job("lint").step("Run eslint", "success").conclude("success");
    String path = "/repos/acme/shop/actions/runs/" + run.id();

    Seen asked = post(path + "/rerun-failed-jobs", Json.object());
    Seen tooEarly = post(path + "/rerun-failed-jobs", Json.object());
    JsonNode now = get(path).json();

    assertThat(asked.status()).isEqualTo(201);
    assertThat(tooEarly.status()).isEqualTo(403);
    assertThat(now.path("run_attempt").asInt()).isEqualTo(2);
    assertThat(now.path("created_at").asText())
        .isEqualTo(Json.node(run.createdAt()).asText());
    assertThat(now.path("conclusion").isNull()).isTrue();
    assertThat(get(path + "/attempts/1").json().path("conclusion").asText()).isEqualTo("failure");
    assertThat(get(path + "/jobs?filter=all").json().path("total_count").asInt())
        .isEqualTo(4);
    assertThat(github.pendingReruns()).containsExactly(run);
  }

  @Test
  void compare_tells_ahead_behind_and_diverged() throws IOException {
    String old = shop.head("main");
    shop.commit("side", "Side", Map.of("s", "1"));
    shop.commit("main", "Main", Map.of("m", "1"));

    assertThat(get("/repos/acme/shop/compare/" + old + "...main")
            .json()
            .path("status")
            .asText())
        .isEqualTo("ahead");
    assertThat(
            get("/repos/acme/shop/compare/main..." + old).json().path("status").asText())
        .isEqualTo("behind");
    JsonNode diverged = get("/repos/acme/shop/compare/main...side").json();
    assertThat(diverged.path("status").asText()).isEqualTo("diverged");
    assertThat(diverged.at("/files/0/filename").asText()).isEqualTo("s");
    assertThat(get("/repos/acme/shop/compare/main...main").json().path("status").asText())
        .isEqualTo("identical");
  }

  @Test
  void files_are_base64_folders_are_lists_and_links_are_typed() throws IOException {
    shop.symlink("main", "docs/link", "/etc/passwd");

    JsonNode file =
        get("/repos/acme/shop/contents/.github/workflows/ci.yml?ref=main").json();
    JsonNode folder = get("/repos/acme/shop/contents/docs?ref=main").json();

    assertThat(file.path("content").asText().strip()).isEqualTo("b246IHB1c2gK");
    assertThat(folder.at("/0/type").asText()).isEqualTo("symlink");
    assertThat(get("/repos/acme/shop/contents/docs/link").json().path("target").asText())
        .isEqualTo("/etc/passwd");
    assertThat(get("/repos/acme/shop/contents/none").status()).isEqualTo(404);
    assertThat(shop.modes("main")).containsEntry("docs/link", "120000");
  }

  @Test
  void tokens_are_checked_and_refusals_name_the_permission() throws IOException {
    Seen stranger = sendBare(new okhttp3.Request.Builder()
        .url(github.url() + "/repos/acme/shop")
        .header("Authorization", "Bearer ghp_wrong"));
    github.refuse(Sandbox.GITHUB_TOKEN, "contents=write");
    Seen refused = post("/repos/acme/shop/git/blobs", Json.object("content", "x"));

    assertThat(stranger.status()).isEqualTo(401);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("x-accepted-github-permissions")).isEqualTo("contents=write");
    assertThat(get("/repos/acme/shop/branches/main").status()).isEqualTo(200);
    assertThat(get("/repos/acme/nothing").status()).isEqualTo(404);
  }

  @Test
  void a_lost_reply_had_its_effect_and_a_dropped_request_had_none() {
    JsonNode wish = Json.object("ref", "refs/heads/x", "sha", shop.head("main"));
    github.faults().once("POST /repos/acme/shop/git/refs", Fault.dropBeforeProcessing());
    github.faults().once("POST /repos/*/shop/git/refs", Fault.dropAfterProcessing());

    assertThatThrownBy(() -> post("/repos/acme/shop/git/refs", wish))
        .isInstanceOf(IOException.class);
    assertThat(shop.branches()).doesNotContain("x");
    assertThatThrownBy(() -> post("/repos/acme/shop/git/refs", wish))
        .isInstanceOf(IOException.class);
    assertThat(shop.branches()).contains("x");
  }

  @Test
  void limits_speak_as_github_does() throws IOException {
    github.faults().once("GET /user", Fault.secondaryLimit(Duration.ofSeconds(7)));
    Seen secondary = get("/user");
    github.rateLimit().remaining(Sandbox.GITHUB_TOKEN, 0);
    Seen primary = get("/user");

    assertThat(secondary.status()).isEqualTo(403);
    assertThat(secondary.header("retry-after")).isEqualTo("7");
    assertThat(primary.status()).isEqualTo(403);
    assertThat(primary.header("x-ratelimit-remaining")).isEqualTo("0");
    assertThat(get("/rate_limit").status()).isEqualTo(200);
  }

  @Test
  void an_unknown_route_is_501_and_fails_the_test_that_closes_the_sandbox() throws IOException {
    assertThat(get("/repos/acme/shop/stargazers").status()).isEqualTo(501);

    assertThatThrownBy(sandbox::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /repos/acme/shop/stargazers");
  }

  @Test
  void a_merge_lands_the_branch_s_changes_on_a_base_that_moved() throws IOException {
    shop.commit("fix", "Fix", Map.of("fixed", "1"));
    SandboxPull pull = shop.openPull("dev-anna", "fix", "Fix", "");
    shop.commit("main", "Meanwhile", Map.of("other", "2"));

    pull.merge("dev-ben");

    assertThat(github.files("acme/shop", "main"))
        .containsEntry("fixed", "1")
        .containsEntry("other", "2");
    assertThat(get("/repos/acme/shop/pulls/1").json().path("merged").asBoolean())
        .isTrue();
    assertThat(get("/repos/acme/shop/issues/1").json().at("/closed_by/login").asText())
        .isEqualTo("dev-ben");
  }

  @Test
  void checks_of_a_commit_are_its_jobs_and_what_others_said() throws IOException {
    String head = shop.head("main");
    shop.passedRun("CI", "build");
    shop.check(head, "sonar", Optional.of("failure"));
    shop.status(head, "old-ci", "pending");

    JsonNode checks = get("/repos/acme/shop/commits/" + head + "/check-runs").json();

    assertThat(checks.path("check_runs").findValuesAsText("name")).contains("build", "sonar");
    assertThat(get("/repos/acme/shop/commits/main/status").json().path("state").asText())
        .isEqualTo("pending");
  }

  @Test
  void annotations_belong_to_the_job_of_the_same_number() throws IOException {
    SandboxRun run = shop.failedRun("CI", "build", "Run tests", "x");
    SandboxJob job = run.job("build");
    job.annotate(new SandboxJob.Annotation(".github", 1, "failure", "", "The runner was lost"));

    JsonNode annotations =
        get("/repos/acme/shop/check-runs/" + job.id() + "/annotations").json();

    assertThat(annotations.at("/0/message").asText()).isEqualTo("The runner was lost");
  }

  @Test
  void a_reference_to_a_changed_workflow_needs_a_permission_of_its_own() throws IOException {
    String changed = shop.commit("old", "Change", Map.of(".github/workflows/ci.yml", "on: x\n"));
    github.refuse(Sandbox.GITHUB_TOKEN, "workflows=write");

    Seen refused =
        post("/repos/acme/shop/git/refs", Json.object("ref", "refs/heads/new", "sha", changed));
    Seen plain = post(
        "/repos/acme/shop/git/refs",
        Json.object("ref", "refs/heads/new", "sha", shop.head("main")));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("x-accepted-github-permissions")).isEqualTo("workflows=write");
    assertThat(plain.status()).isEqualTo(201);
  }
}
