package io.github.cicdmonitor.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.MonitorException.Kind;
import io.github.cicdmonitor.forge.RepositorySource.Repository;
import io.github.cicdmonitor.forge.WorkflowRun;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.Step;
import io.github.cicdmonitor.remote.ConditionalCache;
import io.github.cicdmonitor.remote.Loopback;
import io.github.cicdmonitor.remote.Loopback.Told;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import io.github.cicdmonitor.scan.Job;
import io.github.cicdmonitor.scan.PullRequestSource.Checks;
import io.github.cicdmonitor.scan.PullRequestSource.Landed;
import io.github.cicdmonitor.scan.PullRequestSource.LandedCommit;
import io.github.cicdmonitor.scan.PullRequestSource.PullRequestFacts;
import io.github.cicdmonitor.scan.RunSource.RateLimit;
import io.github.cicdmonitor.scan.RunSource.RunPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GitHubRunsTest {
  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");
  private static final String RUNS = "GET /repos/acme/shop/actions/runs";
  private static final String TOKEN = "ghp_averylongsampletokenthatisnone000000";
  private static final String KEPT =
      Validator.of(Optional.of("Bearer " + TOKEN), "W/\"e1\"").text();
  private static final String RUN =
      "{\"id\":7,\"name\":\"CI\",\"path\":\".github/workflows/ci.yml\",\"event\":\"push\","
          + "\"head_branch\":\"main\",\"head_sha\":\"abc\",\"status\":\"completed\","
          + "\"conclusion\":\"failure\",\"run_attempt\":2,\"html_url\":\"https://x/7\","
          + "\"actor\":{\"login\":\"ann\"},\"created_at\":\"2026-11-20T10:00:00Z\","
          + "\"run_started_at\":\"2026-11-21T12:00:00+02:00\",\"updated_at\":\"2026-11-21T10:05:00Z\","
          + "\"head_repository\":{\"full_name\":\"Acme/Shop\"},\"repository\":{\"id\":700,\"full_name\":\"acme/shop\"}}";

  private final Loopback gitHub = new Loopback();
  private final Loopback elsewhere = new Loopback();
  private final Transport transport = new Transport();
  private final SlowClock clock = new SlowClock();
  private final GitHubRuns runs = runs(gitHub.url(), ConditionalCache.inMemory());

  private GitHubRuns runs(String url, ConditionalCache cache) {
    WaitBudget budget = new WaitBudget(Duration.ofSeconds(60), clock, clock);
    PersonalToken token = new PersonalToken("GITHUB_TOKEN", TOKEN);
    return new GitHubRuns(new GitHubApi(url, token, "0.1.0", transport, budget, cache));
  }

  @AfterEach
  void close() {
    transport.close();
    gitHub.close();
    elsewhere.close();
  }

  @Test
  void a_page_of_runs_is_read_with_its_etag_and_whether_more_follow() {
    gitHub.on(
        RUNS,
        Told.of(
            200,
            page(RUN),
            "ETag",
            "W/\"e1\"",
            "Link",
            "<" + gitHub.url() + "/repos/acme/shop/actions/runs?per_page=100&page=2>; rel=\"next\"",
            "X-RateLimit-Remaining",
            "4990",
            "X-RateLimit-Used",
            "10"));

    RunPage page = runs.runs(SHOP, 1, Optional.empty());

    assertThat(page)
        .isEqualTo(new RunPage(
            false,
            Optional.of(KEPT),
            List.of(new WorkflowRun(
                7,
                700,
                2,
                "CI",
                ".github/workflows/ci.yml",
                "push",
                "main",
                "abc",
                false,
                "completed",
                "failure",
                "ann",
                "https://x/7",
                Instant.parse("2026-11-20T10:00:00Z"),
                Instant.parse("2026-11-21T10:00:00Z"),
                Instant.parse("2026-11-21T10:05:00Z"))),
            true));
    assertThat(runs.rateLimit()).contains(new RateLimit(4990, 10, Optional.empty()));
    assertThat(gitHub.seen().get(0).headers())
        .containsEntry("authorization", "Bearer " + TOKEN)
        .containsEntry("user-agent", "cicd-monitor/0.1.0")
        .containsEntry("x-github-api-version", "2022-11-28")
        .doesNotContainKey("if-none-match");
  }

  @Test
  void an_unchanged_page_is_asked_for_with_its_etag_and_comes_back_as_not_modified() {
    gitHub.on(RUNS, Told.of(304, "", "ETag", "W/\"e1\""));

    RunPage page = runs.runs(SHOP, 1, Optional.of(KEPT));

    assertThat(page).isEqualTo(new RunPage(true, Optional.of(KEPT), List.of(), false));
    assertThat(gitHub.seen().get(0).header("if-none-match")).isEqualTo("W/\"e1\"");
  }

  private static final String COMMITS = "GET /repos/acme/shop/commits";
  private static final Instant SINCE = Instant.parse("2026-11-20T00:00:00Z");

  private static String commit(String sha) {
    return "[{\"sha\":\"" + sha + "\",\"parents\":[{\"sha\":\"p\"}],"
        + "\"commit\":{\"message\":\"Revert it\\n\\nReverts acme/shop#7\"}}]";
  }

  private String next(int page) {
    return "<" + gitHub.url() + "/repos/acme/shop/commits?page=" + page + ">; rel=\"next\"";
  }

  @Test
  void the_commits_of_a_branch_come_newest_first_over_a_few_pages_with_the_first_ones_etag() {
    gitHub.on(
        COMMITS,
        Told.of(200, commit("c4"), "ETag", "W/\"e1\"", "Link", next(2)),
        Told.of(200, commit("c3"), "Link", next(3)),
        Told.of(200, commit("c2"), "Link", next(4)),
        Told.of(200, commit("c1"), "Link", next(5)));

    Landed landed = runs.landed(SHOP, "release/1", SINCE, Optional.empty());

    assertThat(landed.commits()).extracting(LandedCommit::sha).containsExactly("c4", "c3", "c2");
    assertThat(landed.commits().get(0))
        .isEqualTo(new LandedCommit("c4", List.of("p"), "Revert it\n\nReverts acme/shop#7"));
    assertThat(landed.etag()).contains(KEPT);
    assertThat(gitHub.lines().get(0))
        .isEqualTo(COMMITS + "?sha=release%2F1&since=2026-11-20T00%3A00%3A00Z&per_page=100");
  }

  @Test
  void an_unchanged_branch_is_not_read_on() {
    gitHub.on(COMMITS, Told.of(304, "", "Link", "</repos/acme/shop/commits?page=2>; rel=\"next\""));

    assertThat(runs.landed(SHOP, "main", SINCE, Optional.of(KEPT)))
        .isEqualTo(new Landed(true, Optional.of(KEPT), List.of()));
    assertThat(gitHub.seen()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 409})
  void commits_that_cannot_be_read_are_none(int status) {
    gitHub.on(COMMITS, Told.of(status, "{\"message\":\"no\"}"));

    assertThat(runs.landed(SHOP, "gone", SINCE, Optional.empty()).commits()).isEmpty();
  }

  @Test
  void an_etag_given_to_another_token_is_not_asked_with() {
    gitHub.on(RUNS, Told.of(200, page(RUN)));
    String others = Validator.of(Optional.of("Bearer other"), "W/\"e1\"").text();

    assertThat(runs.runs(SHOP, 1, Optional.of(others)).notModified()).isFalse();
    assertThat(gitHub.seen().get(0).headers()).doesNotContainKey("if-none-match");
  }

  @Test
  void a_304_that_nobody_asked_for_is_nonsense() {
    gitHub.on(RUNS, Told.of(304, ""));

    assertThat(refused(() -> runs.runs(SHOP, 1, Optional.empty()))).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void a_run_with_unknown_words_and_missing_fields_is_read() {
    gitHub.on(
        RUNS,
        Told.of(
            200,
            page(
                "{\"id\":1,\"created_at\":\"2026-11-20T10:00:00Z\",\"conclusion\":\"new_word\"}")));

    WorkflowRun run = runs.runs(SHOP, 1, Optional.empty()).runs().get(0);

    assertThat(run.conclusion()).isEqualTo("new_word");
    assertThat(run.attempt()).isEqualTo(1);
    assertThat(run.fromFork()).isTrue();
    assertThat(run.attemptStartedAt()).isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>hello</html>",
        "{\"workflow_runs\":",
        "{}",
        "{\"workflow_runs\":{}}",
        "{\"workflow_runs\":[{\"id\":9223372036854775808,\"created_at\":\"2026-11-20T10:00:00Z\"}]}",
        "{\"workflow_runs\":[{\"id\":-1,\"created_at\":\"2026-11-20T10:00:00Z\"}]}",
        "{\"workflow_runs\":[{\"id\":1,\"created_at\":null}]}",
        "[]"
      })
  void an_answer_that_makes_no_sense_is_unavailable(String body) {
    gitHub.on(RUNS, Told.of(200, body));

    assertThat(refused(() -> runs.runs(SHOP, 1, Optional.empty()))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(gitHub.seen()).hasSize(1);
  }

  @Test
  void json_nested_ten_thousand_deep_is_nonsense() {
    gitHub.on(RUNS, Told.of(200, "[".repeat(10_000)));

    assertThat(refused(() -> runs.runs(SHOP, 1, Optional.empty()))).isEqualTo(Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "401,TOKEN,1",
    "403,CREDENTIALS,1",
    "404,CREDENTIALS,1",
    "410,CREDENTIALS,1",
    "422,UNAVAILABLE,1",
    "500,UNAVAILABLE,3",
    "502,UNAVAILABLE,3",
    "503,UNAVAILABLE,3",
    "0,UNAVAILABLE,3"
  })
  void a_refused_read_is_told_by_kind_and_repeated_only_where_it_may_help(
      int status, Kind kind, int requests) {
    gitHub.on(RUNS, Told.of(status, "{}", "X-Accepted-GitHub-Permissions", "actions=read"));

    MonitorException e = failure(() -> runs.runs(SHOP, 1, Optional.empty()));

    assertThat(e.kind()).isEqualTo(kind);
    assertThat(gitHub.seen()).hasSize(requests);
    assertThat(e.explanation().what()).isEqualTo("could not list the runs of acme/shop");
    if (status == 403 || status == 404) {
      assertThat(e.getMessage()).contains("GITHUB_TOKEN").contains("actions=read");
    }
  }

  @Test
  void a_read_that_fails_once_succeeds() {
    gitHub.on(RUNS, Told.of(502, "<html>"), Told.of(200, page(RUN)));

    assertThat(runs.runs(SHOP, 1, Optional.empty()).runs()).hasSize(1);
    assertThat(clock.slept()).hasSize(1);
  }

  @Test
  void a_short_limit_is_waited_for_and_a_long_one_closes_the_service_for_this_run() {
    gitHub.on(RUNS, Told.of(429, "", "Retry-After", "7"), Told.of(403, "", "Retry-After", "3600"));

    assertThat(refused(() -> runs.runs(SHOP, 1, Optional.empty()))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(refused(() -> runs.run(SHOP, 7))).isEqualTo(Kind.UNAVAILABLE);

    assertThat(clock.slept()).containsExactly(Duration.ofSeconds(7));
    assertThat(gitHub.seen()).hasSize(2);
  }

  @Test
  void a_secondary_limit_that_only_the_message_tells_is_a_limit_not_a_missing_permission() {
    gitHub.on(RUNS, Told.of(403, "{\"message\":\"You have exceeded a secondary rate limit.\"}"));

    assertThat(refused(() -> runs.runs(SHOP, 1, Optional.empty()))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(clock.slept()).containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void a_renamed_repository_is_followed_on_the_same_host_with_the_token() {
    gitHub
        .on("GET /repos/acme/shop", Told.of(301, "", "Location", gitHub.url() + "/repositories/5"))
        .on(
            "GET /repositories/5",
            Told.of(200, "{\"id\":5,\"full_name\":\"acme/store\",\"default_branch\":\"main\"}"));

    assertThat(runs.repository(SHOP)).isEqualTo(new Repository(5, "acme/store", "main", false));
    assertThat(gitHub.seen().get(1).header("authorization")).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void a_redirect_to_another_host_is_not_followed() {
    gitHub.on("GET /repos/acme/shop", Told.of(302, "", "Location", elsewhere.url() + "/x"));

    assertThat(refused(() -> runs.repository(SHOP))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(elsewhere.seen()).isEmpty();
  }

  @Test
  void a_redirect_loop_ends_after_three() {
    gitHub.on("GET /repos/acme/shop", Told.of(301, "", "Location", "/repos/acme/shop"));

    assertThat(refused(() -> runs.repository(SHOP))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(gitHub.seen()).hasSize(4);
  }

  @Test
  void a_link_to_the_next_page_of_another_listing_is_nonsense() {
    gitHub.on(
        RUNS,
        Told.of(200, page(RUN), "Link", "</repos/mallory/x/actions/runs?page=2>; rel=\"next\""));

    assertThat(refused(() -> runs.runs(SHOP, 1, Optional.empty()))).isEqualTo(Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({"0,,false", ",'',false", "21,GitHub Actions 21,true", ",box,true", "3,,true"})
  void a_job_tells_whether_a_runner_took_it_and_since_when_it_waited(
      Integer id, String name, boolean onRunner) {
    gitHub.on(
        "GET /repos/acme/shop/actions/runs/7/attempts/1/jobs",
        Told.of(
            200,
            "{\"jobs\":[{\"id\":9,\"status\":\"completed\",\"conclusion\":\"cancelled\","
                + "\"steps\":[],\"created_at\":\"2026-11-20T10:00:00Z\","
                + "\"completed_at\":\"2026-11-21T10:00:00Z\",\"runner_id\":" + id
                + ",\"runner_name\":" + (name == null ? "null" : "\"" + name + "\"") + "}]}"));

    assertThat(runs.jobs(SHOP, 7, 1))
        .containsExactly(new Job(
            9,
            "",
            "completed",
            "cancelled",
            "",
            List.of(),
            onRunner,
            Optional.of(Instant.parse("2026-11-20T10:00:00Z")),
            Optional.of(Instant.parse("2026-11-21T10:00:00Z"))));
  }

  @Test
  void jobs_come_from_all_pages_without_repeats() {
    String next =
        "</repos/acme/shop/actions/runs/7/attempts/2/jobs?per_page=100&page=2>; rel=\"next\"";
    gitHub.on(
        "GET /repos/acme/shop/actions/runs/7/attempts/2/jobs",
        Told.of(200, "{\"jobs\":[" + job(1) + "," + job(2) + "]}", "Link", next),
        Told.of(200, "{\"jobs\":[" + job(2) + "," + job(3) + "]}"));

    List<Job> jobs = runs.jobs(SHOP, 7, 2);

    assertThat(jobs).extracting(Job::id).containsExactly(1L, 2L, 3L);
    assertThat(jobs.get(0).steps())
        .containsExactly(
            new Step(1, "Set up", "success", Optional.of(Instant.parse("2026-11-20T09:59:00Z"))));
    assertThat(gitHub.lines().get(1)).endsWith("per_page=100&page=2");
  }

  @Test
  void a_run_that_is_gone_is_empty() {
    gitHub.on("GET /repos/acme/shop/actions/runs/7", Told.of(404, "{}"));

    assertThat(runs.run(SHOP, 7)).isEmpty();
  }

  @Test
  void a_pull_request_asked_for_again_costs_nothing_when_nothing_changed() {
    gitHub.on(
        "GET /repos/acme/shop/pulls/3",
        Told.of(
            200,
            "{\"number\":3,\"html_url\":\"u\",\"state\":\"closed\",\"merged\":true,"
                + "\"merge_commit_sha\":\"m\",\"head\":{\"sha\":\"h\"}}",
            "ETag",
            "\"p1\""),
        Told.of(304, ""));
    PullRequestFacts merged = new PullRequestFacts(3, "u", false, true, "h", "m");

    assertThat(runs.pullRequest(SHOP, 3)).contains(merged);
    assertThat(runs.pullRequest(SHOP, 3)).contains(merged);
    assertThat(gitHub.seen().get(1).header("if-none-match")).isEqualTo("\"p1\"");
  }

  @ParameterizedTest
  @CsvSource({
    "completed,success,GREEN",
    "completed,failure,RED",
    "completed,timed_out,RED",
    "completed,action_required,WAITING_FOR_PERSON",
    "waiting,,WAITING_FOR_PERSON",
    "in_progress,,PENDING",
    "completed,skipped,NONE"
  })
  void checks_of_a_commit_are_taken_together(String status, String conclusion, Checks expected) {
    String word = conclusion == null ? "null" : "\"" + conclusion + "\"";
    String old =
        "{\"id\":1,\"workflow_id\":1,\"event\":\"push\",\"status\":\"completed\",\"conclusion\":\"failure\"}";
    gitHub
        .on(
            RUNS,
            Told.of(
                200,
                page("{\"id\":2,\"workflow_id\":1,\"event\":\"push\",\"status\":\"" + status
                    + "\",\"conclusion\":" + word + "}," + old)))
        .on("GET /repos/acme/shop/commits/abc/check-runs", Told.of(403, "{}"));

    assertThat(runs.checks(SHOP, "abc")).isEqualTo(expected);
  }

  @Test
  void a_red_check_of_another_app_makes_a_commit_red() {
    gitHub
        .on(
            RUNS,
            Told.of(200, page("{\"id\":2,\"status\":\"completed\",\"conclusion\":\"success\"}")))
        .on(
            "GET /repos/acme/shop/commits/abc/check-runs",
            Told.of(
                200,
                "{\"check_runs\":[{\"status\":\"completed\",\"conclusion\":\"failure\",\"app\":{\"slug\":\"other\"}}]}"));

    assertThat(runs.checks(SHOP, "abc")).isEqualTo(Checks.RED);
  }

  @Test
  void no_error_holds_the_token_or_the_body() {
    gitHub.on(RUNS, Told.of(403, "{\"message\":\"" + TOKEN + "\"}", "X-GitHub-SSO", TOKEN));

    Throwable e = failure(() -> runs.runs(SHOP, 1, Optional.empty()));

    StringBuilder all = new StringBuilder();
    for (Throwable t = e; t != null; t = t.getCause()) {
      all.append(t);
    }
    assertThat(all.toString()).doesNotContain(TOKEN.substring(0, 12));
  }

  @Test
  void nobody_listening_is_unavailable_at_once() {
    GitHubRuns nowhere = runs("http://127.0.0.1:1", ConditionalCache.inMemory());

    assertThat(refused(() -> nowhere.repository(SHOP))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(clock.slept()).isEmpty();
  }

  @Test
  void without_a_token_nothing_is_asked() {
    GitHubApi api = new GitHubApi(
        gitHub.url(),
        Credentials.none(),
        "0.1.0",
        transport,
        SlowClock.budget(60),
        ConditionalCache.inMemory());

    MonitorException e = failure(() -> new GitHubRuns(api).repository(SHOP));

    assertThat(e.kind()).isEqualTo(Kind.TOKEN);
    assertThat(e.getMessage()).contains("GITHUB_TOKEN").contains("Actions: write");
    assertThat(gitHub.seen()).isEmpty();
  }

  private static String page(String runs) {
    return "{\"total_count\":1,\"workflow_runs\":[" + runs + "]}";
  }

  private static String job(int id) {
    return "{\"id\":" + id
        + ",\"name\":\"build\",\"status\":\"completed\",\"conclusion\":\"failure\","
        + "\"html_url\":\"u\",\"completed_at\":\"2026-11-20T10:00:00Z\","
        + "\"steps\":[{\"name\":\"Set up\",\"number\":1,\"conclusion\":\"success\","
        + "\"started_at\":\"2026-11-20T09:59:00Z\"}]}";
  }

  private static Kind refused(ThrowingCallable call) {
    return failure(call).kind();
  }

  private static MonitorException failure(ThrowingCallable call) {
    return catchThrowableOfType(MonitorException.class, call);
  }
}
