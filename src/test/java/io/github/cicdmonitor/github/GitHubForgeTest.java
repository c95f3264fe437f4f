package io.github.cicdmonitor.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.MonitorException.Kind;
import io.github.cicdmonitor.error.UnknownFate;
import io.github.cicdmonitor.forge.Forge;
import io.github.cicdmonitor.forge.Forge.Branch;
import io.github.cicdmonitor.forge.Forge.NewBranch;
import io.github.cicdmonitor.forge.Forge.NewPullRequest;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.ConditionalCache;
import io.github.cicdmonitor.remote.Loopback;
import io.github.cicdmonitor.remote.Loopback.Seen;
import io.github.cicdmonitor.remote.Loopback.Told;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kohsuke.github.GHIssueComment;

final class GitHubForgeTest {
  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");
  private static final String BASE = "a".repeat(40);
  private static final String TREE = "b".repeat(40);
  private static final String NEW_TREE = "c".repeat(40);
  private static final String COMMIT = "d".repeat(40);
  private static final String BLOB = "e".repeat(40);
  private static final String REPOSITORY = "{\"id\":5,\"name\":\"shop\",\"full_name\":"
      + "\"acme/shop\",\"owner\":{\"login\":\"acme\"},\"default_branch\":\"main\"}";
  private static final String PULL =
      "{\"number\":%d,\"html_url\":\"https://github.com/acme/shop/pull/%1$d\",\"state\":\"open\","
          + "\"merged_at\":null,\"body\":null,\"user\":{\"login\":\"me\"},"
          + "\"head\":{\"ref\":\"%s\",\"sha\":\"s\",\"repo\":%s},"
          + "\"base\":{\"ref\":\"main\",\"repo\":" + REPOSITORY + "}}";
  private static final String FIRST = PULL.formatted(1, "cicd-monitor/fix-1", REPOSITORY);
  private static final String NEW = "{\"sha\":\"" + NEW_TREE + "\",\"tree\":[]}";
  private static final NewBranch EMPTY = new NewBranch("b", BASE, List.of(), "m");
  private static final NewPullRequest REQUEST =
      new NewPullRequest("Fix it", "cicd-monitor/fix-1", "main", "why", false, true);

  private final Loopback gitHub = new Loopback();
  private final Transport transport = new Transport();
  private final Forge forge = forge(gitHub.url());

  private Forge forge(String url) {
    return new GitHubForge(api(url));
  }

  private GitHubApi api(String url) {
    return new GitHubApi(
        url,
        new PersonalToken("GITHUB_TOKEN", "ghp_sample"),
        "0.1.0",
        transport,
        SlowClock.budget(60),
        ConditionalCache.inMemory());
  }

  @AfterEach
  void close() {
    transport.close();
    gitHub.close();
  }

  @Test
  void a_branch_is_made_of_blobs_one_tree_one_commit_and_at_last_the_ref() throws IOException {
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on("GET /repos/acme/shop/git/commits/" + BASE, Told.of(200, commit(BASE)))
        .on("POST /repos/acme/shop/git/blobs", Told.of(201, "{\"sha\":\"" + BLOB + "\"}"))
        .on("POST /repos/acme/shop/git/trees", Told.of(201, NEW))
        .on("POST /repos/acme/shop/git/commits", Told.of(201, commit(COMMIT)))
        .on("POST /repos/acme/shop/git/refs", Told.of(201, ref("cicd-monitor/fix-1")));

    forge.repository(SHOP);
    Branch branch = forge.createBranch(
        SHOP,
        new NewBranch(
            "cicd-monitor/fix-1",
            BASE,
            List.of(
                new FileChange("run.sh", "100755", Optional.of("a"), Optional.of("ä\n")),
                new FileChange("old.txt", "100644", Optional.of("a"), Optional.empty())),
            "fix: it"));

    assertThat(branch).isEqualTo(new Branch("cicd-monitor/fix-1", COMMIT, NEW_TREE));
    assertThat(gitHub.lines())
        .containsExactly(
            "GET /repos/acme/shop",
            "GET /repos/acme/shop/git/commits/" + BASE,
            "POST /repos/acme/shop/git/blobs",
            "POST /repos/acme/shop/git/trees",
            "POST /repos/acme/shop/git/commits",
            "POST /repos/acme/shop/git/refs");
    assertThat(gitHub.seen())
        .allSatisfy(
            seen -> assertThat(seen.header("authorization")).isEqualTo("Bearer ghp_sample"));
    JsonNode tree = body(3);
    assertThat(tree.path("base_tree").asText()).isEqualTo(TREE);
    assertThat(tree.path("tree").get(0).path("mode").asText()).isEqualTo("100755");
    assertThat(tree.path("tree").get(0).path("sha").asText()).isEqualTo(BLOB);
    assertThat(tree.path("tree").get(1).get("sha").isNull()).isTrue();
    assertThat(body(2).path("content").asText()).isEqualTo("w6QK");
    assertThat(body(4).path("parents").get(0).asText()).isEqualTo(BASE);
    assertThat(body(5).path("ref").asText()).isEqualTo("refs/heads/cicd-monitor/fix-1");
  }

  @Test
  void a_ref_that_exists_is_a_no() {
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on("GET /repos/acme/shop/git/commits/" + BASE, Told.of(200, commit(BASE)))
        .on("POST /repos/acme/shop/git/trees", Told.of(201, NEW))
        .on("POST /repos/acme/shop/git/commits", Told.of(201, commit(COMMIT)))
        .on("POST /repos/acme/shop/git/refs", Told.of(422, "{\"message\":\"Reference exists\"}"));

    MonitorException e = failure(() -> forge.createBranch(SHOP, EMPTY));

    assertThat(e.kind()).isEqualTo(Kind.NO);
    assertThat(lines("POST /repos/acme/shop/git/refs")).isEqualTo(1);
  }

  @Test
  void a_lost_reply_to_the_ref_leaves_its_fate_unknown_and_is_not_sent_again() {
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on("GET /repos/acme/shop/git/commits/" + BASE, Told.of(200, commit(BASE)))
        .on("POST /repos/acme/shop/git/trees", Told.of(201, NEW))
        .on("POST /repos/acme/shop/git/commits", Told.of(201, commit(COMMIT)))
        .on("POST /repos/acme/shop/git/refs", Told.dropped());

    MonitorException e = failure(() -> forge.createBranch(SHOP, EMPTY));

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasCauseInstanceOf(UnknownFate.class);
    assertThat(lines("POST /repos/acme/shop/git/refs")).isEqualTo(1);
  }

  @Test
  void a_lost_reply_to_a_commit_nobody_sees_is_no_unknown_fate() {
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on("GET /repos/acme/shop/git/commits/" + BASE, Told.of(200, commit(BASE)))
        .on("POST /repos/acme/shop/git/trees", Told.of(201, NEW))
        .on("POST /repos/acme/shop/git/commits", Told.dropped());

    MonitorException e = failure(() -> forge.createBranch(SHOP, EMPTY));

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e.getCause()).isNotInstanceOf(UnknownFate.class);
    assertThat(lines("POST /repos/acme/shop/git/commits")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "401,TOKEN",
    "403,CREDENTIALS",
    "404,CREDENTIALS",
    "422,NO",
    "409,NO",
    "410,NO",
    "400,NO"
  })
  void a_refused_write_is_told_by_kind_and_sent_once(int status, Kind kind) {
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on(
            "POST /repos/acme/shop/pulls",
            Told.of(status, "{}", "X-Accepted-GitHub-Permissions", "pull_requests=write"));

    MonitorException e = failure(() -> forge.openPullRequest(SHOP, REQUEST));

    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.getCause()).isNotInstanceOf(UnknownFate.class);
    assertThat(gitHub.lines())
        .containsExactly("GET /repos/acme/shop", "POST /repos/acme/shop/pulls");
    if (status == 403 || status == 404) {
      assertThat(e.getMessage()).contains("GITHUB_TOKEN").contains("pull_requests=write");
      assertThat(e).hasCauseInstanceOf(Forge.NeedsPerson.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"500", "502", "503", "0"})
  void a_write_without_a_clear_answer_has_an_unknown_fate_and_is_sent_once(int status) {
    gitHub.on("POST /repos/acme/shop/actions/runs/7/rerun-failed-jobs", Told.of(status, ""));

    MonitorException e = failure(() -> forge.rerunFailedJobs(SHOP, 7));

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasCauseInstanceOf(UnknownFate.class);
    assertThat(gitHub.seen()).hasSize(1);
  }

  @Test
  void a_success_that_cannot_be_read_has_an_unknown_fate() {
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on(
            "POST /repos/acme/shop/pulls",
            Told.of(201, "<html>"),
            Told.of(201, "{\"number\":1}"),
            Told.of(201, FIRST.replace("\"number\":1,", "")));

    for (int sent = 1; sent <= 3; sent++) {
      MonitorException e = failure(() -> forge.openPullRequest(SHOP, REQUEST));

      assertThat(e).hasCauseInstanceOf(UnknownFate.class);
      assertThat(lines("POST /repos/acme/shop/pulls")).isEqualTo(sent);
    }
  }

  @Test
  void a_write_that_never_left_has_no_unknown_fate() {
    Forge nowhere = forge("http://127.0.0.1:1");

    MonitorException e = failure(() -> nowhere.rerunFailedJobs(SHOP, 7));

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e.getCause()).isNotInstanceOf(UnknownFate.class);
  }

  @Test
  void a_limited_write_is_unavailable_known_not_done_and_closes_the_service() {
    firstIsOpen()
        .on(
            "POST /repos/acme/shop/issues/1/comments",
            Told.of(403, "{\"message\":\"You have exceeded a secondary rate limit\"}"));

    MonitorException e = failure(() -> forge.comment(SHOP, 1, "hello"));
    MonitorException next = failure(() -> forge.close(SHOP, 1));

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e.getCause()).isNotInstanceOf(UnknownFate.class);
    assertThat(next.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(gitHub.lines()).filteredOn(line -> !line.startsWith("GET")).hasSize(1);
  }

  @Test
  void a_write_is_not_followed_to_another_place_by_a_302() {
    firstIsOpen().on("POST /repos/acme/shop/issues/1/labels", Told.of(302, "", "Location", "/x"));

    MonitorException e = failure(() -> forge.addLabels(SHOP, 1, List.of("a")));

    assertThat(e.kind()).isEqualTo(Kind.NO);
    assertThat(gitHub.lines()).filteredOn(line -> !line.startsWith("GET")).hasSize(1);
  }

  @Test
  void a_write_follows_a_307_on_the_same_host_with_its_body() {
    firstIsOpen()
        .on(
            "POST /repos/acme/shop/issues/1/labels",
            Told.of(307, "", "Location", "/repositories/5/l"))
        .on("POST /repositories/5/l", Told.of(200, "[]"));

    forge.addLabels(SHOP, 1, List.of("a"));

    Seen last = gitHub.seen().get(gitHub.seen().size() - 1);
    assertThat(last.line()).isEqualTo("POST /repositories/5/l");
    assertThat(last.body()).isEqualTo("{\"labels\":[\"a\"]}");
    assertThat(last.header("authorization")).isEqualTo("Bearer ghp_sample");
  }

  private Loopback firstIsOpen() {
    return gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on("GET /repos/acme/shop/pulls/1", Told.of(200, FIRST));
  }

  @Test
  void what_was_opened_in_this_run_is_labelled_commented_and_closed_in_one_request_each()
      throws IOException {
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on("POST /repos/acme/shop/pulls", Told.of(201, FIRST))
        .on("POST /repos/acme/shop/issues/1/labels", Told.of(200, "[]"))
        .on("POST /repos/acme/shop/issues/1/comments", Told.of(201, "{}"))
        .on("PATCH /repos/acme/shop/pulls/1", Told.of(200, FIRST));

    Forge.PullRequest opened = forge.openPullRequest(SHOP, REQUEST);
    forge.addLabels(SHOP, 1, List.of("a"));
    forge.comment(SHOP, 1, "hello");
    forge.close(SHOP, 1);

    String url = "https://github.com/acme/shop/pull/1";
    assertThat(opened)
        .isEqualTo(new Forge.PullRequest(1, url, "open", false, "main", "s", "", "me"));
    assertThat(gitHub.lines())
        .containsExactly(
            "GET /repos/acme/shop",
            "POST /repos/acme/shop/pulls",
            "POST /repos/acme/shop/issues/1/labels",
            "POST /repos/acme/shop/issues/1/comments",
            "PATCH /repos/acme/shop/pulls/1");
    assertThat(body(1))
        .isEqualTo(new ObjectMapper()
            .readTree("{\"title\":\"Fix it\",\"head\":\"cicd-monitor/fix-1\",\"base\":\"main\","
                + "\"body\":\"why\",\"draft\":false,\"maintainer_can_modify\":true}"));
    assertThat(body(3)).isEqualTo(new ObjectMapper().readTree("{\"body\":\"hello\"}"));
    assertThat(body(4)).isEqualTo(new ObjectMapper().readTree("{\"state\":\"closed\"}"));
  }

  @Test
  void what_an_earlier_run_opened_is_read_once_before_it_is_labelled() {
    firstIsOpen().on("POST /repos/acme/shop/issues/1/labels", Told.of(200, "[]"));

    forge.addLabels(SHOP, 1, List.of("a"));
    forge.addLabels(SHOP, 1, List.of("b"));

    assertThat(lines("GET /repos/acme/shop/pulls/1")).isEqualTo(1);
    assertThat(lines("POST /repos/acme/shop/issues/1/labels")).isEqualTo(2);
  }

  @Test
  void a_success_that_is_no_json_is_no_answer_of_github() {
    String rerun = "POST /repos/acme/shop/actions/runs/7/rerun-failed-jobs";
    firstIsOpen()
        .on("PATCH /repos/acme/shop/pulls/1", Told.of(200, "<html>"))
        .on(rerun, Told.of(201, "<html>"));

    assertThat(failure(() -> forge.close(SHOP, 1))).hasCauseInstanceOf(UnknownFate.class);
    assertThat(failure(() -> forge.rerunFailedJobs(SHOP, 7))).hasCauseInstanceOf(UnknownFate.class);
  }

  @Test
  void the_library_spends_a_request_on_the_author_of_a_comment_and_fails_on_one_who_is_gone()
      throws IOException {
    firstIsOpen()
        .on(
            "GET /repos/acme/shop/issues/1/comments",
            Told.of(
                200,
                "[{\"body\":\"a\",\"user\":{\"login\":\"anna\"}},{\"body\":\"b\",\"user\":null}]"))
        .on("GET /users/anna", Told.of(200, "{\"login\":\"anna\"}"));

    List<GHIssueComment> theirs = api(gitHub.url())
        .library()
        .repository(SHOP)
        .getPullRequest(1)
        .listComments()
        .toList();

    assertThat(theirs.get(0).getUser().getLogin()).isEqualTo("anna");
    assertThat(lines("GET /users/anna")).isEqualTo(1);
    assertThatThrownBy(() -> theirs.get(1).getUser()).isInstanceOf(NullPointerException.class);
    assertThat(forge.comments(SHOP, 1))
        .containsExactly(new Forge.Comment("anna", "a"), new Forge.Comment("", "b"));
  }

  @Test
  void a_branch_is_deleted_where_there_is_one() {
    gitHub
        .on("GET /repos/acme/shop/git/ref/heads/gone", Told.of(404, "{}"))
        .on("GET /repos/acme/shop/git/ref/heads/there", Told.of(200, ref("there")))
        .on("DELETE /repos/acme/shop/git/refs/heads/there", Told.of(204, ""));

    forge.deleteBranch(SHOP, "gone");
    forge.deleteBranch(SHOP, "there");

    assertThat(gitHub.lines())
        .containsExactly(
            "GET /repos/acme/shop/git/ref/heads/gone",
            "GET /repos/acme/shop/git/ref/heads/there",
            "DELETE /repos/acme/shop/git/refs/heads/there");
  }

  @Test
  void a_branch_is_read_with_its_tree() {
    gitHub
        .on("GET /repos/acme/shop/git/ref/heads/release/1", Told.of(200, ref("release/1")))
        .on("GET /repos/acme/shop/git/commits/" + COMMIT, Told.of(200, commit(COMMIT)));

    assertThat(forge.branch(SHOP, "release/1")).contains(new Branch("release/1", COMMIT, TREE));
  }

  @Test
  void a_branch_that_is_not_there_is_empty_and_a_dotted_one_is_not_even_asked() {
    gitHub.on("GET /repos/acme/shop/git/ref/heads/gone", Told.of(404, "{}"));

    assertThat(forge.branch(SHOP, "gone")).isEmpty();
    assertThat(forge.branch(SHOP, "../../tags")).isEmpty();
    assertThat(gitHub.seen()).hasSize(1);
  }

  @Test
  void what_cannot_change_within_a_run_is_asked_for_once() {
    String file = "{\"type\":\"file\",\"encoding\":\"base64\",\"content\":\"YQ==\",\"sha\":\"1\"}";
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on("GET /repos/acme/shop/git/commits/" + BASE, Told.of(200, commit(BASE)))
        .on("GET /repos/acme/shop/git/trees/" + TREE, Told.of(200, "{\"tree\":[]}"))
        .on("GET /repos/acme/shop/contents/a", Told.of(200, file));

    for (int time = 0; time < 2; time++) {
      assertThat(forge.repository(SHOP).id()).isEqualTo(5);
      assertThat(forge.treeModes(SHOP, BASE, Set.of("a"))).isEmpty();
      assertThat(forge.file(SHOP, BASE, "a")).isPresent();
      assertThat(forge.file(SHOP, "main", "a")).isPresent(); // a branch goes on meanwhile
    }

    assertThat(lines("GET /repos/acme/shop")).isEqualTo(1);
    assertThat(lines("GET /repos/acme/shop/git/commits/" + BASE)).isEqualTo(1);
    assertThat(lines("GET /repos/acme/shop/git/trees/" + TREE)).isEqualTo(1);
    assertThat(gitHub.lines())
        .filteredOn(line -> line.startsWith("GET /repos/acme/shop/contents/a"))
        .hasSize(3);
  }

  @Test
  void a_repository_that_could_not_be_read_is_asked_for_again() {
    gitHub.on("GET /repos/acme/shop", Told.of(200, "<html>"), Told.of(200, REPOSITORY));

    assertThat(failure(() -> forge.repository(SHOP)).kind()).isEqualTo(Kind.UNAVAILABLE);

    assertThat(forge.repository(SHOP).fullName()).isEqualTo("acme/shop");
  }

  @Test
  void tree_modes_are_read_folder_by_folder_and_stop_at_a_link() {
    gitHub
        .on("GET /repos/acme/shop/git/commits/" + BASE, Told.of(200, commit(BASE)))
        .on(
            "GET /repos/acme/shop/git/trees/" + TREE,
            Told.of(
                200,
                "{\"tree\":[{\"path\":\"a\",\"mode\":\"040000\",\"sha\":\"" + NEW_TREE
                    + "\"},{\"path\":\"l\",\"mode\":\"120000\",\"sha\":\"" + BLOB + "\"}]}"))
        .on(
            "GET /repos/acme/shop/git/trees/" + NEW_TREE,
            Told.of(200, "{\"tree\":[{\"path\":\"x.sh\",\"mode\":\"100755\",\"sha\":\"1\"}]}"));

    Map<String, String> modes =
        forge.treeModes(SHOP, BASE, Set.of("a/x.sh", "a/none", "l/inside", "none"));

    assertThat(modes).isEqualTo(Map.of("a", "040000", "a/x.sh", "100755", "l", "120000"));
    assertThat(lines("GET /repos/acme/shop/git/trees/" + NEW_TREE)).isEqualTo(1);
  }

  @Test
  void only_pull_requests_of_the_branch_and_the_repository_itself_count() {
    String fork = REPOSITORY.replace("acme", "mallory");
    String pulls = "[" + PULL.formatted(1, "cicd-monitor/a", REPOSITORY) + ","
        + PULL.formatted(2, "cicd-monitor/a", fork) + ","
        + PULL.formatted(3, "cicd-monitor/a", "null") + ","
        + PULL.formatted(4, "other", REPOSITORY) + "]";
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on("GET /repos/acme/shop/pulls", Told.of(200, pulls));

    assertThat(forge.openPullRequests(SHOP, "cicd-monitor/")).isEqualTo(1);
    assertThat(forge.pullRequests(SHOP, "other"))
        .extracting(Forge.PullRequest::number)
        .containsExactly(4);
  }

  @Test
  void further_pages_are_asked_for_by_name_whatever_number_the_link_gives_the_repository() {
    String link = "<" + gitHub.url() + "/repositories/5/pulls?page=2>; rel=\"next\"";
    gitHub
        .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
        .on(
            "GET /repos/acme/shop/pulls",
            Told.of(200, "[" + FIRST + "]", "Link", link),
            Told.of(200, "[" + PULL.formatted(2, "cicd-monitor/fix-1", REPOSITORY) + "]"));

    assertThat(forge.pullRequests(SHOP, "cicd-monitor/fix-1"))
        .extracting(Forge.PullRequest::number)
        .containsExactly(1, 2);
    assertThat(gitHub.lines().get(2))
        .contains("head=acme", "state=all", "sort=created", "direction=desc", "per_page=100")
        .contains("page=2");
    assertThat(gitHub.seen()).hasSize(3);
  }

  @Test
  void a_link_to_another_host_or_listing_is_not_followed() {
    for (String elsewhere : List.of("https://evil.example/repos/acme/shop/pulls", "/user/repos")) {
      gitHub
          .on("GET /repos/acme/shop", Told.of(200, REPOSITORY))
          .on(
              "GET /repos/acme/shop/pulls",
              Told.of(200, "[]", "Link", "<" + elsewhere + "?page=2>; rel=\"next\""));

      assertThat(failure(() -> forge.openPullRequests(SHOP, "cicd-monitor/")).kind())
          .isEqualTo(Kind.UNAVAILABLE);
    }
    assertThat(gitHub.lines())
        .filteredOn(line -> !line.equals("GET /repos/acme/shop"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("GET /repos/acme/shop/pulls?"));
  }

  @Test
  void a_commit_of_a_fork_is_not_reachable_though_gitHub_shows_it() {
    gitHub
        .on(
            "GET /repos/acme/shop/tags",
            Told.of(200, "[{\"name\":\"v1\",\"commit\":{\"sha\":\"t\"}}]"))
        .on(
            "GET /repos/acme/shop/branches",
            Told.of(200, "[{\"name\":\"main\",\"commit\":{\"sha\":\"m\"}}]"))
        .on("GET /repos/acme/shop/compare/m...fork", Told.of(200, "{\"status\":\"diverged\"}"))
        .on("GET /repos/acme/shop/compare/m...old", Told.of(200, "{\"status\":\"behind\"}"));

    assertThat(forge.reach(SHOP, "t")).contains(Forge.Reach.TAG);
    assertThat(forge.reach(SHOP, "old")).contains(Forge.Reach.BRANCH);
    assertThat(forge.reach(SHOP, "fork")).contains(Forge.Reach.NONE);
    assertThat(forge.tags(SHOP)).containsOnlyKeys("v1");
  }

  private JsonNode body(int request) throws IOException {
    return new ObjectMapper().readTree(gitHub.seen().get(request).body());
  }

  private long lines(String line) {
    return gitHub.seen().stream().map(Seen::line).filter(line::equals).count();
  }

  private static String commit(String sha) {
    return "{\"sha\":\"" + sha + "\",\"tree\":{\"sha\":\"" + TREE + "\"},\"parents\":[{\"sha\":\""
        + BASE + "\"}]}";
  }

  private static String ref(String branch) {
    return "{\"ref\":\"refs/heads/" + branch + "\",\"object\":{\"type\":\"commit\",\"sha\":\""
        + COMMIT + "\"}}";
  }

  private static MonitorException failure(ThrowingCallable c) {
    return catchThrowableOfType(MonitorException.class, c);
  }
}
